import { marketZone } from "#app/codes/codes.ts";
import Decimal from "decimal.js";
import { z } from "zod";
import { calendarClock } from "#app/kernel/days.ts";
import { decimalIn } from "#app/kernel/decimals.ts";
import { momentOf } from "#app/kernel/zones.ts";
import { amount, day, limits, line, requireFields, text } from "#app/listings/values.ts";
import { lineOf } from "#app/kernel/texts.ts";
import { percentText, wholeNumberIfAny } from "#app/kernel/numbers.ts";

/** Who owns the intellectual property that comes out of it. */
export const challengeIpOwnerships = ["owner", "taker", "joint", "agreed"] as const;
export const rowLimits = { milestones: 12, criteria: 10 } as const;

/** A part of a hundred, as a decimal string with at most two places. */
const percent = percentText.nullable().default(null);

const name = lineOf(limits.title).default("");
const milestone = z.object({ title: name, due: day, share: percent });
const criterion = z.object({ name, weight: percent });
export type ChallengeMilestone = z.infer<typeof milestone>;
export type Criterion = z.infer<typeof criterion>;

/** The form of a challenge; a draft of any completeness parses. */
export const termsSchema = z.object({
  summary: text,
  award: amount,
  fundingRule: text,
  conditions: text,
  ipOwnership: z.enum(challengeIpOwnerships).nullable().default(null),
  ipNote: line,
  /** A clock in the market's zone: YYYY-MM-DDTHH:mm. */
  deadline: calendarClock("date").nullable().default(null),
  /** Days in which bidders may object to a published outcome. */
  objectionDays: wholeNumberIfAny(1, 60).default(7),
  milestones: z.array(milestone).max(rowLimits.milestones).default([]),
  criteria: z.array(criterion).max(rowLimits.criteria).default([]),
});
export type Terms = z.infer<typeof termsSchema>;

const sumIsHundred = (parts: (string | null)[]): boolean =>
  parts.reduce((sum, part) => sum.plus(decimalIn(part) ?? 0), new Decimal(0)).equals(100);

/** What a submission demands: everything said, shares and weights of a hundred, a deadline to come. */
export const submissionTermsSchema = (now: Date) =>
  termsSchema.superRefine((terms, context) => {
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    requireFields(terms, context, [
      "summary",
      "award",
      "fundingRule",
      "conditions",
      "ipOwnership",
      "deadline",
      "objectionDays",
      "milestones",
      "criteria",
    ]);
    if (decimalIn(terms.award)?.lessThanOrEqualTo(0)) issue(["award"], "awardPositive");
    const deadline = terms.deadline === null ? null : momentOf(terms.deadline, marketZone);
    if (deadline && deadline <= now) issue(["deadline"], "deadlineToCome");
    for (const [index, row] of terms.milestones.entries()) {
      if (row.title === "") issue(["milestones", index, "title"], "required");
      if (row.due === null) issue(["milestones", index, "due"], "required");
      if (row.share === null) issue(["milestones", index, "share"], "required");
      const before = terms.milestones[index - 1]?.due;
      if (before && row.due !== null && row.due < before)
        issue(["milestones", index, "due"], "milestoneOrder");
    }
    for (const [index, row] of terms.criteria.entries()) {
      if (row.name === "") issue(["criteria", index, "name"], "required");
      if (row.weight === null || decimalIn(row.weight)?.isZero())
        issue(["criteria", index, "weight"], "required");
    }
    if (terms.milestones.length > 0 && !sumIsHundred(terms.milestones.map(({ share }) => share)))
      issue(["milestones"], "sumOfShares");
    if (terms.criteria.length > 0 && !sumIsHundred(terms.criteria.map(({ weight }) => weight)))
      issue(["criteria"], "sumOfWeights");
  });
