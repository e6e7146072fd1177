/** Fields of one form; the longest, a timetable's pairs, has some hundreds. */
const mostFields = 5_000;
const longestName = 200;
/** Steps of a name such as `milestones[3].amount`, which has three. */
const deepestName = 8;
/** Rows of one list in a form. */
const highestIndex = 999;

const step = /\.?([^.[\]]+)|\[(\d+)\]/y;
const forbidden = new Set(["__proto__", "prototype", "constructor"]);

/**
 * The fields of an urlencoded form, without NUL in their values; null when a name asks
 * for more than any form here has, since libraries make lists and objects as large as
 * the names say.
 */
export function readForm(text: string): URLSearchParams | null {
  if (text.split("&", mostFields + 1).length > mostFields) return null;
  const form = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(text)) {
    if (!isBounded(name)) return null;
    form.append(name, value.replaceAll("\0", ""));
  }
  return form;
}

/** Whether a field's name stays within the bounds. */
export function isBounded(name: string): boolean {
  if (name.length > longestName || name.includes("\0")) return false;
  if (!/[.[\]]/.test(name)) return !forbidden.has(name);
  let steps = 0;
  for (step.lastIndex = 0; step.lastIndex < name.length;) {
    const found = step.exec(name);
    if (!found || ++steps > deepestName) return false;
    const [, key, index] = found;
    if (key !== undefined && forbidden.has(key)) return false;
    if (index !== undefined && Number(index) > highestIndex) return false;
  }
  return true;
}
