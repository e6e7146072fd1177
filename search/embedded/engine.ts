import type pg from "pg";
import { searchDocumentSchema } from "../documents.ts";
import {
  facetNames,
  type FacetName,
  type SearchEngine,
  type SearchPage,
  type SearchRequest,
} from "../engine.ts";
import { packedTermsSchema, unpackTerms } from "../matching/terms.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import { createCandidateFinder } from "./candidates.ts";
import { available } from "./connection.ts";
import { findStatement } from "./find.ts";
import { textQuery, type TextQuery } from "./lexemes.ts";
import { current, prepareTables } from "./tables.ts";
import { rebuild, remove, upsert } from "./write.ts";

/**
 * The search index in PostgreSQL: no server to install, as durable as the rows
 * it is made from. Lives in the schema "search" of the given pool's database;
 * the pool stays the caller's to end.
 */
export function createEmbeddedEngine({ pool }: { pool: pg.Pool }): SearchEngine {
  const findCandidates = createCandidateFinder(pool);
  return {
    name: "embedded",
    prepare: () => available(async () => ({ rebuild: await prepareTables(pool) })),
    upsert: (documents) => available(() => upsert(pool, documents)),
    remove: (ids) => available(() => remove(pool, ids)),
    rebuild: (source) => available(() => rebuild(pool, source)),
    search: (request) => available(() => search(pool, request)),
    candidates: (request) => available(() => findCandidates(request)),
    documents: (ids) =>
      available(async () => {
        const { rows } = await pool.query<{ document: unknown }>(
          `SELECT document FROM ${current} WHERE id = ANY($1)`,
          [ids],
        );
        return rows.map(({ document }) => searchDocumentSchema.parse(document));
      }),
    sample: (limit) =>
      available(async () => {
        const { rows } = await pool.query<{ terms: unknown }>(
          `SELECT terms FROM ${current} WHERE kind <> 'organisation'
           ORDER BY published_at DESC, id LIMIT $1`,
          [limit],
        );
        return rows.map(({ terms }) => unpackTerms(packedTermsSchema.parse(terms)));
      }),
    status: async () => {
      try {
        const { rows } = await pool.query<{ documents: number }>(
          `SELECT count(*)::int AS documents FROM ${current}`,
        );
        const documents = rows[0]?.documents ?? 0;
        return { engine: "embedded", available: true, documents, detail: "PostgreSQL" };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { engine: "embedded", available: false, documents: 0, detail };
      }
    },
    close: async () => {},
  };
}

interface Found {
  total: number;
  documents: unknown[];
  facets: { facet: FacetName; value: string; count: number }[];
}

async function search(pool: pg.Pool, request: SearchRequest): Promise<SearchPage> {
  const query = textQuery(request.text);
  const strict = await find(pool, request, query, "all");
  const found = strict.total === 0 && query ? await find(pool, request, query, "any") : strict;
  const marks = query?.marks ?? [];
  const facets = Object.fromEntries(
    facetNames.map((name) => [
      name,
      found.facets
        .filter(({ facet }) => facet === name)
        .map(({ value, count }) => ({ value, count })),
    ]),
  ) as SearchPage["facets"];
  return {
    total: found.total,
    facets,
    hits: found.documents.map((stored) => {
      const document = searchDocumentSchema.parse(stored);
      return {
        document,
        title: highlight(document.title, marks),
        excerpt: excerpt(
          document.passages.map(({ text }) => text),
          marks,
        ),
      };
    }),
  };
}

async function find(
  pool: pg.Pool,
  request: SearchRequest,
  query: TextQuery | null,
  words: "all" | "any",
): Promise<Found> {
  const { text, values } = findStatement(request, query, words);
  const { rows } = await pool.query<Found>(text, values);
  return rows[0] ?? { total: 0, documents: [], facets: [] };
}
