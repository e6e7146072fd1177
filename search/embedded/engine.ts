import type pg from "pg";
import { searchDocumentSchema } from "../documents.ts";
import type { SearchEngine } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import { packedTermsSchema, unpackTerms } from "../matching/terms.ts";
import { findCandidates } from "./candidates.ts";
import { countDocuments, createCommonness } from "./commonness.ts";
import { available } from "./connection.ts";
import { createSamples } from "./samples.ts";
import { search } from "./search.ts";
import { current, prepareTables, version } from "./tables.ts";
import { rebuild, remove, upsert } from "./write.ts";

/**
 * The search index in PostgreSQL: no server to install, as durable as the rows
 * it is made from. Lives in the schema "search" of the given pool's database;
 * the pool stays the caller's to end.
 */
export function createEmbeddedEngine(options: {
  pool: pg.Pool;
  fields: IndexFields;
}): SearchEngine {
  const { pool, fields } = options;
  const commonness = createCommonness(pool);
  const samples = createSamples();
  return {
    name: "embedded",
    prepare: () => available(async () => ({ rebuild: await prepareTables(pool, fields) })),
    upsert: (documents) => available(() => upsert(pool, documents, fields)),
    remove: (ids) => available(() => remove(pool, ids)),
    rebuild: (source) =>
      available(async () => {
        const built = await rebuild(pool, source, fields);
        commonness.forget();
        samples.forget();
        return built;
      }),
    search: (request) =>
      available(async () => search(pool, await commonness.read(), samples, { ...request, fields })),
    candidates: (request) =>
      available(async () => findCandidates(pool, await commonness.read(), request)),
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
        const held = await countDocuments(pool);
        return { engine: "embedded", available: true, ...held, detail: "PostgreSQL", version };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { engine: "embedded", available: false, documents: 0, detail, version };
      }
    },
    close: async () => {},
  };
}
