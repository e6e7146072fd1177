import type { SearchDocument } from "../documents.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, partsOf, partsOfTerm, queryWordsOf, runsOf } from "../text/segment.ts";
import { writingsOf } from "../text/synonyms.ts";

/** PostgreSQL keeps no position above this (textsearch limits). */
const lastPosition = 16_383;
/** PostgreSQL refuses a lexeme of 2,047 bytes; what is longer than this is no word. */
const longestLexeme = 200;
/** Keeps a phrase from reaching across two fields. */
const fieldGap = 8;

type Weight = "A" | "B" | "C" | "D";

/**
 * The text search vector of a document, as PostgreSQL reads it. Chinese is
 * indexed as characters and as pairs of neighbours, each at its place, so that
 * any part of any word is found as a phrase; Latin words and model numbers are
 * whole, and in their parts.
 */
export function vectorOf(document: SearchDocument): string {
  const positions = new Map<string, string[]>();
  let position = 1;
  const add = (lexeme: string, at: number, weight: Weight) => {
    if (at > lastPosition || lexeme.length > longestLexeme) return;
    const places = positions.get(lexeme) ?? [];
    if (places.length < 250) places.push(`${at}${weight}`);
    positions.set(lexeme, places);
  };
  const addText = (text: string, weight: Weight) => {
    for (const run of runsOf(normalise(text))) {
      if (run.chinese) {
        const characters = [...run.text];
        characters.forEach((character, index) => {
          add(character, position + index, weight);
          const next = characters[index + 1];
          if (next !== undefined) add(character + next, position + index, weight);
        });
        position += characters.length;
      } else {
        add(run.text, position, weight);
        const parts = partsOf(run.text);
        if (parts.length > 1) parts.forEach((part, index) => add(part, position + index, weight));
        position += parts.length;
      }
    }
    position += fieldGap;
  };
  addText(document.title, "A");
  for (const keyword of document.keywords) addText(keyword, "B");
  addText(document.organisationName, "C");
  for (const { name, unit } of document.indicators) addText(`${name} ${unit}`, "D");
  for (const { text } of document.passages) addText(text, "D");
  return [...positions].map(([lexeme, places]) => `${quote(lexeme)}:${places.join(",")}`).join(" ");
}

/** A lexeme as tsvector and tsquery read it. */
const quote = (lexeme: string): string =>
  `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** A word as a query: its pairs of characters as one phrase. */
function phrase(word: string, prefix: boolean): string {
  const parts = runsOf(normalise(word)).flatMap((run) =>
    run.chinese ? bigramsOf(run.text) : [run.text],
  );
  const last = parts.length - 1;
  const lexemes = parts.map((part, index) => {
    const open = prefix && index === last && !/\p{Script=Han}/u.test(part);
    return open ? `${quote(part)}:*` : quote(part);
  });
  return lexemes.length > 1 ? `(${lexemes.join(" <-> ")})` : (lexemes[0] ?? "");
}

/** The word in any of its writings, or in all of the terms that it is made of. */
const anyWriting = (word: string, prefix: boolean): string => {
  const writings = writingsOf(word).map((writing) => phrase(writing, prefix && writing === word));
  const parts = partsOfTerm(word).map((part) => anyWriting(part, false));
  const together = parts.length > 0 ? [`(${parts.join(" & ")})`] : [];
  const queries = [...writings, ...together].filter((query) => query !== "");
  return queries.length > 1 ? `(${queries.join(" | ")})` : (queries[0] ?? "");
};

export interface TextQuery {
  /** Every word must meet. */
  all: string;
  /** Any word may meet. */
  any: string;
  /** The normalised words and their other writings, to mark in hits. */
  marks: string[];
}

/** Reads what a person typed; null when it holds no word. */
export function textQuery(text: string): TextQuery | null {
  const words = queryWordsOf(text).filter((word) => word.length <= longestLexeme);
  const stillTyping = !/\s$/.test(text);
  const queries = words
    .map((word, index) => anyWriting(word, stillTyping && index === words.length - 1))
    .filter((query) => query !== "");
  if (queries.length === 0) return null;
  return { all: queries.join(" & "), any: queries.join(" | "), marks: words.flatMap(marksOf) };
}

const marksOf = (word: string): string[] => [
  ...writingsOf(word),
  ...partsOfTerm(word).flatMap(marksOf),
];

/** A term as candidates are looked up by: in any of its writings, each by lexemes that all must stand. */
export interface Lookup {
  query: string;
  writings: string[][];
}

/**
 * The term without regard to the order of its lexemes, which the index answers
 * without reading the documents; null when it holds nothing to look up.
 */
export function lookup(term: string): Lookup | null {
  const writings = writingsOf(term)
    .map((writing) =>
      runsOf(normalise(writing)).flatMap((run) => (run.chinese ? bigramsOf(run.text) : [run.text])),
    )
    .filter(
      (lexemes) => lexemes.length > 0 && lexemes.every(({ length }) => length <= longestLexeme),
    );
  if (writings.length === 0) return null;
  const query = writings.map((lexemes) => `(${lexemes.map(quote).join(" & ")})`).join(" | ");
  return { query, writings };
}
