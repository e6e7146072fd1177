import { z } from "zod";
import type { SearchDocument } from "../documents.ts";
import { contentWordsOf, searchWordsOf } from "../text/segment.ts";
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

/** What matching compares of a post; small enough to be kept beside it in an index. */
export interface PostTerms {
  /** Chinese characters of the post, and Latin words in canonical writing; of words that tell nothing, none. */
  units: ReadonlyMap<string, Uses>;
  /** The words of the post's name in canonical writing, those inside longer ones too, with how often. */
  nameWords: ReadonlyMap<string, number>;
  /** How many units the passages have. */
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
  const units = new Map<string, Uses>();
  const nameWords = new Map<string, number>();
  let textLength = 0;
  const add = (text: string, where: keyof Uses) => {
    const words = contentWordsOf(text);
    const content = words.map(canonical);
    for (const unit of words.flatMap(unitsOf)) {
      const uses = units.get(unit) ?? { title: 0, name: 0, text: 0 };
      uses[where] += 1;
      if (where === "title") uses.name += 1;
      if (where === "text") textLength += 1;
      units.set(unit, uses);
    }
    if (where !== "text")
      for (const word of new Set([...content, ...searchWordsOf(text).map(canonical)]))
        if (tells(word)) nameWords.set(word, (nameWords.get(word) ?? 0) + 1);
  };
  add(document.title, "title");
  for (const keyword of document.keywords) add(keyword, "name");
  for (const { text } of document.passages) add(text, "text");
  for (const { name } of document.indicators) add(name, "text");
  return { units, nameWords, textLength };
}

const han = /^\p{Script=Han}/u;

/** Chinese is compared by the characters that were written; Latin words by those that stand for them. */
function unitsOf(word: string): string[] {
  const compared = han.test(word) ? word : canonical(word);
  return han.test(compared) ? [...compared] : [compared];
}

/** The units that a post's name has. */
export const nameUnitsOf = ({ units }: PostTerms): Set<string> =>
  new Set([...units].flatMap(([unit, { name }]) => (name > 0 ? [unit] : [])));

/** Lone characters, bare numbers and what any post says are no words to tell a post by. */
export const tells = (word: string): boolean =>
  !isStopWord(word) && [...word].length > 1 && !/^[\d.,/-]+$/.test(word);

/** Terms as an index keeps them: lists in strings, which are read far quicker than objects. */
export const packedTermsSchema = z.object({
  units: z.string(),
  /** Three digits a unit, in its order: uses in title, name and text. */
  uses: z.string(),
  nameWords: z.string(),
  /** One digit a word. */
  times: z.string(),
  textLength: z.number(),
});
export type PackedTerms = z.infer<typeof packedTermsSchema>;

/** Stands between units and words, which hold letters, digits, spaces and marks only. */
const separator = "\n";
const base = 36;

const [zero, firstLetter] = ["0".charCodeAt(0), "a".charCodeAt(0)];

/** Uses beyond 35 tell no more than 35. */
const digit = (count: number): string => Math.min(count, base - 1).toString(base);

export function packTerms({ units, nameWords, textLength }: PostTerms): PackedTerms {
  return {
    units: [...units.keys()].join(separator),
    uses: [...units.values()]
      .map(({ title, name, text }) => digit(title) + digit(name) + digit(text))
      .join(""),
    nameWords: [...nameWords.keys()].join(separator),
    times: [...nameWords.values()].map(digit).join(""),
    textLength,
  };
}

/**
 * Terms as they were packed. With `wanted`, units that stand in the text only are
 * left out unless they are among them, which is all it takes to compare a post
 * with one whose name has just these.
 */
export function unpackTerms(packed: PackedTerms, wanted?: ReadonlySet<string>): PostTerms {
  const count = (digits: string, at: number): number => {
    const code = digits.charCodeAt(at);
    return code < firstLetter ? code - zero : code - firstLetter + 10;
  };
  const list = (joined: string): string[] => (joined === "" ? [] : joined.split(separator));
  const { uses, times, textLength } = packed;
  const units = new Map<string, Uses>();
  list(packed.units).forEach((unit, index) => {
    const name = count(uses, 3 * index + 1);
    if (name === 0 && wanted && !wanted.has(unit)) return;
    units.set(unit, {
      title: count(uses, 3 * index),
      name,
      text: count(uses, 3 * index + 2),
    });
  });
  return {
    units,
    nameWords: new Map(list(packed.nameWords).map((word, index) => [word, count(times, index)])),
    textLength,
  };
}
