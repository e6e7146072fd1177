import type { SearchDocument } from "../documents.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, runsOf, searchWordsOf } from "../text/segment.ts";
import { canonical } from "../text/synonyms.ts";

/** How often a term stands in a post, weighted by where, and the field it stands in first. */
export interface Term {
  frequency: number;
  field: string;
  /** As written there, normalised. */
  written: string;
}

export interface PostTerms {
  /** Whole words, those inside longer words too, by their canonical writing. */
  words: Map<string, Term>;
  /** Pairs of neighbouring characters, which meet where words are cut differently. */
  bigrams: Map<string, Term>;
  wordLength: number;
  bigramLength: number;
}

/** A word in the title counts as much as three in the text; a keyword as two. */
const fieldWeight = { title: 3, keywords: 2, text: 1 } as const;

/** Cuts a post into the terms that matching compares. */
export function termsOf(document: SearchDocument): PostTerms {
  const terms: PostTerms = {
    words: new Map(),
    bigrams: new Map(),
    wordLength: 0,
    bigramLength: 0,
  };
  add(terms, document.title, "title", fieldWeight.title);
  for (const keyword of document.keywords) add(terms, keyword, "keywords", fieldWeight.keywords);
  for (const { field, text } of document.passages) add(terms, text, field, fieldWeight.text);
  for (const { name } of document.indicators) add(terms, name, "indicators", fieldWeight.text);
  return terms;
}

function add(terms: PostTerms, text: string, field: string, weight: number): void {
  for (const word of searchWordsOf(text)) {
    const single = [...word].length < 2;
    if (single) continue;
    count(terms.words, canonical(word), word, field, weight);
    terms.wordLength += weight;
  }
  for (const run of runsOf(normalise(text))) {
    for (const part of run.chinese ? bigramsOf(run.text) : [run.text]) {
      count(terms.bigrams, part, part, field, weight);
      terms.bigramLength += weight;
    }
  }
}

function count(
  terms: Map<string, Term>,
  term: string,
  written: string,
  field: string,
  weight: number,
): void {
  const known = terms.get(term);
  if (known) known.frequency += weight;
  else terms.set(term, { frequency: weight, field, written });
}
