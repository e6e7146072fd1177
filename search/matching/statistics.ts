import type { PostTerms } from "./terms.ts";
import { learnTopics, type Topics } from "./topics.ts";

/** How common terms are among the posts, from which their weight follows. */
export interface CorpusStatistics {
  documents: number;
  /** In how many posts' names each Chinese character or Latin word stands; in a long text nearly every character does. */
  units: ReadonlyMap<string, number>;
  /** The same of whole words. */
  words: ReadonlyMap<string, number>;
  /** Units that a post's name has in the mean, at least 1. */
  meanNameLength: number;
  /** Units that a post's passages have in the mean, of posts that have any; at least 1. */
  meanTextLength: number;
  /** What words are about besides what the thesaurus says. */
  learnedTopics: ReadonlyMap<string, Topics>;
}

/** Counts in how many of the posts each term stands. */
export function corpusStatistics(posts: PostTerms[]): CorpusStatistics {
  const units = new Map<string, number>();
  const words = new Map<string, number>();
  let nameLength = 0;
  for (const post of posts) {
    for (const [unit, { name }] of post.units) {
      if (name > 0) units.set(unit, (units.get(unit) ?? 0) + 1);
      nameLength += name;
    }
    for (const word of post.nameWords.keys()) words.set(word, (words.get(word) ?? 0) + 1);
  }
  const texts = posts.map(({ textLength }) => textLength).filter((length) => length > 0);
  const textLength = texts.reduce((total, length) => total + length, 0);
  return {
    documents: posts.length,
    units,
    words,
    meanNameLength: Math.max(1, nameLength / Math.max(1, posts.length)),
    meanTextLength: Math.max(1, textLength / Math.max(1, texts.length)),
    learnedTopics: learnTopics(posts),
  };
}

/** So many posts without the term are thought beside the counted ones, so that in a young market two posts on one subject do not make its words look common. */
const otherPosts = 300;

/**
 * Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), as a share
 * of what an unknown term has: 0 to 1 however large the market is, so that learned
 * weights and probabilities mean the same in a young market and in a large one.
 */
export function rarity(
  corpus: CorpusStatistics,
  of: ReadonlyMap<string, number>,
  term: string,
): number {
  const frequency = of.get(term) ?? 0;
  const known = rarities.get(corpus) ?? [];
  if (known.length === 0) rarities.set(corpus, known);
  return (known[frequency] ??= bm25(corpus, frequency) / bm25(corpus, 0));
}

/** By how many posts have a term, since matching asks thousands of times for a list. */
const rarities = new WeakMap<CorpusStatistics, number[]>();

function bm25(corpus: CorpusStatistics, frequency: number): number {
  const documents = corpus.documents + otherPosts;
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}
