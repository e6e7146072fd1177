import { createHash } from "node:crypto";
import type { SearchDocument } from "../documents.ts";
import { facetValuesOf, sortValueOf, type IndexFields } from "../fields.ts";
import { packTerms, termsOf } from "../matching/terms.ts";
import { packFacets } from "./facets.ts";
import { normalisedTexts, vectorsOf } from "./lexemes.ts";
import { bodyOf } from "./rank.ts";
import { facetColumn, sortColumn } from "./tables.ts";

/** Documents as rows of the index's table, in JSON. */
export const rowsOf = (documents: SearchDocument[], fields: IndexFields): string =>
  JSON.stringify(documents.map((document) => rowOf(document, fields)));

function rowOf(document: SearchDocument, { facets, sorts }: IndexFields) {
  const texts = normalisedTexts(document);
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
    ...vectorsOf(document, texts, facets),
    body: bodyOf(texts),
    terms: packTerms(termsOf(document)),
    document,
  };
}

/** Half of all ids have level 0, a quarter 1 and so on: the zero bits that a hash of the id ends with. */
function levelOf(id: string): number {
  const bits = createHash("sha1").update(id).digest().readInt32BE();
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}
