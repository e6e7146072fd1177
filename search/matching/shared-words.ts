import type { SearchDocument } from "../documents.ts";
import { normalise } from "../text/normalise.ts";
import { searchTermsOf } from "../text/segment.ts";
import { canonical, writingsOf } from "../text/synonyms.ts";
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
 * The subject, with which many are compared, is cut once; of the other only what
 * may hold its words.
 */
export function sharedWords(
  need: SearchDocument,
  result: SearchDocument,
  corpus: CorpusStatistics,
  subject: "need" | "result" = "need",
): SharedTerm[] {
  const own = wordsOf(subject === "need" ? need : result);
  const others = cutPost(subject === "need" ? result : need, own);
  const [ofNeed, ofResult] =
    subject === "need" ? [own.words, others] : ([others, own.words] as const);
  const shared = [...ofResult].flatMap(([word, inResult]) => {
    const inNeed = ofNeed.get(word);
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

/** A post's words by their canonical writing, and what is looked for to find them elsewhere. */
interface Words {
  words: ReadonlyMap<string, Word>;
  /** How all their writings begin, with the word, by the first two characters. */
  starts: ReadonlyMap<string, { start: string; word: string }[]>;
}

const known = new WeakMap<SearchDocument, Words>();

function wordsOf(document: SearchDocument): Words {
  const kept = known.get(document);
  if (kept) return kept;
  const words = cutPost(document);
  const starts = new Map<string, { start: string; word: string }[]>();
  for (const word of words.keys())
    for (const writing of writingsOf(word)) {
      const [first = ""] = writing.split(" ");
      const start = first.length > 1 ? first : writing;
      const key = start.slice(0, 2);
      starts.set(key, [...(starts.get(key) ?? []), { start, word }]);
    }
  const cut = { words, starts };
  known.set(document, cut);
  return cut;
}

/**
 * The words of a post that tell something; with `among` only those that another
 * has too. A word that was found once is then taken for one wherever its characters
 * stand, so that most of the text is not cut.
 */
function cutPost(document: SearchDocument, among?: Words): Map<string, Word> {
  const words = new Map<string, Word>();
  const add = (text: string, field: string) => {
    const normalised = normalise(text);
    const here = new Map<string, string>();
    for (const part of among ? partsToCut(normalised, among, words, here) : [normalised])
      for (const written of searchTermsOf(part)) {
        const word = canonical(written);
        if (tells(written) && (!among || among.words.has(word)) && !here.has(word))
          here.set(word, written);
      }
    for (const [stands, written] of here) {
      const word = words.get(stands) ?? { written, field, title: 0, times: 0 };
      word.times += 1;
      if (field === "title") word.title = 1;
      words.set(stands, word);
    }
  };
  add(document.title, "title");
  for (const keyword of document.keywords) add(keyword, "keywords");
  for (const { field, text } of document.passages) add(text, field);
  for (const { name } of document.indicators) add(name, "indicators");
  return words;
}

/** Where a sentence or a part of it ends; no word goes beyond. */
const clauses = /[,;:!?。、()“”\n]+/u;

/**
 * The parts of a text in which words of another may stand that were not found
 * yet; notes in `here` those that were.
 */
function partsToCut(
  normalised: string,
  { starts }: Words,
  found: ReadonlyMap<string, Word>,
  here: Map<string, string>,
): string[] {
  return normalised.split(clauses).filter((part) => {
    let isNew = false;
    for (let at = 0; at + 1 < part.length; at += 1)
      for (const { start, word } of starts.get(part.slice(at, at + 2)) ?? nothing) {
        if (!part.startsWith(start, at)) continue;
        if (found.has(word)) here.set(word, start);
        else isNew = true;
      }
    return isNew;
  });
}

const nothing: never[] = [];
