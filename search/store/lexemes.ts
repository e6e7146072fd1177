import type { SearchDocument } from "../documents.ts";
import type { Filters } from "../engine.ts";
import { facetValuesOf, type Facet } from "../fields.ts";
import { termsOf } from "../matching/terms.ts";
import { topicsNamed } from "../matching/topics.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, partsOf, partsOfTerm, runsOf, spaceMeasures } from "../text/segment.ts";
import { writingsOf } from "../text/synonyms.ts";
import { writtenLine } from "#app/text/characters.ts";

/** PostgreSQL refuses a lexeme of 2,047 bytes; what is longer than this is no word. */
export const longestLexeme = 200;
/** PostgreSQL refuses a vector of a megabyte. */
const mostLexemes = 16_000;
/** The names stay in the row, which must fit into a page. */
const mostNameCharacters = 1_200;

/** A document's texts as they are compared. */
export interface NormalisedTexts {
  title: string;
  keywords: string[];
  organisationName: string;
  /** Passages and indicators. */
  texts: string[];
}

export const normalisedTexts = (document: SearchDocument): NormalisedTexts => ({
  title: compared(document.title),
  keywords: document.keywords.map(compared),
  organisationName: compared(document.organisationName),
  texts: [
    ...document.passages.map(({ text }) => compared(text)),
    ...document.indicators.map(({ name, unit }) => compared(`${name} ${unit}`)),
  ],
});

/** A text as documents and queries are compared by. */
export const compared = (text: string): string => spaceMeasures(normalise(text));

export interface Vectors {
  /** What the document is called: title, keywords and organisation. */
  names: string;
  /** Everything it says, and the facet values that it is filtered by. */
  lexemes: string;
}

/** The text search vectors, as PostgreSQL reads them. */
export const vectorsOf = ({ names, lexemes }: LexemeSets): Vectors => ({
  names: joined(names),
  lexemes: joined(lexemes),
});

export type LexemeSets = Record<keyof Vectors, Set<string>>;

/**
 * The lexemes of a document. Chinese is
 * indexed as pairs of neighbouring characters, so that any part of any word is
 * found however a text is cut, and names as single characters too; Latin words
 * and model numbers whole and in their parts.
 */
export function lexemeSets(
  document: SearchDocument,
  { title, keywords, organisationName, texts }: NormalisedTexts,
  facets: readonly Facet[],
): LexemeSets {
  const names = new Set<string>([wholeTitle(title), ...topicLexemesOf(document)]);
  const lexemes = new Set<string>([
    everyDocument,
    ...facets.flatMap((facet) =>
      facetValuesOf(document, facet).map((value) => facetLexeme(facet.name, value)),
    ),
  ]);
  let left = mostNameCharacters;
  const add = (lexeme: string, named: boolean) => {
    if (lexeme.length > longestLexeme || lexemes.size >= mostLexemes) return;
    lexemes.add(lexeme);
    if (!named || names.has(lexeme) || left < lexeme.length) return;
    names.add(lexeme);
    left -= lexeme.length;
  };
  const addText = (text: string, named: boolean) => {
    for (const run of runsOf(text)) {
      for (const lexeme of lexemesOf(run)) add(lexeme, named);
      if (!run.chinese) {
        const parts = partsOf(run.text);
        if (parts.length > 1) for (const part of parts) add(part, named);
      } else if (named && run.text.length > 1) for (const one of run.text) add(one, false);
    }
  };
  for (const text of [title, ...keywords, organisationName]) addText(text, true);
  for (const text of texts) addText(text, false);
  return { names, lexemes };
}

const joined = (lexemes: Set<string>): string => [...lexemes].map(quote).join(" ");

const everyDocument = "*";
/** A query that every document meets, to have a sample of all through its index. */
export const everyQuery = `'${everyDocument}'`;

/** What stands for a facet's value; no word of a text begins so. */
const facetLexeme = (facet: string, value: string): string => `@${facet}:${value}`;

/** What stands for the topics of a post's name, by which posts meet that share no word. */
export const topicLexemesOf = (document: SearchDocument): string[] =>
  topicsNamed(termsOf(document)).map((topic) => `#${topic}`);

/** What stands for a title as a whole, by which it is found however common its words are. */
export const wholeTitle = (title: string): string =>
  `=${[...writtenLine(title)].slice(0, longestLexeme).join("")}`;

/** A lexeme as tsvector and tsquery read it. */
const quote = (lexeme: string): string =>
  `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

const lexemesOf = (run: { text: string; chinese: boolean }): string[] =>
  run.chinese ? bigramsOf(run.text) : [run.text];

/** The chosen facet values as a query; null when nothing is chosen. */
export function filterQuery(filters: Filters): string | null {
  const chosen = Object.entries(filters).flatMap(([facet, values = []]) => {
    if (values.length === 0) return [];
    return `(${values.map((value) => quote(facetLexeme(facet, value))).join(" | ")})`;
  });
  return chosen.length > 0 ? chosen.join(" & ") : null;
}

/** A query for the documents with exactly this normalised title. */
export const titleQuery = (title: string): string => quote(wholeTitle(title));

/** Whether a lexeme stands for something else than a word of a text: a facet's value or any document. */
export const isMark = (lexeme: string): boolean =>
  lexeme === everyDocument || lexeme.startsWith("@");

/** A word as it is looked up: in any of its writings, each by lexemes that all must stand. */
export interface Lookup {
  word: string;
  query: string;
  writings: Lexeme[][];
  /** The writings as they stand in a normalised text. */
  spellings: string[];
}

export interface Lexeme {
  text: string;
  /** Whether what only begins so meets too. */
  open: boolean;
}

const written = ({ text, open }: Lexeme): string => `${quote(text)}${open ? ":*" : ""}`;

/**
 * A word in any writing, or in all of the terms that it is made of, without
 * regard to the order of its lexemes, which the index answers without reading
 * the documents; null when it holds nothing to look up. An open word also meets what begins as its last Latin lexeme does.
 */
export function lookup(word: string, open = false): Lookup | null {
  const spellings = writingsOf(word);
  const writings = spellings
    .map((writing) => lexemesIn(writing, open && writing === word))
    .filter(
      (lexemes) => lexemes.length > 0 && lexemes.every(({ text }) => text.length <= longestLexeme),
    );
  if (writings.length === 0) return null;
  const queries = writings.map((lexemes) => `(${lexemes.map(written).join(" & ")})`);
  const parts = partsOfTerm(word)
    .map((part) => lookup(part))
    .filter((found) => found !== null);
  if (parts.length > 0) {
    queries.push(`(${parts.map(({ query }) => query).join(" & ")})`);
    writings.push(parts.flatMap((part) => part.writings[0] ?? []));
  }
  return { word, query: `(${queries.join(" | ")})`, writings, spellings };
}

function lexemesIn(writing: string, open: boolean): Lexeme[] {
  const lexemes = runsOf(normalise(writing)).flatMap((run) =>
    lexemesOf(run).map((text) => ({ text, open: false, chinese: run.chinese })),
  );
  const last = lexemes.at(-1);
  return lexemes.map(({ text, chinese }) => ({
    text,
    open: open && !chinese && text === last?.text,
  }));
}

/** The lexemes of a writing, all of which have to stand; none when one is too long to be looked up. */
export function lexemesOfWriting(writing: string): string[] {
  const lexemes = lexemesIn(writing, false).map(({ text }) => text);
  return lexemes.every((text) => text.length <= longestLexeme) ? lexemes : [];
}

/** One lexeme as it is. */
export const exactLookup = (lexeme: string): Lookup => single(lexeme, false);

/** A lone character wherever it stands in a text, but for the last of a run: as the first of a pair. */
export const characterLookup = (character: string): Lookup => single(character, true);

function single(text: string, open: boolean): Lookup {
  const lexeme = { text, open };
  return { word: text, query: `(${written(lexeme)})`, writings: [[lexeme]], spellings: [text] };
}
