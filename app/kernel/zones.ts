import { Temporal } from "temporal-polyfill";
import { firstYear, yearsEnd } from "./days.ts";

/** Whether the name is a zone of the IANA database that this system knows; "+08:00" is none. */
export function isZone(name: string): boolean {
  if (!name.includes("/")) return false;
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The moment of a local time, "2026-12-01T09:30", in a zone; null when that
 * time does not exist there or is written wrongly. Of a time that comes twice,
 * when clocks are set back, it is the first.
 */
export function momentOf(local: string, zone: string): Date | null {
  try {
    const plain = Temporal.PlainDateTime.from(local, { overflow: "reject" });
    if (plain.year < firstYear || plain.year >= yearsEnd) return null;
    const zoned = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
    if (!zoned.toPlainDateTime().equals(plain)) return null;
    return new Date(zoned.epochMilliseconds);
  } catch {
    return null;
  }
}

const zonedAt = (moment: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);

/** The local time of a moment in a zone, as `datetime-local` fields take it. */
export const localOf = (moment: Date, zone: string): string =>
  zonedAt(moment, zone).toPlainDateTime().toString({ smallestUnit: "minute" });

/** The local day of a moment in a zone, YYYY-MM-DD. */
export const localDayOf = (moment: Date, zone: string): string =>
  zonedAt(moment, zone).toPlainDate().toString();

/** The same local time so many days later; what that time is not there is moved to the next that is. */
export const daysLater = (moment: Date, days: number, zone: string): Date =>
  new Date(zonedAt(moment, zone).add({ days }).epochMilliseconds);

/** Whole local days from one day to another, both YYYY-MM-DD. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;

/** Whether the clocks of a zone are set forward or back at some time of a day's year. */
export function changesClocks(zone: string, day: string): boolean {
  const first = Temporal.PlainDate.from(day).with({ month: 1, day: 1 }).toZonedDateTime(zone);
  const next = first.getTimeZoneTransition("next");
  return next !== null && next.year === first.year;
}

/** The local clock of a moment in a zone, HH:MM. */
export const localClockOf = (moment: Date, zone: string): string =>
  zonedAt(moment, zone).toPlainTime().toString({ smallestUnit: "minute" });

/** The moment so many minutes later, or earlier. */
export const minutesLater = (moment: Date, minutes: number): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(moment.getTime()).add({ minutes }).epochMilliseconds,
  );
