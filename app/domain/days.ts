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

/** A moment as addresses carry it. */
export const moment = z.iso.datetime().refine(isBetween);
