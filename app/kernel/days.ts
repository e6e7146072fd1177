import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** Years that the database's days, JavaScript's and people's calendars share. */
export const firstYear = 1900;
export const yearsEnd = 3000;

const isBetween = (text: string): boolean => {
  const year = Number(text.slice(0, 4));
  return year >= firstYear && year < yearsEnd;
};

/** A day as fields and addresses send it. */
export const calendarDay = (message?: string) => z.iso.date(message).refine(isBetween, message);

/** A day with a time of day as date-time fields send it: YYYY-MM-DDTHH:mm. */
export const calendarClock = (message?: string) =>
  z
    .string(message)
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, message)
    .refine((clock) => isBetween(clock) && isClock(clock), message);

/** Whether a text is a day with a time of day that exists. */
export function isClock(text: string): boolean {
  try {
    Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

/** A moment as addresses carry it. */
export const moment = z.iso.datetime().refine(isBetween);
