import { z } from "zod";
import { matchFaults, matchVerdicts } from "#app/codes/codes.ts";
import type { MatchReasons } from "#search/matching/match.ts";
import { strongestTerms } from "./views.ts";

/** A pair counts as a match from this score on. */
export const standsFrom = 0.3;

/** The features of a pair as stored; a name that this version does not know stays. */
export const featuresSchema = z.record(z.string(), z.number());

/** What speaks for a pair and what against, short enough for one line. */
export const briefReasonsSchema = z.object({
  /** The strongest terms that meet, as each side writes them. */
  terms: z.array(z.object({ term: z.string(), counterpart: z.string() })),
  topics: z.array(z.string()),
  indicatorsMet: z.number().int(),
  indicatorsMissed: z.number().int(),
  sharedClusters: z.array(z.string()),
  /** reached minus wanted; null when unknown. */
  trlDistance: z.number().int().nullable(),
  sharedModes: z.array(z.string()),
  money: z.enum(["within", "above", "unknown"]),
  /** Whether the whole texts mean much the same by the embedding server; false without one. */
  textsAlike: z.boolean().default(false),
});
export type BriefReasons = z.infer<typeof briefReasonsSchema>;

/** The short form of a match's reasons. */
export function briefReasons(reasons: MatchReasons): BriefReasons {
  const verdicts = reasons.indicators.map(({ verdict }) => verdict);
  return {
    terms: strongestTerms(reasons.terms),
    topics: reasons.topics,
    indicatorsMet: verdicts.filter((verdict) => verdict === "met").length,
    indicatorsMissed: verdicts.filter((verdict) => verdict === "missed").length,
    sharedClusters: reasons.clusters.shared,
    trlDistance: reasons.trl?.distance ?? null,
    sharedModes: reasons.cooperationModes.shared,
    money: reasons.money.verdict,
    textsAlike: areTextsAlike(reasons),
  };
}

/** A cosine from here on is worth a line; most models give unrelated texts less. */
const alikeFrom = 0.6;

/** Whether the embedding server finds the whole texts alike. */
export const areTextsAlike = ({ embedding }: Pick<MatchReasons, "embedding">): boolean =>
  embedding !== null && embedding >= alikeFrom;

/** An organisation's answer to a match: a bad one says why. */
export const feedbackSchema = z
  .object({
    verdict: z.enum(matchVerdicts),
    reason: z
      .union([z.enum(matchFaults), z.literal("").transform(() => null)], { error: "required" })
      .nullable()
      .default(null),
  })
  .refine(({ verdict, reason }) => verdict !== "bad" || reason !== null, {
    path: ["reason"],
    message: "required",
  })
  .transform(({ verdict, reason }) => ({ verdict, reason: verdict === "bad" ? reason : null }));
export type MatchFeedback = z.infer<typeof feedbackSchema>;

/** Answers that take a pair off the list of who gave them. */
export const hidingVerdicts = ["bad", "known"] as const;
