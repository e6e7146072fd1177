import type { SearchDocument } from "../documents.ts";
import { structuredFeatures, structuredReasons } from "./features.ts";
import { compareIndicators } from "./indicators.ts";
import { gistOf, lexicalFeatures } from "./lexical.ts";
import type { Features, MatchReasons, StatedReasons } from "./match.ts";
import { sharedWords } from "./shared-words.ts";
import type { CorpusStatistics } from "./statistics.ts";
import { termsOf, type PostTerms } from "./terms.ts";
import { sharedTopics, topicName } from "./topics.ts";
import { lexicalNames, structuredNames, weights } from "./weights.ts";

export interface PairScore {
  /** The chance, 0 to 1, that technology-transfer staff would call the pair fairly strong or strong. */
  score: number;
  features: Features;
}

/** What is known of a pair beside the two posts. */
export interface PairContext {
  /** Without it the age of the posts says nothing. */
  now?: Date;
  /** How alike the whole texts are by an embedding server, 0 to 1; null when none was asked. */
  embedding?: number | null;
}

/**
 * How well a result fits a need. A pure function of the two posts and of how
 * common words are; scripts may call it without an index.
 */
export function scorePair(
  need: SearchDocument,
  result: SearchDocument,
  corpus: CorpusStatistics,
  context: PairContext = {},
): PairScore {
  const terms = { need: termsOf(need), result: termsOf(result) };
  return scoreWithTerms(need, result, terms, corpus, context);
}

/** As scorePair, for posts whose terms are at hand. */
export function scoreWithTerms(
  need: SearchDocument,
  result: SearchDocument,
  terms: { need: PostTerms; result: PostTerms },
  corpus: CorpusStatistics,
  { now, embedding = null }: PairContext,
): PairScore {
  const lexical = lexicalFeatures(terms.need, terms.result, corpus);
  const reasons = statedReasons(need, result);
  const features: Features = {
    ...lexical,
    ...structuredFeatures(need, result, reasons, now),
    ...(embedding === null ? {} : { embedding }),
  };
  return { score: chanceOf(features), features };
}

/**
 * The words that both posts share, what their fields say side by side, and which topics
 * meet. `subject` is the side that many others are set beside, which is cut once.
 */
export function reasonsOf(
  need: SearchDocument,
  result: SearchDocument,
  corpus: CorpusStatistics,
  terms = { need: termsOf(need), result: termsOf(result) },
  { embedding = null, subject }: { embedding?: number | null; subject?: "need" | "result" } = {},
): MatchReasons {
  const shared = sharedTopics(
    gistOf(terms.need, corpus).topics,
    gistOf(terms.result, corpus).topics,
  );
  return {
    terms: sharedWords(need, result, corpus, subject),
    topics: shared.slice(0, mostTopics).map(topicName),
    ...statedReasons(need, result),
    embedding,
  };
}

/** What the fields of both posts say side by side; no text is read. */
export const statedReasons = (need: SearchDocument, result: SearchDocument): StatedReasons => ({
  indicators: compareIndicators(need.indicators, result.indicators),
  ...structuredReasons(need, result),
});

const mostTopics = 3;

/** Names of any two subjects mean a little of the same, so that alone makes no match. */
const textual = lexicalNames.filter((name) => name !== "meaning");

/**
 * The chance that the features give. A field that is missing changes nothing, and
 * two posts whose texts share nothing never match for standing in the same city.
 */
export function chanceOf(features: Features): number {
  if (textual.every((name) => (features[name] ?? 0) <= 0)) return 0;
  const logOdds = contributionsOf(features).reduce((sum, { logOdds }) => sum + logOdds, 0);
  return 1 / (1 + Math.exp(-(weights.intercept + logOdds)));
}

/** How much each feature moves the logarithm of the odds: above 0 it speaks for, below against. */
export function contributionsOf(features: Features): { name: keyof Features; logOdds: number }[] {
  const lexical = lexicalNames.map((name) => ({
    name,
    logOdds: weights.lexical[name] * (features[name] ?? 0),
  }));
  const structured = structuredNames.flatMap((name) => {
    const value = features[name];
    return value === undefined
      ? []
      : [{ name, logOdds: weights.structured[name] * (2 * value - 1) }];
  });
  return [...lexical, ...structured];
}
