import { minutesLater } from "#app/kernel/zones.ts";

export const delayAtMost = 180;

/** When a slot really is, as pages show it. */
export interface ShownTime {
  startsAt: Date;
  endsAt: Date;
  /** Minutes later than planned. */
  late: number;
  /** ahead, now, or over by the clock. */
  phase: "ahead" | "now" | "over";
}

/**
 * When a planned slot is shown to be: what is still to come, or under way, is as
 * late as the session runs; what is over stands where it was planned. The one place
 * that knows of the delay.
 */
export function shownTime(
  planned: { startsAt: Date; endsAt: Date },
  delayMinutes: number,
  now: Date,
): ShownTime {
  const startsAt = minutesLater(planned.startsAt, delayMinutes);
  const endsAt = minutesLater(planned.endsAt, delayMinutes);
  if (endsAt <= now) return { ...planned, late: 0, phase: "over" };
  return { startsAt, endsAt, late: delayMinutes, phase: startsAt <= now ? "now" : "ahead" };
}

/** The same as texts of ISO 8601, for pages. */
export const shownTexts = (
  planned: { startsAt: Date; endsAt: Date },
  delayMinutes: number,
  now: Date,
): { startsAt: string; endsAt: string; late: number; phase: ShownTime["phase"] } => {
  const { startsAt, endsAt, late, phase } = shownTime(planned, delayMinutes, now);
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), late, phase };
};

/** The same for a slot as pages have it. */
export const shownSlot = (
  slot: { startsAt: string; endsAt: string },
  delayMinutes: number,
  now: Date,
): ReturnType<typeof shownTexts> =>
  shownTexts(
    { startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) },
    delayMinutes,
    now,
  );

/** The key of a pass in what a scanner or a person typed: the key, or the pass's address. */
export function passKeyIn(typed: string): string | null {
  const text = typed.trim();
  const key = /\/pass\/([^/?#\s]+)\/?(?:[?#].*)?$/.exec(text)?.[1] ?? text;
  return /^[\w-]{16,100}$/.test(key) ? key : null;
}
