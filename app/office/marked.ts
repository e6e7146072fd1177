/** Boxes that people mark, and leave. */
const checked = "☑☒■●◉√✓✔";
const free = "☐□○〇";
const box = new RegExp(`[${checked}${free}]`, "u");

/**
 * What is marked in a text with boxes: "☑委托开发 □合作开发", "委托开发（√） 合作开发（ ）". Null for
 * a text without boxes.
 */
export function markedIn(text: string): string[] | null {
  const boxed = text
    .replace(/[(（]\s*([√✓✔])\s*[)）]/g, "☑")
    .replace(/[(（][\s_]*[)）]/g, "☐")
    .trim();
  if (!box.test(boxed)) return null;
  const isBefore = box.test([...boxed][0] ?? "");
  const option = `[^${checked}${free}]*`;
  const pattern = isBefore
    ? `([${checked}${free}])(${option})`
    : `(${option})([${checked}${free}])`;
  return [...boxed.matchAll(new RegExp(pattern, "gu"))].flatMap(([, one = "", other = ""]) => {
    const [mark, option] = isBefore ? [one, other] : [other, one];
    const words = option.replace(/^[\s;；、，,]+|[\s;；、，,]+$/g, "");
    return checked.includes(mark) && words !== "" ? [words] : [];
  });
}
