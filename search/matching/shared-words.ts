import type { SearchDocument } from "../documents.ts";
import { contentWordsOf, searchWordsOf } from "../text/segment.ts";
import { canonical } from "../text/synonyms.ts";
import type { SharedTerm } from "./match.ts";
import { rarity, type CorpusStatistics } from "./statistics.ts";
import { tells } from "./terms.ts";

/** A word of a post as it is written there, with the field where it stands first. */
interface Word {
  written: string;
  field: string;
  title: number;
  times: number;
}

const mostTerms = 12;

/**
 * The words that both posts have, in any writing, those that tell most first.
 * Of words inside each other only the longest is given. They show a person where
 * two posts meet; the score comes from lexicalFeatures, which sees parts of words too.
 */
export function sharedWords(
  need: SearchDocument,
  result: SearchDocument,
  corpus: CorpusStatistics,
): SharedTerm[] {
  const wanted = wordsOf(need);
  const shared = [...wordsOf(result)].flatMap(([word, inResult]) => {
    const inNeed = wanted.get(word);
    if (!inNeed) return [];
    const named = (1 + inNeed.title) * (1 + inResult.title);
    const weight = named * Math.log1p(inNeed.times) * rarity(corpus, corpus.words, word);
    return [{ word, inNeed, inResult, weight }];
  });
  shared.sort((a, b) => b.word.length - a.word.length);
  const whole = shared.filter(
    ({ word }, index) => !shared.slice(0, index).some((longer) => longer.word.includes(word)),
  );
  const total = whole.reduce((sum, { weight }) => sum + weight, 0);
  return whole
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostTerms)
    .map(({ inNeed, inResult, weight }) => ({
      term: inNeed.written,
      counterpart: inResult.written,
      weight: weight / total,
      needField: inNeed.field,
      resultField: inResult.field,
    }));
}

const known = new WeakMap<SearchDocument, Map<string, Word>>();

function wordsOf(document: SearchDocument): Map<string, Word> {
  const cut = known.get(document) ?? cutPost(document);
  known.set(document, cut);
  return cut;
}

function cutPost(document: SearchDocument): Map<string, Word> {
  const words = new Map<string, Word>();
  const add = (text: string, field: string) => {
    for (const written of new Set([...contentWordsOf(text), ...searchWordsOf(text)])) {
      if (!tells(written)) continue;
      const word = words.get(canonical(written)) ?? { written, field, title: 0, times: 0 };
      word.times += 1;
      if (field === "title") word.title = 1;
      words.set(canonical(written), word);
    }
  };
  add(document.title, "title");
  for (const keyword of document.keywords) add(keyword, "keywords");
  for (const { field, text } of document.passages) add(text, field);
  for (const { name } of document.indicators) add(name, "indicators");
  return words;
}
