import type { Column, Commonness } from "./commonness.ts";
import type { Lookup } from "./lexemes.ts";

/** Words to find documents by, each with what it counts. */
export interface Weighed {
  words: Lookup[];
  weights: number[];
}

/**
 * The rarest words, as many as stay within the occurrences that may be looked at, and
 * one in any case; then as many others as the words leave room for.
 */
export function rarest(
  words: Lookup[],
  column: Column,
  mostOccurrences: number,
  times: (word: Lookup) => number,
  commonness: Commonness,
  others: Lookup[] = [],
): Weighed {
  const chosen: Weighed = { words: [], weights: [] };
  let left = mostOccurrences;
  const byRarity = (lookups: Lookup[]) =>
    lookups
      .map((word) => ({ word, share: commonness.shareOf(word, column) }))
      .sort((a, b) => a.share - b.share);
  for (const { word, share } of [...byRarity(words), ...byRarity(others)]) {
    left -= share * commonness.documents;
    if (left < 0 && chosen.words.length > 0) break;
    chosen.words.push(word);
    chosen.weights.push(times(word) * commonness.weightOf(word, column));
  }
  return chosen;
}
