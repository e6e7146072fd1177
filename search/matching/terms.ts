import type { SearchDocument } from "../documents.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, contentWordsOf, runsOf, searchWordsOf } from "../text/segment.ts";
import { isStopWord } from "../text/stop-words.ts";
import { canonical } from "../text/synonyms.ts";

/** How often a unit stands in a post, by where. */
export interface Uses {
  title: number;
  /** Title and keywords together: what the post is called. */
  name: number;
  /** Passages and the names of indicators. */
  text: number;
}

/** A word of a post as it is written there, with the field where it stands first. */
export interface Word extends Uses {
  written: string;
  field: string;
}

/** A post cut into what matching compares: words, pairs of characters, characters. */
export interface PostTerms {
  /** Whole words, those inside longer words too, by their canonical writing. */
  words: ReadonlyMap<string, Word>;
  /** Pairs of neighbouring Chinese characters, and Latin words. */
  bigrams: ReadonlyMap<string, Uses>;
  /** Chinese characters, and Latin words; of words that tell nothing, none. */
  characters: ReadonlyMap<string, Uses>;
  /** How many characters and Latin words the passages have. */
  textLength: number;
}

const known = new WeakMap<SearchDocument, PostTerms>();

/** Cuts a post into terms, once for each document object, which must not change afterwards. */
export function termsOf(document: SearchDocument): PostTerms {
  const cut = known.get(document) ?? cutPost(document);
  known.set(document, cut);
  return cut;
}

function cutPost(document: SearchDocument): PostTerms {
  const words = new Map<string, Word>();
  const bigrams = new Map<string, Uses>();
  const characters = new Map<string, Uses>();
  const add = (text: string, field: string, where: keyof Uses) => {
    for (const written of new Set([...contentWordsOf(text), ...searchWordsOf(text)])) {
      if (!tells(written)) continue;
      const word = canonical(written);
      count(words, word, where, () => ({ ...unused, written, field }));
    }
    for (const run of runsOf(normalise(text))) {
      for (const pair of run.chinese ? bigramsOf(run.text) : [run.text])
        count(bigrams, pair, where, () => ({ ...unused }));
    }
    for (const unit of contentWordsOf(text).flatMap(charactersOf))
      count(characters, unit, where, () => ({ ...unused }));
  };
  add(document.title, "title", "title");
  for (const keyword of document.keywords) add(keyword, "keywords", "name");
  for (const { field, text } of document.passages) add(text, field, "text");
  for (const { name } of document.indicators) add(name, "indicators", "text");
  let textLength = 0;
  for (const { text } of characters.values()) textLength += text;
  return { words, bigrams, characters, textLength };
}

const charactersOf = (word: string): string[] =>
  /^\p{Script=Han}/u.test(word) ? [...word] : [word];

const unused: Uses = { title: 0, name: 0, text: 0 };

function count<T extends Uses>(
  units: Map<string, T>,
  unit: string,
  where: keyof Uses,
  first: () => T,
): void {
  const uses = units.get(unit) ?? first();
  uses[where] += 1;
  if (where === "title") uses.name += 1;
  units.set(unit, uses);
}

/** Lone characters and bare numbers are no words to show as a reason. */
const tells = (word: string): boolean =>
  !isStopWord(word) && [...word].length > 1 && !/^[\d.,/-]+$/.test(word);
