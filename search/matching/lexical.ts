import { meaningLikeness, meaningOf, type Meaning } from "./meaning.ts";
import { wholeWords } from "./name-meaning.ts";
import { rarity, type CorpusStatistics } from "./statistics.ts";
import type { PostTerms, Uses } from "./terms.ts";
import { topicLikeness, topicsOf, type TopicShares } from "./topics.ts";

/** What the texts of two posts say of their fit; each 0 when they share nothing. */
export interface LexicalFeatures {
  /** How much of what one post says stands in the other's name, 0 to about 10. */
  characters: number;
  /** The cosine of what both names are about, 0 to 1. */
  topics: number;
  /** The cosine of what the names mean by the lines of the thesaurus that their characters stand in, 0 to 1. */
  meaning: number;
}

/**
 * Compares two posts by characters, topics and meaning. Characters tell most of a short
 * Chinese title, whose words are rarely chosen alike (高强 and 高强度, 检测 and
 * 探测); topics and meaning meet where no word does (灌溉 and 滴灌). Words, pairs
 * of characters and whole titles beside them were tried and add nothing
 * (docs/decisions/0006 and 0009).
 */
export function lexicalFeatures(
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): LexicalFeatures {
  const [wanted, offered] = [gistOf(need, corpus), gistOf(result, corpus)];
  return {
    characters: Math.max(inName(need, result, corpus), inName(result, need, corpus)),
    topics: topicLikeness(wanted.topics, offered.topics),
    meaning: meaningLikeness(wanted.meaning, offered.meaning),
  };
}

/** BM25's saturation and length normalisation (Robertson and Zaragoza 2009). */
const bm25 = { k1: 1.2, b: 0.75 } as const;
/** How often more a unit of the asking post's title counts than one of its text. */
const titleBoost = 4;

/** What stands in a long text says less. */
const lengthNorm = (length: number, mean: number): number => 1 - bm25.b + (bm25.b * length) / mean;

/**
 * BM25 with the asking post as the query over the other's name. A unit counts more
 * by the logarithm when the asking post says it again, more when it says it in the
 * title, less when its text is long.
 */
function inName(asking: PostTerms, named: PostTerms, corpus: CorpusStatistics): number {
  const share = 1 / lengthNorm(asking.textLength, corpus.meanTextLength);
  const wanting = ({ title, name, text }: Uses) =>
    Math.log1p(name + share * text + titleBoost * title);
  let length = 0;
  for (const { name } of named.units.values()) length += name;
  const norm = bm25.k1 * lengthNorm(length, corpus.meanNameLength);
  let evidence = 0;
  for (const [unit, { name }] of named.units) {
    const wanted = asking.units.get(unit);
    if (name === 0 || !wanted) continue;
    const offered = (name * (bm25.k1 + 1)) / (name + norm);
    evidence += wanting(wanted) * rarity(corpus, corpus.units, unit) * offered;
  }
  return evidence;
}

/** What a post's name says in sum. */
interface Gist {
  topics: TopicShares;
  meaning: Meaning | null;
}

const gists = new WeakMap<CorpusStatistics, WeakMap<PostTerms, Gist>>();

/** What a post is about by its name, its rarer words more; kept as long as the statistics are. */
export function gistOf(terms: PostTerms, corpus: CorpusStatistics): Gist {
  const ofCorpus = gists.get(corpus) ?? new WeakMap<PostTerms, Gist>();
  gists.set(corpus, ofCorpus);
  const known = ofCorpus.get(terms);
  if (known) return known;
  const weighed = [...terms.nameWords].map(([word, uses]): [string, number] => [
    word,
    rarity(corpus, corpus.words, word) * (1 + Math.log(uses)),
  ]);
  const meaning = meaningOf(wholeWords(weighed));
  const gist = { topics: topicsOf(weighed, corpus.learnedTopics), meaning };
  ofCorpus.set(terms, gist);
  return gist;
}
