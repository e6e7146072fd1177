import type { SharedTerm } from "./match.ts";
import { rarity, type CorpusStatistics, type Frequencies } from "./statistics.ts";
import type { PostTerms, Uses, Word } from "./terms.ts";
import { bm25, lexicalWeights, needTitleBoost, passageShare } from "./weights.ts";

export interface LexicalEvidence {
  /** Grows with what both posts speak of; 0 when they share nothing. */
  evidence: number;
  terms: SharedTerm[];
}

const mostTerms = 12;

/**
 * How much of what the need says stands in the result: BM25 with the need as the
 * query (Robertson and Zaragoza 2009) over the result's name, in characters and
 * pairs of characters; the cosine of both titles' characters; and words with
 * their synonyms in all fields. Characters tell most of a short Chinese title,
 * whose words are rarely chosen alike (高强 and 高强度, 检测 and 探测).
 */
export function lexicalEvidence(
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): LexicalEvidence {
  const words = sharedWords(need, result, corpus);
  const evidence =
    lexicalWeights.characters *
      inName(need.characters, result.characters, corpus.characters, corpus) +
    lexicalWeights.titles * titleCosine(need.characters, result.characters, corpus) +
    lexicalWeights.bigrams * inName(need.bigrams, result.bigrams, corpus.bigrams, corpus) +
    lexicalWeights.words * words.evidence;
  return { evidence, terms: words.terms };
}

type Units = ReadonlyMap<string, Uses>;

/** Saying a thing again in the need counts by the logarithm; saying it in the title counts more. */
const wanting = ({ title, name, text }: Uses): number =>
  Math.log1p(name + text + needTitleBoost * title);

function inName(need: Units, result: Units, of: Frequencies, corpus: CorpusStatistics): number {
  let length = 0;
  for (const { name } of result.values()) length += name;
  const norm = bm25.k1 * (1 - bm25.b + (bm25.b * length) / of.meanNameLength);
  let evidence = 0;
  for (const [unit, { name }] of result) {
    const wanted = need.get(unit);
    if (name === 0 || !wanted) continue;
    evidence +=
      wanting(wanted) * rarity(corpus, of, unit) * ((name * (bm25.k1 + 1)) / (name + norm));
  }
  return evidence;
}

function titleCosine(need: Units, result: Units, corpus: CorpusStatistics): number {
  const weight = (unit: string) => rarity(corpus, corpus.characters, unit) ** 2;
  const lengthOf = (units: Units) => {
    let square = 0;
    for (const [unit, { title }] of units) if (title > 0) square += weight(unit);
    return Math.sqrt(square);
  };
  let common = 0;
  for (const [unit, { title }] of result)
    if (title > 0 && (need.get(unit)?.title ?? 0) > 0) common += weight(unit);
  return common === 0 ? 0 : common / (lengthOf(need) * lengthOf(result));
}

function sharedWords(
  need: PostTerms,
  result: PostTerms,
  corpus: CorpusStatistics,
): LexicalEvidence {
  const shared: { word: string; inNeed: Word; inResult: Word; evidence: number }[] = [];
  for (const [word, inResult] of result.words) {
    const inNeed = need.words.get(word);
    if (!inNeed) continue;
    const offered = inResult.name > 0 ? 1 : passageShare;
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
