const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => entities[one] ?? "");

const linked = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part),
    )
    .join("");

const font =
  "font-family:'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:16px;line-height:1.7;color:#1b1f24";

/**
 * The HTML part of a mail: its text, paragraph by paragraph, with links that can
 * be followed. It says nothing that the text does not, has no pictures and asks
 * for nothing from elsewhere.
 */
export function htmlOf(mail: { subject: string; body: string }, language: string): string {
  const paragraphs = mail.body
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${linked(paragraph.trim()).replaceAll("\n", "<br>")}</p>`);
  return [
    "<!doctype html>",
    `<html lang="${escaped(language)}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(mail.subject)}</title></head>`,
    `<body style="margin:0;padding:16px;background:#ffffff;${font}">`,
    `<main style="max-width:640px;margin:0 auto">`,
    `<h1 style="font-size:20px;line-height:1.4">${escaped(mail.subject)}</h1>`,
    ...paragraphs,
    "</main></body></html>",
  ].join("\n");
}
