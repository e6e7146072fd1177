import type { SearchDocument } from "../documents.ts";
import { termsOf } from "./terms.ts";

/** How common terms are among the posts, from which their weight follows. */
export interface CorpusStatistics {
  documents: number;
  words: ReadonlyMap<string, number>;
  bigrams: ReadonlyMap<string, number>;
  /** Mean lengths, weighted as terms are. */
  meanWordLength: number;
  meanBigramLength: number;
}

/** Counts in how many of the documents each term stands. */
export function corpusStatistics(documents: Iterable<SearchDocument>): CorpusStatistics {
  const words = new Map<string, number>();
  const bigrams = new Map<string, number>();
  let total = 0;
  let wordLength = 0;
  let bigramLength = 0;
  for (const document of documents) {
    const terms = termsOf(document);
    total += 1;
    wordLength += terms.wordLength;
    bigramLength += terms.bigramLength;
    for (const word of terms.words.keys()) words.set(word, (words.get(word) ?? 0) + 1);
    for (const bigram of terms.bigrams.keys()) bigrams.set(bigram, (bigrams.get(bigram) ?? 0) + 1);
  }
  return {
    documents: total,
    words,
    bigrams,
    meanWordLength: total === 0 ? 1 : Math.max(1, wordLength / total),
    meanBigramLength: total === 0 ? 1 : Math.max(1, bigramLength / total),
  };
}

/** So many posts without the term are thought beside the counted ones, so that in a young market two posts on one subject do not make its words look common. */
const otherPosts = 300;

/** Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), never negative. */
export function rarity(statistics: CorpusStatistics, frequency: number): number {
  const documents = statistics.documents + otherPosts;
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}
