import type { Response } from "express";

/** What is said before any page is made, in both languages, as nothing is known of the reader yet. */
const words: Record<number, [chinese: string, english: string]> = {
  400: ["请求有误，无法处理。", "The request is not one that this site can read."],
  403: [
    "该请求来自其他网站，未被执行。",
    "The request came from another site and was not carried out.",
  ],
  404: ["没有这个页面。", "There is no such page."],
  405: ["本站不提供这种请求方式。", "This site does not serve that method."],
  413: ["发送的内容过大，未被接收。", "What was sent is too large and was not taken."],
  414: ["网址过长。", "The address is too long."],
  415: ["无法识别所发送内容的格式。", "What was sent has a form that this page does not take."],
  429: ["操作过于频繁，请稍后再试。", "Too many attempts. Please wait a little and try again."],
  500: ["服务器出错，请稍后再试。", "Something went wrong here. Please try again later."],
  503: ["服务暂时不可用，请稍后再试。", "The service is away for a moment. Please try again."],
};

/** Ends the request with a small page, or as JSON where no page was asked for. */
export function answerInWords(response: Response, status: number): void {
  const [chinese, english] = words[status] ?? words[500] ?? ["", ""];
  const requestId = String(response.getHeader("X-Request-Id") ?? "");
  response.status(status).setHeader("Cache-Control", "no-store");
  if (
    !response.req.accepts(["json", "html"]) ||
    response.req.accepts(["json", "html"]) === "json"
  ) {
    response.json({ code: status, message: english, requestId });
    return;
  }
  response
    .type("html")
    .send(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${status} · 对接 Duijie</title><body style="font:16px/1.7 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem">` +
        `<h1 style="font-size:1.25rem">${chinese}</h1><p lang="en">${english}</p>` +
        `<p><a href="/">对接 Duijie</a></p><p style="color:#666;font-size:.8rem">${requestId}</p>`,
    );
}
