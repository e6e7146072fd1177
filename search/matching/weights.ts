/**
 * How much each structured feature says, as the logarithm by which it multiplies
 * the odds of a fit when it speaks fully for (its reciprocal when fully against).
 * They are judgement: the graded pairs know no structured fields. Whoever changes
 * a number here compares the last line of `npm run bench:matching`.
 */
export const weights = {
  indicators: 1.2,
  cluster: 0.5,
  discipline: 0.25,
  trl: 0.4,
  cooperationModes: 0.3,
  region: 0.15,
  money: 0.3,
  freshness: 0.1,
  verified: 0.1,
} as const;

export type FeatureName = "lexical" | keyof typeof weights;

/** The parts of lexical evidence, set by the graded pairs: each part's weight is about one over its spread there. */
export const lexicalWeights = {
  characters: 0.1,
  titles: 16,
  bigrams: 0.04,
  words: 0.12,
  topics: 10,
} as const;

/** Lexical evidence at which that feature stands at one half. */
export const lexicalHalf = 8;

/** BM25's saturation and length normalisation (Robertson and Zaragoza 2009). */
export const bm25 = { k1: 1.2, b: 0.75 } as const;

/** How often more a word of the need's title counts than one of its text. */
export const needTitleBoost = 4;

/** What a word counts that stands in the result's passages but not in its name. */
export const passageShare = 0.35;
