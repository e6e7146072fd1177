import { clockOfSerial } from "#app/office/cells.ts";

const written =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ t]*(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?[ ]*(上午|早上|中午|下午|晚上|晚|am|pm)?[ ]*(\d{1,2})(?:[:点时](\d{1,2})?分?)(?::\d{2})?[ ]*(am|pm)?(?:[ ]*[-–—~至到][ ]*\d{1,2}[:点时](?:\d{1,2})?分?)?$/;

const two = (part: number | string): string => String(part).padStart(2, "0");

/** A day with a time of day as spreadsheets count it, where the format of the cell was lost. */
const serial = /^\d{5}\.\d+$/;

/**
 * The begin of a slot as people and spreadsheets write it, as a local time "2030-05-16T09:00";
 * of a span it is the first time. Null for what is none.
 */
export function readLocalBegin(typed: string): string | null {
  const text = typed.normalize("NFKC").trim().toLowerCase();
  const told = serial.test(text) ? (clockOfSerial(Number(text)) ?? "") : text;
  const [, year, month = "", day = "", before, hour = "", minute = "0", after] =
    written.exec(told) ?? [];
  if (year === undefined) return null;
  const half = before ?? after;
  const isLater = half !== undefined && /下午|晚|pm/.test(half) && Number(hour) < 12;
  const isNoon = half === "中午" && Number(hour) < 11;
  const isMidnight = half !== undefined && /上午|早上|am/.test(half) && Number(hour) === 12;
  const clock = isMidnight ? 0 : Number(hour) + (isLater || isNoon ? 12 : 0);
  return `${year}-${two(month)}-${two(day)}T${two(clock)}:${two(minute)}`;
}

/** The times of one cell, which people separate with many marks. */
export const splitTimes = (typed: string): string[] =>
  typed
    .split(/[;；,，、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
