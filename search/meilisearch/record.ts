import type { Settings } from "meilisearch";
import { z } from "zod";
import { searchDocumentSchema, type SearchDocument } from "../documents.ts";
import { facetValuesOf, sortValueOf, type IndexFields } from "../fields.ts";
import { packedTermsSchema, packTerms, termsOf } from "../matching/terms.ts";
import { normalise } from "../text/normalise.ts";
import { bigramsOf, runsOf, searchWordsOf } from "../text/segment.ts";
import { synonymWords, writingsOf } from "../text/synonyms.ts";

/** Stands for "does not expire" and for what a document does not have that is sorted by: Meilisearch compares numbers only. */
const never = 9_999_999_999;

/** What Meilisearch holds: the fields it searches and filters by, and the whole document. */
export const recordSchema = z.object({
  id: z.string(),
  revision: z.number(),
  document: searchDocumentSchema,
});

/** What is asked of it for matching. */
export const termsRecordSchema = z.object({ id: z.string(), terms: packedTermsSchema });

/**
 * Stands in a rebuilt index for a document that was removed meanwhile, so that
 * the rebuild's source does not bring it back. Without an audience and a kind it
 * is never found; the rebuild takes it out before the swap.
 */
export const removalOf = (id: string) => ({ id, removed: true, audience: [] });

/** Written last by a rebuild: an index without it was never filled to the end. */
export const builtMark = { id: "built", audience: [] as string[] };

/** What is read of stored records to decide whether a document may replace them. */
export const storedSchema = z.object({
  id: z.string(),
  revision: z.number().optional(),
  removed: z.boolean().optional(),
});

/** The settings of an index; the version is part of the index's name. */
export const settingsVersion = 7;
export const settings = ({ facets, sorts }: IndexFields): Settings => ({
  searchableAttributes: ["title", "keywords", "titleTokens", "organisationName", "tokens"],
  filterableAttributes: [
    ...new Set(["id", "kind", "state", ...facets.map(({ name }) => name)]),
    "audience",
    "organisationId",
    "expiresAt",
    "removed",
  ],
  sortableAttributes: ["publishedAt", ...sorts.map(({ name }) => sortAttribute(name))],
  displayedAttributes: ["id", "revision", "terms", "document"],
  rankingRules: ["words", "proximity", "attribute", "sort", "exactness"],
  localizedAttributes: [
    {
      attributePatterns: ["title", "keywords", "titleTokens", "organisationName", "tokens"],
      locales: ["cmn", "eng"],
    },
  ],
  proximityPrecision: "byAttribute",
  // Mistyped words are understood before an engine is asked (suggestions/understand.ts), so that both
  // engines take numbers, model numbers and all else as written.
  typoTolerance: { enabled: false },
  synonyms: synonymSettings(),
  pagination: { maxTotalHits: 10_000 },
  faceting: { maxValuesPerFacet: 200 },
});

/** The synonyms in use as Meilisearch takes them: each word with its other writings. */
export const synonymSettings = (): Record<string, string[]> =>
  Object.fromEntries(
    synonymWords().map((word) => [word, writingsOf(word).filter((other) => other !== word)]),
  );

/**
 * Meilisearch cuts Chinese into words that do not overlap and so misses a word
 * inside a longer one; characters, pairs of characters and all overlapping
 * words are given to it ready cut.
 */
export function tokensOf(text: string): string {
  const parts = runsOf(normalise(text)).flatMap((run) =>
    run.chinese ? [...bigramsOf(run.text), ...run.text] : [run.text],
  );
  return [...new Set([...searchWordsOf(text), ...parts])].join(" ");
}

/** The attribute of a declared sort. */
export const sortAttribute = (name: string): string => `sort_${name}`;

/** A document as Meilisearch stores it. */
export const recordOf = (document: SearchDocument, { facets, sorts }: IndexFields) => ({
  ...Object.fromEntries(facets.map((facet) => [facet.name, facetValuesOf(document, facet)])),
  ...Object.fromEntries(
    sorts.map((sort) => [
      sortAttribute(sort.name),
      sortValueOf(document, sort) ?? (sort.direction === "asc" ? never : -never),
    ]),
  ),
  id: document.id,
  revision: document.revision,
  kind: document.kind,
  state: document.state,
  title: document.title,
  keywords: document.keywords,
  titleTokens: tokensOf(document.title),
  organisationName: document.organisationName,
  tokens: tokensOf(
    [
      document.organisationName,
      ...document.keywords,
      ...document.indicators.map(({ name }) => name),
      ...document.passages.map(({ text }) => text),
    ].join("\n"),
  ),
  audience: document.audience,
  organisationId: document.organisationId,
  publishedAt: document.publishedAt,
  expiresAt: document.expiresAt ?? never,
  terms: packTerms(termsOf(document)),
  document,
});
