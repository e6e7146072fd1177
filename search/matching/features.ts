import Decimal from "decimal.js";
import type { Indicator, SearchDocument } from "../documents.ts";
import { convert } from "../text/quantity.ts";
import { normalise } from "../text/normalise.ts";
import { searchWordsOf } from "../text/segment.ts";
import { canonical } from "../text/synonyms.ts";
import type { IndicatorComparison, MatchReasons, SharedTerm } from "./match.ts";
import { rarity, type CorpusStatistics } from "./statistics.ts";
import type { PostTerms } from "./terms.ts";
import { bm25, wordShare } from "./weights.ts";

/**
 * How much of what the need says stands in the result, as BM25 with the need as
 * the query (Robertson and Zaragoza 2009) over words and over pairs of
 * characters.
 */
export function lexicalEvidence(
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): { evidence: number; terms: SharedTerm[] } {
  let words = 0;
  let bigrams = 0;
  const shared: (SharedTerm & { evidence: number })[] = [];
  for (const [word, inResult] of result.words) {
    const inNeed = need.words.get(word);
    if (!inNeed) continue;
    const evidence =
      rarity(corpus, corpus.words.get(word) ?? 0) *
      saturated(inNeed.frequency, need.wordLength / corpus.meanWordLength);
    words += evidence;
    shared.push({
      term: inNeed.written,
      counterpart: inResult.written,
      weight: 0,
      needField: inNeed.field,
      resultField: inResult.field,
      evidence,
    });
  }
  for (const [bigram] of result.bigrams) {
    const inNeed = need.bigrams.get(bigram);
    if (!inNeed) continue;
    bigrams +=
      rarity(corpus, corpus.bigrams.get(bigram) ?? 0) *
      saturated(inNeed.frequency, need.bigramLength / corpus.meanBigramLength);
  }
  const terms = shared
    .sort((a, b) => b.evidence - a.evidence)
    .filter((term, index, all) => !all.slice(0, index).some((longer) => longer.term.includes(term.term)))
    .slice(0, 12)
    .map(({ evidence, ...term }) => ({ ...term, weight: words === 0 ? 0 : evidence / words }));
  return { evidence: wordShare * words + (1 - wordShare) * bigrams, terms };
}

const saturated = (frequency: number, relativeLength: number): number =>
  (frequency * (bm25.k1 + 1)) /
  (frequency + bm25.k1 * (1 - bm25.b + bm25.b * relativeLength));

/** Compares each wanted indicator with the reached one of the same name. */
export function compareIndicators(wanted: Indicator[], reached: Indicator[]): IndicatorComparison[] {
  return wanted.map((want) => {
    const same = reached
      .map((one) => ({ one, likeness: nameLikeness(want.name, one.name) }))
      .filter(({ likeness }) => likeness >= 0.5)
      .sort((a, b) => b.likeness - a.likeness)[0]?.one;
    if (!same) return { wanted: want, reached: null, reachedInWantedUnit: null, verdict: "unknown" };
    const inWantedUnit = same.value === null ? null : convert(same.value, same.unit, want.unit);
    return {
      wanted: want,
      reached: same,
      reachedInWantedUnit: inWantedUnit,
      verdict: inWantedUnit === null ? "unknown" : verdict(want, inWantedUnit),
    };
  });
}

function verdict(want: Indicator, reached: string): IndicatorComparison["verdict"] {
  if (want.value === null) return "unknown";
  const value = new Decimal(reached);
  switch (want.comparison) {
    case "ge":
      return value.greaterThanOrEqualTo(want.value) ? "met" : "missed";
    case "le":
      return value.lessThanOrEqualTo(want.value) ? "met" : "missed";
    case "eq":
      return value.equals(want.value) ? "met" : "missed";
    case "range": {
      const inside =
        value.greaterThanOrEqualTo(want.value) &&
        (want.upper === null || value.lessThanOrEqualTo(want.upper));
      return inside ? "met" : "missed";
    }
    case "text":
      return "unknown";
  }
}

/** Share of common words in two indicator names (Dice), so 抗拉强度 meets 拉伸强度 in part. */
function nameLikeness(one: string, other: string): number {
  if (normalise(one) === normalise(other)) return 1;
  const a = new Set(searchWordsOf(one).map(canonical));
  const b = new Set(searchWordsOf(other).map(canonical));
  if (a.size === 0 || b.size === 0) return 0;
  const shared = [...a].filter((word) => b.has(word)).length;
  return (2 * shared) / (a.size + b.size);
}

/** What both posts say about where and how, side by side. */
export function structuredReasons(
  need: SearchDocument,
  result: SearchDocument,
): Omit<MatchReasons, "terms" | "indicators"> {
  const shared = (one: string[], other: string[]) => one.filter((code) => other.includes(code));
  const without = (one: string[], other: string[]) => one.filter((code) => !other.includes(code));
  return {
    clusters: { shared: shared(need.clusters, result.clusters) },
    trl:
      need.trl === null || result.trl === null
        ? null
        : { wanted: need.trl, reached: result.trl, distance: result.trl - need.trl },
    cooperationModes: {
      shared: shared(need.cooperationModes, result.cooperationModes),
      needOnly: without(need.cooperationModes, result.cooperationModes),
      resultOnly: without(result.cooperationModes, need.cooperationModes),
    },
    region: {
      need: need.region,
      result: result.region,
      same: need.region !== null && need.region === result.region,
    },
    money: moneyReason(need, result),
  };
}

function moneyReason(need: SearchDocument, result: SearchDocument): MatchReasons["money"] {
  const budgetMax = need.amountMax ?? need.amountMin;
  const priceMin = result.amountMin ?? result.amountMax;
  if (budgetMax === null || priceMin === null) return { verdict: "unknown", budgetMax, priceMin };
  return { verdict: priceMin <= budgetMax ? "within" : "above", budgetMax, priceMin };
}
