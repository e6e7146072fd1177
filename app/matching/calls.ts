import { callOutcomes, type CallOutcome } from "#app/codes/codes.ts";
import { z } from "zod";
import { textOf } from "#app/kernel/texts.ts";

/** Which pairs are worth a call and how they are ranked; all in one place. */
export const callRules = {
  /** A pair below this score is not worth a call. */
  from: 0.5,
  /** A deadline this near, in days, counts in full. */
  nearDays: 30,
  /** From this many days on a deadline counts no more than none. */
  farDays: 180,
  /** What is left of the score of a pair without a near deadline. */
  withoutDeadline: 0.6,
  /** So many pairs are kept on the list. */
  most: 2_000,
} as const;

/**
 * The priority of a pair, 0 to 1: its score, in full while the need's deadline
 * is within `nearDays`, falling evenly to `withoutDeadline` of it at `farDays`
 * and for needs that name none. A deadline that has passed gives 0: too late.
 */
export function callPriority(score: number, daysLeft: number | null): number {
  const { nearDays, farDays, withoutDeadline } = callRules;
  if (daysLeft === null) return score * withoutDeadline;
  if (daysLeft < 0) return 0;
  const far = Math.min(1, Math.max(0, (daysLeft - nearDays) / (farDays - nearDays)));
  return score * (1 - far * (1 - withoutDeadline));
}

/** For so many days a pair that was called is off the list. */
export const restDays: Record<CallOutcome, number> = {
  will_contact: 30,
  thinks_it_over: 21,
  not_interested: 365,
  in_contact: 365,
  not_reached: 3,
};

export const callSchema = z.object({
  matchId: z.uuid(),
  outcome: z.enum(callOutcomes, { error: "required" }),
  note: textOf(500).default(""),
  clientKey: z.uuid(),
});
export type Call = z.output<typeof callSchema>;
