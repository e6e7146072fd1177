import type { SearchDocument } from "../documents.ts";
import { compareIndicators, lexicalEvidence, structuredReasons } from "./features.ts";
import type { MatchReasons } from "./match.ts";
import type { CorpusStatistics } from "./statistics.ts";
import { termsOf, type PostTerms } from "./terms.ts";
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
 */
export function scorePair(
  need: SearchDocument,
  result: SearchDocument,
  corpus: CorpusStatistics,
  terms: { need: PostTerms; result: PostTerms } = { need: termsOf(need), result: termsOf(result) },
): PairScore {
  const lexical = lexicalEvidence(terms.need, terms.result, corpus);
  const indicators = compareIndicators(need.indicators, result.indicators);
  const structured = structuredReasons(need, result);
  const reasons: MatchReasons = { terms: lexical.terms, indicators, ...structured };
  const features = featuresOf(lexical.evidence, reasons, need, result);
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
    features.indicators =
      judged.filter(({ verdict }) => verdict === "met").length / judged.length;
  if (need.clusters.length > 0 && result.clusters.length > 0)
    features.cluster = reasons.clusters.shared.length > 0 ? 1 : 0;
  if (reasons.trl) features.trl = trlFit(reasons.trl.distance);
  if (need.cooperationModes.length > 0 && result.cooperationModes.length > 0)
    features.cooperationModes = reasons.cooperationModes.shared.length > 0 ? 1 : 0;
  if (need.region !== null && result.region !== null)
    features.region = reasons.region.same ? 1 : 0.5;
  if (reasons.money.verdict !== "unknown")
    features.money = reasons.money.verdict === "within" ? 1 : 0;
  if (need.verified || result.verified) features.verified = need.verified && result.verified ? 1 : 0.5;
  return features;
}

/** A result riper than wanted fits; each missing level costs. */
const trlFit = (distance: number): number => (distance >= 0 ? 1 : Math.max(0, 1 + distance / 4));

/**
 * Weighted mean of the features present. The structured ones are held back by
 * the lexical one, so that two posts without a common word never match for
 * standing in the same city.
 */
function combine(features: PairScore["features"]): number {
  const lexical = features.lexical ?? 0;
  let total = 0;
  let weight = 0;
  for (const [name, value] of Object.entries(features) as [FeatureName, number][]) {
    total += weights[name] * (name === "lexical" ? value : value * Math.min(1, 2 * lexical));
    weight += weights[name];
  }
  return weight === 0 ? 0 : total / weight;
}
