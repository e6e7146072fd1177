import type { SearchDocument } from "../documents.ts";
import { structuredReasons } from "./features.ts";
import { compareIndicators } from "./indicators.ts";
import { lexicalEvidence } from "./lexical.ts";
import type { MatchReasons } from "./match.ts";
import type { CorpusStatistics } from "./statistics.ts";
import { termsOf } from "./terms.ts";
import { lexicalHalf, weights, type FeatureName } from "./weights.ts";

export interface PairScore {
  /** 0 to 1; higher is better. */
  score: number;
  reasons: MatchReasons;
  /** Each feature's value from 0 to 1; a feature that one side leaves open is absent. */
  features: Partial<Record<FeatureName, number>>;
}

/**
 * How well a result fits a need, with the reasons. A pure function of the two
 * posts and of how common words are; scripts may call it without an index.
 * Without `now` the age of the posts says nothing.
 */
export function scorePair(
  need: SearchDocument,
  result: SearchDocument,
  corpus: CorpusStatistics,
  now?: Date,
): PairScore {
  const { evidence, terms, topics } = lexicalEvidence(termsOf(need), termsOf(result), corpus);
  const indicators = compareIndicators(need.indicators, result.indicators);
  const reasons: MatchReasons = { terms, topics, indicators, ...structuredReasons(need, result) };
  const features = featuresOf(evidence, reasons, need, result);
  if (now) features.freshness = freshness(Math.min(need.publishedAt, result.publishedAt), now);
  return { score: combine(features), reasons, features };
}

function featuresOf(
  evidence: number,
  reasons: MatchReasons,
  need: SearchDocument,
  result: SearchDocument,
): PairScore["features"] {
  const features: PairScore["features"] = { lexical: evidence / (evidence + lexicalHalf) };
  const judged = reasons.indicators.filter(({ verdict }) => verdict !== "unknown");
  if (judged.length > 0)
    features.indicators = judged.filter(({ verdict }) => verdict === "met").length / judged.length;
  if (need.clusters.length > 0 && result.clusters.length > 0)
    features.cluster = reasons.clusters.shared.length > 0 ? 1 : 0;
  if (reasons.trl) features.trl = trlFit(reasons.trl.distance);
  if (need.cooperationModes.length > 0 && result.cooperationModes.length > 0)
    features.cooperationModes = reasons.cooperationModes.shared.length > 0 ? 1 : 0;
  if (need.discipline !== null && result.discipline !== null)
    features.discipline = need.discipline === result.discipline ? 1 : neutral;
  if (need.region !== null && result.region !== null)
    features.region = reasons.region.same ? 1 : neutral;
  if (reasons.money.verdict !== "unknown")
    features.money = reasons.money.verdict === "within" ? 1 : 0;
  if (need.verified && result.verified) features.verified = 1;
  return features;
}

/** Where a feature neither speaks for nor against: many good partners sit in another city. */
const neutral = 0.5;

/** A result riper than wanted fits; each missing level costs. */
const trlFit = (distance: number): number => (distance >= 0 ? 1 : Math.max(0, 1 + distance / 4));

const yearInSeconds = 365 * 86_400;

/** 1 for today, falling to neutral as posts grow old: by half in a year. */
function freshness(publishedAt: number, now: Date): number {
  const age = Math.max(0, now.getTime() / 1_000 - publishedAt);
  return neutral + (1 - neutral) * 2 ** (-age / yearInSeconds);
}

/**
 * The odds that lexical evidence gives, multiplied by what each structured
 * feature says. A field that is missing multiplies by one, and two posts that
 * share no word never match for standing in the same city.
 */
function combine({ lexical = 0, ...structured }: PairScore["features"]): number {
  if (lexical <= 0) return 0;
  let logOdds = Math.log(lexical / (1 - lexical));
  for (const [name, value] of Object.entries(structured) as [keyof typeof weights, number][])
    logOdds += weights[name] * (2 * value - 1);
  return 1 / (1 + Math.exp(-logOdds));
}
