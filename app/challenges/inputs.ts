import { z } from "zod";
import { version } from "#app/kernel/version.ts";
import { textOf } from "#app/kernel/texts.ts";
import { wholeNumber } from "#app/kernel/numbers.ts";

/** What the smaller forms of a challenge carry; messages are keys of the namespace "errors". */

const words = textOf(4000, 10);

export const stepInput = z.object({ version });
export const withdrawInput = z.object({ version, reason: words.max(1000) });
export const returnInput = z.object({
  version,
  comment: textOf(2000, 1),
});
export const approveInput = z.object({
  version,
  reviewsWanted: wholeNumber(1, 15),
});

export const assignInput = z.object({
  version,
  expertId: z.uuid("required"),
  proposalIds: z.array(z.uuid()).min(1, "required").max(200),
});
export const removeInput = z.object({ version, reviewId: z.uuid() });

export const decisionInput = z.object({
  version,
  /** An id, or "none" when no proposal is suitable. */
  winner: z
    .union([z.uuid(), z.literal("none")], { error: "required" })
    .transform((winner) => (winner === "none" ? null : winner)),
  reasons: words,
});

export const objectionInput = z.object({ text: words });
export const answerInput = z.object({
  version,
  objectionId: z.uuid(),
  result: z.enum(["rejected", "decideAgain", "evaluateAgain"], { error: "required" }),
  answer: words,
});

export const conflictInput = z.object({
  version,
  reviewId: z.uuid(),
  reason: textOf(1000, 4),
});
export const reviewInput = z.object({ version, reviewId: z.uuid() });
