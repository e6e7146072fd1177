import type { Lexeme, Lookup } from "../store/lexemes.ts";
import { lexemesOfWriting } from "../store/lexemes.ts";
import { partsOfTerm, termsOfParts } from "../text/segment.ts";
import { synonymWords, writingsOf } from "../text/synonyms.ts";

/**
 * Meilisearch would cut texts by its own rules: Chinese into words that do not overlap, numbers
 * at the point and between digit and letter. So it gets lexemes, each written as one word of
 * small letters: every character by a code that none begins with that stands for another, so that what begins alike
 * is written alike, and "z" at the end, so that no two words put together are a third.
 */
const end = "z";
const letters = "abcdefghijklmnopqrstuvwxy";
const base = letters.length;
const plain = /^[a-u]$/;
const marks = "0123456789.-+/";
const firstHan = 0x4e00;
/** The server leaves out words of more than 250 bytes. */
const longest = 240;

function digits(value: number, count: number): string {
  let written = "";
  for (let left = value, place = 0; place < count; place += 1, left = Math.floor(left / base))
    written = letters.charAt(left % base) + written;
  return written;
}

function codeOf(character: string): string {
  if (plain.test(character)) return character;
  if (/^[v-z]$/.test(character)) return `v${letters.charAt(character.charCodeAt(0) - 118)}`;
  const mark = marks.indexOf(character);
  if (mark >= 0) return `w${letters.charAt(mark)}`;
  const point = character.codePointAt(0) ?? 0;
  return point >= firstHan && point < firstHan + base ** 3
    ? `x${digits(point - firstHan, 3)}`
    : `y${digits(point, 5)}`;
}

const known = new Map<string, string>();
const coded = (lexeme: string): string => {
  let written = "";
  for (const character of lexeme) {
    let code = known.get(character);
    if (code === undefined) known.set(character, (code = codeOf(character)));
    written += code;
    if (written.length > longest) return written.slice(0, longest);
  }
  return written;
};

/** A lexeme as a word of the server. */
export const written = (lexeme: string): string => `${coded(lexeme)}${end}`;

/** The beginning of a lexeme; as the last of a query it finds all that begin so. */
const begun = (lexeme: string): string => coded(lexeme);

/** What the server is asked for in the place of a word that has several writings; no lexeme is written so. */
const nameOf = (word: string): string => {
  const lexemes = lexemesOfWriting(word);
  const [only] = lexemes;
  return only !== undefined && lexemes.length === 1 ? begun(only) : begun(`~${word}`);
};

/** The server reads no more words of all a word's other writings together. */
const mostSynonymWords = 100;
/** Nor more of them. */
const mostAlternatives = 50;
/** And no more than ten terms of a query, of which a phrase is one. */
const mostNamed = 8;

/** The lexemes of each writing of a word, and of the terms that it is made of, each in any writing; all of one have to stand. */
function alternativesOf(word: string): string[][] {
  const whole = writingsOf(word).map(lexemesOfWriting);
  const parts = partsOfTerm(word).map((part) => writingsOf(part).map(lexemesOfWriting));
  const together = parts.reduce<string[][]>(
    (sofar, writings) =>
      sofar.flatMap((some) => writings.map((others) => [...new Set([...some, ...others])])),
    parts.length > 0 ? [[]] : [],
  );
  let left = mostSynonymWords;
  return [...whole, ...together]
    .filter((lexemes) => lexemes.length > 0)
    .slice(0, mostAlternatives)
    .filter((lexemes) => (left -= lexemes.length) >= 0);
}

const isNamed = (word: string): boolean =>
  writingsOf(word).length > 1 || partsOfTerm(word).length > 0;

/** What the server is to find in the place of each name: the synonyms in use, and terms that are made of others. */
export const synonymSettings = (): Record<string, string[]> =>
  Object.fromEntries(
    [...new Set([...synonymWords(), ...termsOfParts()])].map((word) => [
      nameOf(word),
      alternativesOf(word).map((lexemes) => lexemes.map(written).join(" ")),
    ]),
  );

/**
 * A query for the documents that have every word, in any of its writings. A phrase stands
 * for all of its words in one field, whatever their order, as the server knows no places of words;
 * it does not count how many a phrase has.
 */
export function everyWord(words: Lookup[]): string {
  const together: string[] = [];
  const named: string[] = [];
  let last = "";
  for (const { word, writings } of words) {
    const [own = []] = writings;
    const open = own.find((lexeme) => lexeme.open);
    if (open && own.length === 1) last = begun(open.text);
    else if (isNamed(word) && named.length < mostNamed) named.push(nameOf(word));
    else {
      together.push(...own.filter((lexeme) => !lexeme.open).map(({ text }) => text));
      if (open) last = begun(open.text);
    }
  }
  const phrase = together.length > 0 ? [`"${together.map(written).join(" ")}"`] : [];
  // A full stop keeps neighbours from being tried as one word; something behind a word shows that it is whole.
  return [...named, ...phrase, ...(last === "" ? [""] : [last])].join(". ");
}

/** The words of a document's field. */
export const fieldOf = (lexemes: Iterable<string>): string =>
  Array.from(lexemes, written).join(" ");

/** A query for one lexeme as it is. */
export const exactly = ({ text, open }: Lexeme): string =>
  open ? begun(text) : `"${written(text)}"`;
