import type pg from "pg";
import type { SearchEngine } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import { kindOf, readBuilds } from "../store/builds.ts";
import { countDocuments, createCommonness } from "../store/commonness.ts";
import { available } from "../store/connection.ts";
import { createMeanings } from "../store/meanings.ts";
import { readDocuments, readSample } from "../store/read.ts";
import { prepareTables, version } from "../store/tables.ts";
import { rebuild, remove, upsert, type Store } from "../store/write.ts";
import { findCandidates } from "./candidates.ts";
import { createSamples } from "./samples.ts";
import { search } from "./search.ts";

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
  const kind = kindOf("embedded", fields, String(version));
  const store: Store = {
    ...{ pool, kind, mirror: null },
    cutting: { recordOf: null, thread: new URL("./cut-worker.ts", import.meta.url) },
  };
  const commonness = createCommonness(pool);
  const samples = createSamples();
  const meanings = createMeanings(pool);
  return {
    name: "embedded",
    prepare: () =>
      available(async () => {
        await prepareTables(pool, kind);
        return { rebuild: (await readBuilds(pool, kind)).current === null };
      }),
    upsert: (documents) => available(() => upsert(store, documents)),
    remove: (ids) => available(() => remove(store, ids)),
    rebuild: (source) =>
      available(async () => {
        const built = await rebuild(store, source);
        commonness.forget();
        samples.forget();
        return built;
      }),
    search: (request) =>
      available(async () =>
        search(pool, await commonness.read(), samples, meanings, { ...request, fields }),
      ),
    candidates: (request) =>
      available(async () => findCandidates(pool, meanings, await commonness.read(), request)),
    documents: (ids) => available(() => readDocuments(pool, ids)),
    sample: (limit) => available(() => readSample(pool, limit)),
    status: async () => {
      try {
        const held = await countDocuments(pool);
        return { engine: "embedded", available: true, ...held, detail: "PostgreSQL", version };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { engine: "embedded", available: false, documents: 0, detail, version };
      }
    },
    close: () => meanings.close(),
  };
}
