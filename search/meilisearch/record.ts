import type { Settings } from "meilisearch";
import { z } from "zod";
import type { SearchDocument } from "../documents.ts";
import { facetValuesOf, sortValueOf, type IndexFields } from "../fields.ts";
import { isMark, type LexemeSets } from "../store/lexemes.ts";
import { fieldOf, synonymSettings } from "./words.ts";

/** Stands for "does not expire" and for what a document does not have that is sorted by: Meilisearch compares numbers only. */
const never = 9_999_999_999;

/** Stands in an index that was built to the end, written last: of which database and build it is, and how many documents it had. */
export const markSchema = z.object({
  id: z.literal("mark"),
  build: z.string(),
  documents: z.number(),
});
export type Mark = z.infer<typeof markSchema>;
export const markId = "mark";

/** What is asked of the server for a hit. */
export const hitSchema = z.object({ id: z.string() });

/** Grows with the settings or the form of records; the index is then built anew. */
export const settingsVersion = 9;
export const settings = ({ facets, sorts }: IndexFields): Settings => ({
  searchableAttributes: ["names", "lexemes"],
  filterableAttributes: [
    ...new Set(["kind", "state", ...facets.map(({ name }) => name)]),
    "audience",
    "expiresAt",
  ],
  sortableAttributes: ["publishedAt", "id", ...sorts.map(({ name }) => sortAttribute(name))],
  displayedAttributes: ["id", "build", "documents"],
  rankingRules: ["sort", "words", "attributeRank", "publishedAt:desc"],
  proximityPrecision: "byAttribute",
  // Mistyped words are understood before an engine is asked (suggestions/understand.ts), so that both
  // engines take numbers, model numbers and all else as written.
  typoTolerance: { enabled: false },
  // Beginnings are words (words.ts).
  prefixSearch: "disabled",
  synonyms: synonymSettings(),
  pagination: { maxTotalHits: 10_000_000 },
  faceting: { maxValuesPerFacet: 200 },
});

/** The attribute of a declared sort. */
export const sortAttribute = (name: string): string => `sort_${name}`;

/** A document as Meilisearch stores it: what it is found, filtered and sorted by. The document itself stays in PostgreSQL. */
export const recordOf = (
  document: SearchDocument,
  { names, lexemes }: LexemeSets,
  { facets, sorts }: IndexFields,
) => ({
  ...Object.fromEntries(facets.map((facet) => [facet.name, facetValuesOf(document, facet)])),
  ...Object.fromEntries(
    sorts.map((sort) => [
      sortAttribute(sort.name),
      sortValueOf(document, sort) ?? (sort.direction === "asc" ? never : -never),
    ]),
  ),
  id: document.id,
  names: fieldOf(names),
  lexemes: fieldOf([...lexemes].filter((lexeme) => !isMark(lexeme))),
  kind: document.kind,
  state: document.state,
  audience: document.audience,
  publishedAt: document.publishedAt,
  expiresAt: document.expiresAt ?? never,
});
