import { z } from "zod";
import { slotKinds, type SlotKind } from "#app/codes/session-codes.ts";
import { calendarDay } from "#app/kernel/days.ts";
import { localOf, momentOf } from "#app/kernel/zones.ts";
import { lineOf } from "#app/kernel/texts.ts";
import { wholeNumber, wholeNumberOr } from "#app/kernel/numbers.ts";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "time");

/** How the slots of one part of a day are laid out: so many minutes each, with a pause between. */
export const slotPlanSchema = z
  .object({
    day: calendarDay("date"),
    part: lineOf(40).default(""),
    from: clock,
    to: clock,
    minutes: wholeNumber(5, 240),
    pause: wholeNumberOr(0, 120, 0),
  })
  .superRefine((plan, context) => {
    if (plan.to <= plan.from)
      context.addIssue({ code: "custom", path: ["to"], message: "timeOrder" });
  });
export type SlotPlan = z.infer<typeof slotPlanSchema>;

/** A single slot or break, at local times of one day. */
export const slotSchema = z
  .object({
    day: calendarDay("date"),
    from: clock,
    to: clock,
    kind: z.enum(slotKinds).default("meeting"),
    part: lineOf(40).default(""),
  })
  .superRefine((slot, context) => {
    if (slot.to <= slot.from)
      context.addIssue({ code: "custom", path: ["to"], message: "crossesMidnight" });
  });

export interface Slot {
  startsAt: Date;
  endsAt: Date;
  kind: SlotKind;
  part: string;
}

const pad = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/**
 * The slots of a plan in its session's zone. They begin at the times on the clock:
 * one that comes twice, when clocks are set back, is the first and makes one slot;
 * one that is skipped, when they are set forward, makes none. A slot lasts its whole
 * length, begins after the one before it, and is over at the plan's end.
 */
export function slotsOf(plan: SlotPlan, zone: string): Slot[] {
  const slots: Slot[] = [];
  const last = minutesOf(plan.to) - plan.minutes;
  for (let begin = minutesOf(plan.from); begin <= last; begin += plan.minutes + plan.pause) {
    const startsAt = momentOf(`${plan.day}T${pad(begin)}`, zone);
    if (startsAt === null) continue;
    const endsAt = new Date(startsAt.getTime() + plan.minutes * 60_000);
    if (localOf(endsAt, zone) > `${plan.day}T${plan.to}`) continue;
    if (startsAt < (slots.at(-1)?.endsAt ?? startsAt)) continue;
    slots.push({ startsAt, endsAt, kind: "meeting", part: plan.part });
  }
  return slots;
}

/** A single slot; null when its times do not exist in the zone. */
export function slotOf(slot: z.infer<typeof slotSchema>, zone: string): Slot | null {
  const startsAt = momentOf(`${slot.day}T${slot.from}`, zone);
  const endsAt = momentOf(`${slot.day}T${slot.to}`, zone);
  if (startsAt === null || endsAt === null || endsAt <= startsAt) return null;
  return { startsAt, endsAt, kind: slot.kind, part: slot.part };
}

/** Pairs of slots that overlap in time, as indexes into the list. */
export function overlaps(slots: Pick<Slot, "startsAt" | "endsAt">[]): [number, number][] {
  const order = slots.map((slot, at) => ({ ...slot, at }));
  order.sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  const found: [number, number][] = [];
  let latest = order[0];
  for (const slot of order.slice(1)) {
    if (latest && slot.startsAt < latest.endsAt) found.push([latest.at, slot.at]);
    if (!latest || slot.endsAt > latest.endsAt) latest = slot;
  }
  return found;
}
