import Decimal from "decimal.js";
import { z } from "zod";
import type { Criterion } from "./terms.ts";
import { textOf } from "#app/kernel/texts.ts";
import { percentText } from "#app/kernel/numbers.ts";
import { lengthOf } from "#app/text/graphemes.ts";

/** A score of one criterion: 0 to 100, at most two places. */
export const score = percentText;

/** What an expert writes; a saved one may leave scores open. */
export const reviewSchema = z.object({
  scores: z.array(z.union([score, z.literal("")], { error: "score" })).max(10),
  comment: textOf(4000).default(""),
});

/** What a submitted review must say. */
export const submittedReviewSchema = (criteria: number) =>
  reviewSchema.superRefine(({ scores, comment }, context) => {
    for (let index = 0; index < criteria; index++)
      if (!scores[index])
        context.addIssue({ code: "custom", path: ["scores", index], message: "score" });
    if (lengthOf(comment) < 10)
      context.addIssue({
        code: "too_small",
        origin: "string",
        minimum: 10,
        path: ["comment"],
        input: comment,
        inclusive: true,
      });
  });

/** The weighted score of one review: exact, 0 to 100. */
export const weightedScore = (criteria: Criterion[], scores: string[]): Decimal =>
  criteria.reduce(
    (sum, { weight }, index) =>
      sum.plus(new Decimal(weight ?? 0).times(scores[index] ?? 0).dividedBy(100)),
    new Decimal(0),
  );

export interface Scored {
  proposalId: string;
  /** Yuan. */
  price: string;
  submittedAt: Date;
  /** The scores of each submitted review. */
  reviews: string[][];
}

export interface Ranked {
  proposalId: string;
  /** 1 is the best. */
  rank: number;
  /** Mean of the weighted scores, two places; null without a review. */
  mean: string | null;
  lowest: string | null;
  highest: string | null;
  reviews: number;
}

const places = 2;
const mean = (values: Decimal[]): Decimal =>
  values.reduce((sum, value) => sum.plus(value), new Decimal(0)).dividedBy(values.length);
const rounded = (value: Decimal): Decimal => value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP);

/**
 * Ranks proposals by the mean of their weighted scores, rounded to the two
 * places that are shown, so that nobody is ahead by what nobody sees. Of equal
 * ones the better in the heaviest criterion (the first of several) is ahead,
 * then the cheaper, then the one submitted earlier. One without a review is last.
 */
export function rankProposals(criteria: Criterion[], proposals: Scored[]): Ranked[] {
  const heaviest = criteria.reduce(
    (best, { weight }, index) =>
      new Decimal(weight ?? 0).greaterThan(criteria[best]?.weight ?? 0) ? index : best,
    0,
  );
  const measured = proposals.map((proposal) => {
    const totals = proposal.reviews.map((scores) => weightedScore(criteria, scores));
    const reviewed = totals.length > 0;
    return {
      proposal,
      mean: reviewed ? rounded(mean(totals)) : null,
      lowest: reviewed ? rounded(Decimal.min(...totals)) : null,
      highest: reviewed ? rounded(Decimal.max(...totals)) : null,
      heaviest: reviewed
        ? rounded(mean(proposal.reviews.map((scores) => new Decimal(scores[heaviest] ?? 0))))
        : null,
    };
  });
  const down = (a: Decimal | null, b: Decimal | null): number =>
    (b ?? new Decimal(-1)).comparedTo(a ?? new Decimal(-1));
  measured.sort(
    (a, b) =>
      down(a.mean, b.mean) ||
      down(a.heaviest, b.heaviest) ||
      new Decimal(a.proposal.price).comparedTo(b.proposal.price) ||
      a.proposal.submittedAt.getTime() - b.proposal.submittedAt.getTime() ||
      (a.proposal.proposalId < b.proposal.proposalId ? -1 : 1),
  );
  return measured.map(({ proposal, ...figures }, index) => ({
    proposalId: proposal.proposalId,
    rank: index + 1,
    mean: figures.mean?.toFixed(places) ?? null,
    lowest: figures.lowest?.toFixed(places) ?? null,
    highest: figures.highest?.toFixed(places) ?? null,
    reviews: proposal.reviews.length,
  }));
}

/** The name that reviewers know a proposal by: A to Z, then AA and on. */
export function labelOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : labelOf(Math.floor(index / 26) - 1) + letter;
}
