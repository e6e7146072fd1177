import type pg from "pg";
import { transaction } from "./connection.ts";

/** Grows when the tables or the way texts are cut into lexemes change; the index is then built anew. */
export const version = 6;
const setupLock = 7_114_002;

/** The table that is searched. */
export const current = "search.document";
/** The table that a rebuild fills; there is none at other times. */
export const next = "search.document_next";

/**
 * Documents have a level by chance: half of them 0, a quarter 1 and so on. Those
 * from a level up are a sample of all, and have indexes of their own.
 */
export const sampleLevels = [3, 5, 7, 9] as const;

/** The columns with their types. */
export const columns = [
  ["id", "text", "PRIMARY KEY"],
  ["level", "smallint", "NOT NULL"],
  ["kind", "text", "NOT NULL"],
  ["state", "text", "NOT NULL"],
  ["organisation_id", "text", ""],
  ["audience", "text[]", "NOT NULL"],
  ["cluster", "text[]", "NOT NULL"],
  ["region", "text", ""],
  ["trl", "text", ""],
  ["cooperation_mode", "text[]", "NOT NULL"],
  ["facets", "text", "NOT NULL"],
  ["published_at", "bigint", "NOT NULL"],
  ["expires_at", "bigint", ""],
  ["deadline", "bigint", ""],
  ["revision", "bigint", "NOT NULL"],
  ["names", "tsvector", "NOT NULL"],
  ["lexemes", "tsvector", "NOT NULL"],
  ["body", "text", "NOT NULL"],
  ["terms", "json", "NOT NULL"],
  ["document", "json", "NOT NULL"],
] as const;

/**
 * What is filtered, sorted by or weighed for many documents at once stays in the
 * row; vector, texts and document are kept beside it (TOAST), so that rows are
 * narrow. The lexemes are only ever read through their index.
 */
/** Short whatever the document; an audience may have many tokens, so it may move if the page is full. */
const inRow = ["cluster", "cooperation_mode", "facets", "names"];

const createTable = (name: string): string => `
  CREATE TABLE ${name} (
    ${columns.map(([column, type, constraint]) => `${column} ${type} ${constraint}`).join(",\n    ")}
  ) WITH (toast_tuple_target = 256);
  ${inRow.map((column) => `ALTER TABLE ${name} ALTER COLUMN ${column} SET STORAGE PLAIN;`).join(" ")}
  ALTER TABLE ${name} ALTER COLUMN audience SET STORAGE MAIN;
  ALTER TABLE ${name} ALTER COLUMN names SET STATISTICS 200;
  ALTER TABLE ${name} ALTER COLUMN lexemes SET STATISTICS 200`;

const createIndexes = (name: string): string => `
  CREATE INDEX ON ${name} USING gin (lexemes) WITH (gin_pending_list_limit = 512);
  CREATE INDEX ON ${name} USING gin (names) WITH (gin_pending_list_limit = 256);
  CREATE INDEX ON ${name} (published_at DESC, id);
  CREATE INDEX ON ${name} (deadline, published_at DESC, id);
  ${sampleLevels
    .map(
      (level) =>
        `CREATE INDEX ON ${name} USING gin (lexemes) WITH (gin_pending_list_limit = 64)
           WHERE level >= ${level}`,
    )
    .join(";")}`;

/**
 * Makes or replaces the index's tables in the schema "search"; safe when two
 * servers do it at once. Answers whether the contents must be built anew.
 */
export async function prepareTables(pool: pg.Pool): Promise<boolean> {
  return transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [setupLock]);
    await client.query("CREATE SCHEMA IF NOT EXISTS search");
    await client.query("CREATE TABLE IF NOT EXISTS search.version (number int NOT NULL)");
    await client.query("CREATE TABLE IF NOT EXISTS search.removed (id text PRIMARY KEY)");
    const { rows } = await client.query<{ number: number }>("SELECT number FROM search.version");
    if (rows[0]?.number === version) return false;
    await client.query(`DROP TABLE IF EXISTS ${current}, ${next}`);
    await client.query(createTable(current));
    await client.query(createIndexes(current));
    await client.query("DELETE FROM search.version");
    return true;
  });
}

/** Makes an empty table for a rebuild, which is looked after once it is full; what an interrupted one left goes. */
export async function startNext(client: pg.ClientBase): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${next}`);
  await client.query("DELETE FROM search.removed");
  await client.query(createTable(next));
  await client.query(`ALTER TABLE ${next} SET (autovacuum_enabled = false)`);
}

/** Indexes are made after a table is filled, which is quicker; the counts serve the planner and candidates(). */
export async function finishNext(client: pg.ClientBase): Promise<void> {
  await client.query("SET LOCAL maintenance_work_mem = '256MB'");
  await client.query(createIndexes(next));
  await client.query(`ANALYZE ${next}`);
}

/** Puts the filled table in the place of the searched one and records that the contents are whole. */
export async function swapTables(client: pg.ClientBase): Promise<void> {
  await client.query(`DROP TABLE ${current}`);
  await client.query(`ALTER TABLE ${next} RESET (autovacuum_enabled)`);
  await client.query(`ALTER TABLE ${next} RENAME TO document`);
  await client.query("DELETE FROM search.removed");
  await client.query("DELETE FROM search.version");
  await client.query("INSERT INTO search.version (number) VALUES ($1)", [version]);
}
