/**
 * How much each feature of a pair says. Lexical evidence carries the score; a
 * structured feature moves it only when both posts fill the field in.
 */
export const weights = {
  lexical: 0.62,
  indicators: 0.14,
  cluster: 0.08,
  trl: 0.05,
  cooperationModes: 0.04,
  region: 0.02,
  money: 0.03,
  verified: 0.02,
} as const;

export type FeatureName = keyof typeof weights;

/** BM25's saturation and length normalisation (Robertson and Zaragoza 2009). */
export const bm25 = { k1: 1.2, b: 0.75 } as const;

/** Share of whole words in lexical evidence; the rest comes from pairs of characters. */
export const wordShare = 0.5;

/** Lexical evidence at which that feature stands at one half. */
export const lexicalHalf = 22;
