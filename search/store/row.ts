import { createHash } from "node:crypto";
import type { SearchDocument } from "../documents.ts";
import { facetValuesOf, sortValueOf, type IndexFields } from "../fields.ts";
import { packMeaning } from "../matching/meaning.ts";
import { nameMeaningOf } from "../matching/name-meaning.ts";
import { packTerms, termsOf } from "../matching/terms.ts";
import { packFacets } from "./facets.ts";
import {
  lexemeSets,
  normalisedTexts,
  vectorsOf,
  type LexemeSets,
  type NormalisedTexts,
} from "./lexemes.ts";
import { bodyOf } from "./rank.ts";
import { facetColumn, sortColumn } from "./tables.ts";

/** Documents ready to be written. */
export interface Cut {
  /** Rows of the index's table, in JSON. */
  rows: string;
  /** What a server gets of each, in JSON; none for an engine without a server. */
  records: { id: string; record: string }[];
}

/** What a server gets of a document with these lexemes. */
export type RecordOf = (
  document: SearchDocument,
  sets: LexemeSets,
  fields: IndexFields,
) => Record<string, unknown>;

/** Cuts documents into rows and, where a server has the words, into its records. */
export function cutDocuments(
  documents: SearchDocument[],
  fields: IndexFields,
  recordOf: RecordOf | null,
): Cut {
  const records: Cut["records"] = [];
  const rows = documents.map((document) => {
    const texts = normalisedTexts(document);
    const sets = lexemeSets(document, texts, fields.facets);
    if (recordOf)
      records.push({ id: document.id, record: JSON.stringify(recordOf(document, sets, fields)) });
    return rowOf(document, texts, sets, fields);
  });
  return { rows: JSON.stringify(rows), records };
}

function rowOf(
  document: SearchDocument,
  texts: NormalisedTexts,
  sets: LexemeSets,
  { facets, sorts }: IndexFields,
) {
  const terms = termsOf(document);
  const meaning = document.kind === "organisation" ? null : nameMeaningOf(terms);
  return {
    id: document.id,
    level: levelOf(document.id),
    kind: document.kind,
    state: document.state,
    organisation_id: document.organisationId,
    audience: document.audience,
    ...Object.fromEntries(
      facets.map((facet) => {
        const { name, isList } = facetColumn(facet);
        const values = facetValuesOf(document, facet);
        return [name, isList ? values : (values[0] ?? null)];
      }),
    ),
    ...Object.fromEntries(
      sorts.map((sort) => [sortColumn(sort.name), sortValueOf(document, sort)]),
    ),
    facets: packFacets(document, facets),
    published_at: Math.floor(document.publishedAt),
    expires_at: document.expiresAt === null ? null : Math.floor(document.expiresAt),
    revision: document.revision,
    ...vectorsOf(sets),
    body: bodyOf(texts),
    terms: packTerms(terms),
    meaning: meaning && `\\x${Buffer.from(packMeaning(meaning)).toString("hex")}`,
    document,
  };
}

/** Half of all ids have level 0, a quarter 1 and so on: the zero bits that a hash of the id ends with. */
function levelOf(id: string): number {
  const bits = createHash("sha1").update(id).digest().readInt32BE();
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}
