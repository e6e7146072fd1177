import type { SearchDocument } from "./documents.ts";
import { lexemeSets, longestLexeme, lookup, normalisedTexts } from "./store/lexemes.ts";
import type { Lexeme } from "./store/lexemes.ts";
import type { Filters } from "./engine.ts";
import { facetValuesOf, type Facet } from "./fields.ts";
import { partsOfTerm, queryWordsOf } from "./text/segment.ts";
import { synonymsInUse, type SynonymSet } from "./text/synonyms.ts";

/** A word as it is looked for: in any writing, or in all of the terms that it is made of. */
interface Word {
  writings: Lexeme[][];
  parts: Word[];
}

/** Queries are cut once for each set of synonyms; the oldest are forgotten. */
const mostKept = 50_000;
let kept: { synonyms: SynonymSet; queries: Map<string, Word[]> } | undefined;

function wordsOfQuery(text: string): Word[] {
  const synonyms = synonymsInUse();
  if (kept?.synonyms !== synonyms) kept = { synonyms, queries: new Map() };
  const { queries } = kept;
  const known = queries.get(text);
  if (known) return known;
  const cut = queryWordsOf(text).filter((word) => word.length <= longestLexeme);
  const open = !/\s$/.test(text);
  const words = cut.flatMap((word, index) => wordOf(word, open && index === cut.length - 1) ?? []);
  if (queries.size >= mostKept) queries.delete(queries.keys().next().value ?? "");
  queries.set(text, words);
  return words;
}

function wordOf(word: string, open: boolean): Word | null {
  const found = lookup(word, open);
  if (!found) return null;
  const parts = partsOfTerm(word).flatMap((part) => wordOf(part, false) ?? []);
  return { writings: found.writings, parts };
}

/** Asks one document the question of a search: whether it would be found. */
export interface Percolator {
  /** Whether the document has every word of the query; so has any document of a query without words. */
  hasWords: (text: string) => boolean;
  /** Whether the document has one of the chosen values of each facet. */
  passes: (filters: Filters) => boolean;
  /** Its facet values, as facet:value. */
  values: string[];
}

/**
 * Turns search round: the document is cut into the lexemes of its index row
 * once, and then answers any number of queries, each in microseconds and
 * without an index. What it answers is what the embedded engine finds with
 * every word; rights and expiry are the caller's to check.
 */
export function percolate(document: SearchDocument, facets: readonly Facet[]): Percolator {
  const { lexemes } = lexemeSets(document, normalisedTexts(document), facets);
  let sorted: string[] | undefined;
  const begins = (text: string): boolean => {
    sorted ??= [...lexemes].sort();
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? "") < text) low = middle + 1;
      else high = middle;
    }
    return sorted[low]?.startsWith(text) ?? false;
  };
  const has = ({ text, open }: Lexeme) => lexemes.has(text) || (open && begins(text));
  const meets = ({ writings, parts }: Word): boolean =>
    writings.some((writing) => writing.every(has)) || (parts.length > 0 && parts.every(meets));
  const own = new Map(facets.map((facet) => [facet.name, facetValuesOf(document, facet)]));
  return {
    hasWords: (text) => wordsOfQuery(text).every(meets),
    passes: (filters) =>
      Object.entries(filters).every(([facet, chosen = []]) => {
        const values = own.get(facet) ?? [];
        return chosen.length === 0 || values.some((value) => chosen.includes(value));
      }),
    values: [...own].flatMap(([facet, values]) => values.map((value) => `${facet}:${value}`)),
  };
}
