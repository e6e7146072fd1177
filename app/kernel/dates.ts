import { Temporal } from "temporal-polyfill";
import { marketZone } from "#app/codes/codes.ts";
import { daysLater, localDayOf } from "./zones.ts";

/** The same time of day so many days later in the market's zone. */
export const addDays = (moment: Date, days: number): Date => daysLater(moment, days, marketZone);

/** The last second of a calendar day, YYYY-MM-DD, in the market's zone. */
export function endOfDay(day: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(marketZone);
  return new Date(next.epochMilliseconds - 1_000);
}

/** The calendar day of a moment, YYYY-MM-DD, in the market's zone. */
export const dayOf = (moment: Date): string => localDayOf(moment, marketZone);

/** The first moment of a moment's calendar day in the market's zone. */
export function startOfDay(moment: Date): Date {
  const start = Temporal.PlainDate.from(dayOf(moment)).toZonedDateTime(marketZone);
  return new Date(start.epochMilliseconds);
}
