import type { SharedTerm } from "./match.ts";
import { rarity, type CorpusStatistics } from "./statistics.ts";
import type { PostTerms, Uses, Word } from "./terms.ts";
import { topicLikeness, topicName, topicsOf, type Topics } from "./topics.ts";
import { bm25, lexicalWeights, needTitleBoost, passageShare } from "./weights.ts";

export interface LexicalEvidence {
  /** Grows with what both posts speak of; 0 when they share nothing. */
  evidence: number;
  terms: SharedTerm[];
  /** Topics of the thesaurus that both speak of, the strongest first. */
  topics: string[];
}

const mostTerms = 12;

/**
 * How much of what the need says stands in the result: BM25 with the need as the
 * query (Robertson and Zaragoza 2009) over the result's name, in characters and
 * pairs of characters; the cosine of both titles' characters; and words with
 * their synonyms in all fields; and the topics of both names, which meet where
 * no word does (灌溉 and 滴灌). Characters tell most of a short Chinese title,
 * whose words are rarely chosen alike (高强 and 高强度, 检测 and 探测).
 */
export function lexicalEvidence(
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): LexicalEvidence {
  const words = sharedWords(need, result, corpus);
  const topics = topicLikeness(topicsInName(need, corpus), topicsInName(result, corpus));
  const evidence =
    lexicalWeights.characters * inName("characters", need, result, corpus) +
    lexicalWeights.titles * titleCosine(need, result, corpus) +
    lexicalWeights.bigrams * inName("bigrams", need, result, corpus) +
    lexicalWeights.words * words.evidence +
    lexicalWeights.topics * topics.likeness;
  return { evidence, terms: words.terms, topics: topics.shared.slice(0, 3).map(topicName) };
}

/** BM25's length normalisation: what stands in a long text says less. */
const lengthNorm = (length: number, mean: number): number => 1 - bm25.b + (bm25.b * length) / mean;

/**
 * How much a need wants what it says: more by the logarithm when it says it
 * again, more when it says it in the title, less when its text is long.
 */
function wantingOf(need: PostTerms, corpus: CorpusStatistics): (uses: Uses) => number {
  const share = 1 / lengthNorm(need.textLength, corpus.meanTextLength);
  return ({ title, name, text }) => Math.log1p(name + share * text + needTitleBoost * title);
}

function inName(
  kind: "characters" | "bigrams",
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): number {
  const wanting = wantingOf(need, corpus);
  let length = 0;
  for (const { name } of result[kind].values()) length += name;
  const norm = bm25.k1 * lengthNorm(length, corpus[kind].meanNameLength);
  let evidence = 0;
  for (const [unit, { name }] of result[kind]) {
    const wanted = need[kind].get(unit);
    if (name === 0 || !wanted) continue;
    const offered = (name * (bm25.k1 + 1)) / (name + norm);
    evidence += wanting(wanted) * rarity(corpus, corpus[kind], unit) * offered;
  }
  return evidence;
}

function titleCosine(need: PostTerms, result: PostTerms, corpus: CorpusStatistics): number {
  const weight = (unit: string) => rarity(corpus, corpus.characters, unit) ** 2;
  const lengthOf = ({ characters }: PostTerms) => {
    let square = 0;
    for (const [unit, { title }] of characters) if (title > 0) square += weight(unit);
    return Math.sqrt(square);
  };
  let common = 0;
  for (const [unit, { title }] of result.characters)
    if (title > 0 && (need.characters.get(unit)?.title ?? 0) > 0) common += weight(unit);
  return common === 0 ? 0 : common / (lengthOf(need) * lengthOf(result));
}

const topicsKnown = new WeakMap<CorpusStatistics, WeakMap<PostTerms, Topics>>();

/** What a post is about by its name, its rarer words more; kept as long as the statistics are. */
function topicsInName(terms: PostTerms, corpus: CorpusStatistics): Topics {
  const ofCorpus = topicsKnown.get(corpus) ?? new WeakMap<PostTerms, Topics>();
  topicsKnown.set(corpus, ofCorpus);
  const known = ofCorpus.get(terms);
  if (known) return known;
  const named = [...terms.words].filter(([, { name }]) => name > 0);
  const weighed = named.map(([word, { name }]): [string, number] => [
    word,
    rarity(corpus, corpus.words, word) * (1 + Math.log(name)),
  ]);
  const topics = topicsOf(weighed, corpus.learnedTopics);
  ofCorpus.set(terms, topics);
  return topics;
}

function sharedWords(
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): Omit<LexicalEvidence, "topics"> {
  const wanting = wantingOf(need, corpus);
  const inLongText = passageShare / lengthNorm(result.textLength, corpus.meanTextLength);
  const shared: { word: string; inNeed: Word; inResult: Word; evidence: number }[] = [];
  for (const [word, inResult] of result.words) {
    const inNeed = need.words.get(word);
    if (!inNeed) continue;
    const offered = inResult.name > 0 ? 1 : inLongText;
    const evidence = wanting(inNeed) * offered * rarity(corpus, corpus.words, word);
    shared.push({ word, inNeed, inResult, evidence });
  }
  shared.sort((a, b) => b.word.length - a.word.length);
  const whole = shared.filter(
    ({ word }, index) => !shared.slice(0, index).some((longer) => longer.word.includes(word)),
  );
  const total = whole.reduce((sum, { evidence }) => sum + evidence, 0);
  const terms = whole
    .sort((a, b) => b.evidence - a.evidence)
    .slice(0, mostTerms)
    .map(({ inNeed, inResult, evidence }) => ({
      term: inNeed.written,
      counterpart: inResult.written,
      weight: evidence / total,
      needField: inNeed.field,
      resultField: inResult.field,
    }));
  return { evidence: total, terms };
}
