import { partsOf, partsOfTerm, queryWordsOf, searchWordsOf } from "../text/segment.ts";
import { startsUnit } from "../text/quantity.ts";
import { isStopWord } from "../text/stop-words.ts";
import { writingsOf } from "../text/synonyms.ts";
import { characterLookup, compared, longestLexeme, lookup, type Lookup } from "./lexemes.ts";

export interface TextQuery {
  /** The query as a whole, normalised. */
  text: string;
  /** Every word must meet. */
  words: Lookup[];
  /** What documents near the query have some of: the words inside its words too, without those that any post has. */
  near: Lookup[];
  /** The normalised words and their other writings, to mark in hits. */
  marks: string[];
}

/** Reads what a person typed; null when it holds no word. */
export function textQuery(text: string): TextQuery | null {
  const stillTyping = !/\s$/.test(text);
  const cut = queryWordsOf(text).filter((word) => word.length <= longestLexeme);
  const words = cut
    .map((word, index) => lookup(word, stillTyping && index === cut.length - 1))
    .filter((found) => found !== null);
  if (words.length === 0) return null;
  return {
    text: compared(text).trim(),
    words,
    near: nearOf(text, cut, words),
    marks: cut.flatMap(marksOf),
  };
}

const marksOf = (word: string): string[] => [
  ...writingsOf(word),
  ...partsOfTerm(word).flatMap(marksOf),
];

const isLone = (word: string): boolean => /^\p{Script=Han}$/u.test(word);

/** A unit alone says nothing of what is near. */
const tellsLittle = (word: string): boolean => isStopWord(word) || startsUnit(word);

/** A part of a model number is another thing: 6061-T5 is not near 6061-T6. */
const modelParts = (word: string): string[] => {
  const parts = partsOf(word);
  return parts.length > 1 ? parts : [];
};

function nearOf(text: string, cut: string[], words: Lookup[]): Lookup[] {
  const ofModels = new Set(cut.filter((word) => /\d/.test(word)).flatMap(modelParts));
  const inside = searchWordsOf(text).filter(
    (word) =>
      !isLone(word) && !tellsLittle(word) && !ofModels.has(word) && word.length <= longestLexeme,
  );
  const wanted = [...new Set([...inside, ...cut.filter((word) => !tellsLittle(word))])];
  const known = new Map(words.map((found) => [found.word, found]));
  return (wanted.length > 0 ? wanted : cut)
    .map((word) => (isLone(word) ? characterLookup(word) : (known.get(word) ?? lookup(word))))
    .filter((found) => found !== null);
}

/** All of the words. */
export const allOf = (words: Lookup[]): string => words.map(({ query }) => query).join(" & ");
