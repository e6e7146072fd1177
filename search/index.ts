import type pg from "pg";
import { createEmbeddedEngine } from "./embedded/engine.ts";
import type { SearchEngine } from "./engine.ts";
import type { IndexFields } from "./fields.ts";
import { createMeilisearchEngine, type MeilisearchOptions } from "./meilisearch/engine.ts";

/** Meilisearch when an address is given, else the index embedded in PostgreSQL. */
export function createSearchEngine(options: {
  meili?: Omit<MeilisearchOptions, "pool" | "fields">;
  pool: pg.Pool;
  fields: IndexFields;
}): SearchEngine {
  const { meili, pool, fields } = options;
  return meili
    ? createMeilisearchEngine({ ...meili, pool, fields })
    : createEmbeddedEngine({ pool, fields });
}
