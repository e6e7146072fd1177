import type pg from "pg";
import { searchDocumentSchema, type SearchDocument } from "../documents.ts";
import { packedTermsSchema, unpackTerms, type PostTerms } from "../matching/terms.ts";
import { current } from "./tables.ts";

/** The documents with these ids, in any order; those that are gone are left out. */
export async function readDocuments(pool: pg.Pool, ids: string[]): Promise<SearchDocument[]> {
  const { rows } = await pool.query<{ document: unknown }>(
    `SELECT document FROM ${current} WHERE id = ANY($1)`,
    [ids],
  );
  return rows.map(({ document }) => searchDocumentSchema.parse(document));
}

/** The terms of the newest needs and results. */
export async function readSample(pool: pg.Pool, limit: number): Promise<PostTerms[]> {
  const { rows } = await pool.query<{ terms: unknown }>(
    `SELECT terms FROM ${current} WHERE kind <> 'organisation'
     ORDER BY published_at DESC, id LIMIT $1`,
    [limit],
  );
  return rows.map(({ terms }) => unpackTerms(packedTermsSchema.parse(terms)));
}
