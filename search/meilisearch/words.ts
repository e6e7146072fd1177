import type { Lexeme, Lookup } from "../store/lexemes.ts";
import { lexemesOfWriting } from "../store/lexemes.ts";
import { partsOfTerm, termsOfParts } from "../text/segment.ts";
import { synonymWords, writingsOf } from "../text/synonyms.ts";

/**
 * Meilisearch would cut texts by its own rules: Chinese into words that do not overlap, numbers
 * at the point and between digit and letter. So it gets lexemes, each written as one word of
 * small letters: every character by a code that none begins with that stands for another, and "z" at the
 * end, so that no two words put together are a third. What a lexeme begins with is a word of
 * its own, which ends in "zz": the server's own search of beginnings takes 0.5 s of each write.
 */
const end = "z";
const beginningEnd = "zz";
/** Of a longer beginning so many characters are looked at. */
const longestBeginning = 24;
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

/** What lexemes begin with, as a word of the server. */
const writtenBeginning = (beginning: string): string =>
  `${coded([...beginning].slice(0, longestBeginning).join(""))}${beginningEnd}`;

/** What a query may end with to find this lexeme: any beginning of a Latin one, the first character of a Chinese one. */
function beginningsOf(lexeme: string): string[] {
  const characters = [...lexeme];
  const longest = /^\p{Script=Han}/u.test(lexeme) ? 1 : longestBeginning;
  return characters.slice(0, longest).map((_, last) => characters.slice(0, last + 1).join(""));
}

/** Marks of topics and whole titles are never looked for by their beginning. */
const isWord = (lexeme: string): boolean => !/^[#=]/.test(lexeme);

/** What the server is asked for in the place of a word that has several writings; no lexeme is written so. */
const nameOf = (word: string): string => {
  const lexemes = lexemesOfWriting(word);
  const [only] = lexemes;
  return coded(only !== undefined && lexemes.length === 1 ? only : `~${word}`);
};

/** The same, and what stands for such a word while it is being typed. */
function namesOf(word: string): string[] {
  const [only, ...others] = lexemesOfWriting(word);
  const isTyped = only !== undefined && others.length === 0 && !/^\p{Script=Han}/u.test(only);
  return isTyped ? [nameOf(word), writtenBeginning(only)] : [nameOf(word)];
}

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
    [...new Set([...synonymWords(), ...termsOfParts()])].flatMap((word) => {
      const alternatives = alternativesOf(word).map((lexemes) => lexemes.map(written).join(" "));
      return namesOf(word).map((name) => [name, alternatives]);
    }),
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
    if (open && own.length === 1) last = writtenBeginning(open.text);
    else if (isNamed(word) && named.length < mostNamed) named.push(nameOf(word));
    else {
      together.push(...own.filter((lexeme) => !lexeme.open).map(({ text }) => text));
      if (open) last = writtenBeginning(open.text);
    }
  }
  const phrase = together.length > 0 ? [`"${together.map(written).join(" ")}"`] : [];
  // A full stop keeps neighbours from being tried as one word.
  return [...named, ...phrase, ...(last === "" ? [] : [last])].join(". ");
}

/** The words of a document's field, and their beginnings. */
export function fieldOf(lexemes: Iterable<string>): string {
  const words = [...lexemes];
  const beginnings = new Set(words.filter(isWord).flatMap(beginningsOf));
  return [...words.map(written), ...Array.from(beginnings, writtenBeginning)].join(" ");
}

/** A query for one lexeme as it is. */
export const exactly = ({ text, open }: Lexeme): string =>
  open ? writtenBeginning(text) : `"${written(text)}"`;
