import type { SearchDocument } from "../documents.ts";
import { learnTopics, type Topics } from "./topics.ts";
import { termsOf, type PostTerms, type Uses } from "./terms.ts";

/** In how many posts each unit of one kind stands. */
export interface Frequencies {
  posts: ReadonlyMap<string, number>;
  /** Units that a post's name (title and keywords) has in the mean, at least 1. */
  meanNameLength: number;
}

/** How common terms are among the posts, from which their weight follows. */
export interface CorpusStatistics {
  documents: number;
  /** Counted over whole posts. */
  words: Frequencies;
  /** Counted over titles and keywords: nearly every character stands somewhere in a long text. */
  bigrams: Frequencies;
  characters: Frequencies;
  /** Characters and Latin words that a post's passages have in the mean, of posts that have any; at least 1. */
  meanTextLength: number;
  /** What words are about besides what the thesaurus says. */
  learnedTopics: ReadonlyMap<string, Topics>;
}

/** Counts in how many of the documents each term stands. */
export function corpusStatistics(documents: Iterable<SearchDocument>): CorpusStatistics {
  const posts = [...documents].map(termsOf);
  const texts = posts.map(({ textLength }) => textLength).filter((length) => length > 0);
  const sum = texts.reduce((total, length) => total + length, 0);
  return {
    documents: posts.length,
    words: frequencies(posts, "words", ({ name, text }) => name + text > 0),
    bigrams: frequencies(posts, "bigrams", ({ name }) => name > 0),
    characters: frequencies(posts, "characters", ({ name }) => name > 0),
    meanTextLength: Math.max(1, sum / Math.max(1, texts.length)),
    learnedTopics: learnTopics(posts),
  };
}

function frequencies(
  posts: PostTerms[],
  kind: "words" | "bigrams" | "characters",
  counts: (uses: Uses) => boolean,
): Frequencies {
  const having = new Map<string, number>();
  let length = 0;
  for (const terms of posts)
    for (const [unit, uses] of terms[kind]) {
      if (counts(uses)) having.set(unit, (having.get(unit) ?? 0) + 1);
      length += uses.name;
    }
  return { posts: having, meanNameLength: Math.max(1, length / Math.max(1, posts.length)) };
}

/** So many posts without the term are thought beside the counted ones, so that in a young market two posts on one subject do not make its words look common. */
const otherPosts = 300;

/** Inverse document frequency as in BM25 (Robertson and Zaragoza 2009), never negative. */
export function rarity(corpus: CorpusStatistics, of: Frequencies, unit: string): number {
  const frequency = of.posts.get(unit) ?? 0;
  const documents = corpus.documents + otherPosts;
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}
