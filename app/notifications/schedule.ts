import { Temporal } from "temporal-polyfill";

/** On the clock of its zone: from the first moment until before the second one. */
export interface QuietHours {
  /** HH:MM */
  from: string;
  /** HH:MM; earlier than `from` when the hours go over midnight. */
  to: string;
}

/** What comes once a day or once a week comes at this hour of its person's clock. */
export const digestTime = "08:00";
const monday = 1;

const inZone = (moment: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);

const asDate = (zoned: Temporal.ZonedDateTime): Date => new Date(zoned.epochMilliseconds);

/**
 * The end of the quiet hours that the moment is in; null when it is in none. A
 * clock that is put back stays quiet until the end comes for the second time if
 * the first has passed; an end that is left out when the clock is put forward
 * is the moment when it is put forward.
 */
export function quietUntil(moment: Date, quiet: QuietHours | null, zone: string): Date | null {
  if (!quiet || quiet.from === quiet.to) return null;
  const now = inZone(moment, zone);
  const time = now.toPlainTime();
  const [from, to] = [Temporal.PlainTime.from(quiet.from), Temporal.PlainTime.from(quiet.to)];
  const { compare } = Temporal.PlainTime;
  const overMidnight = compare(from, to) > 0;
  const begun = compare(time, from) >= 0;
  const open = compare(time, to) < 0;
  if (overMidnight ? !begun && !open : !begun || !open) return null;
  const day = overMidnight && begun ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate();
  const end = day.toPlainDateTime(to);
  const first = end.toZonedDateTime(zone);
  if (!first.toPlainDateTime().equals(end))
    return asDate(first.getTimeZoneTransition("previous") ?? first);
  return asDate(
    first.epochMilliseconds > moment.getTime()
      ? first
      : end.toZonedDateTime(zone, { disambiguation: "later" }),
  );
}

/** When the next daily or, on Mondays, weekly digest after a moment comes. */
export function nextDigest(rhythm: "daily" | "weekly", moment: Date, zone: string): Date {
  const now = inZone(moment, zone);
  const today = now.toPlainDate();
  const ahead = rhythm === "weekly" ? (7 + monday - today.dayOfWeek) % 7 : 0;
  const time = Temporal.PlainTime.from(digestTime);
  const at = (days: number) => today.add({ days }).toPlainDateTime(time).toZonedDateTime(zone);
  const next = at(ahead);
  return asDate(
    next.epochMilliseconds > moment.getTime() ? next : at(ahead + (rhythm === "weekly" ? 7 : 1)),
  );
}
