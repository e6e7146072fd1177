import { Temporal } from "temporal-polyfill";

/** The zone in which the market's calendar days begin and end. */
export const marketZone = "Asia/Shanghai";

/** The same time of day so many days later in the market's zone. */
export function addDays(moment: Date, days: number): Date {
  const later = Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(marketZone)
    .add({ days });
  return new Date(later.epochMilliseconds);
}

/** The last second of a calendar day, YYYY-MM-DD, in the market's zone. */
export function endOfDay(day: string): Date {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(marketZone);
  return new Date(next.epochMilliseconds - 1_000);
}

/** The calendar day of a moment, YYYY-MM-DD, in the market's zone. */
export const dayOf = (moment: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(marketZone)
    .toPlainDate()
    .toString();

/** The moment that a clock in the market's zone shows as YYYY-MM-DDTHH:mm. */
export const momentOf = (clock: string): Date =>
  new Date(Temporal.PlainDateTime.from(clock).toZonedDateTime(marketZone).epochMilliseconds);

/** The first moment of a moment's calendar day in the market's zone. */
export function startOfDay(moment: Date): Date {
  const start = Temporal.PlainDate.from(dayOf(moment)).toZonedDateTime(marketZone);
  return new Date(start.epochMilliseconds);
}
