import type pg from "pg";
import { transaction } from "./connection.ts";

/** Grows when the tables or the way texts are cut into lexemes change; the index is then built anew. */
const version = 3;
const setupLock = 7_114_002;

/** The table that is searched. */
export const current = "search.document";
/** The table that a rebuild fills; there is none at other times. */
export const next = "search.document_next";

/**
 * Everything that is filtered, counted or sorted by stays in narrow rows; the
 * vector and the document are kept beside them (TOAST), so that counting facets
 * over all documents reads little.
 */
const createTable = (name: string): string => `
  CREATE TABLE ${name} (
    id text PRIMARY KEY,
    kind text NOT NULL,
    state text NOT NULL,
    owner_id text NOT NULL,
    audience text[] NOT NULL,
    cluster text[] NOT NULL,
    region text,
    trl text,
    cooperation_mode text[] NOT NULL,
    published_at bigint NOT NULL,
    expires_at bigint,
    deadline bigint,
    revision bigint NOT NULL,
    lexemes tsvector NOT NULL,
    terms json NOT NULL,
    document jsonb NOT NULL
  ) WITH (toast_tuple_target = 256);
  ALTER TABLE ${name} ALTER COLUMN lexemes SET STATISTICS 1000`;

const createIndexes = (name: string): string => `
  CREATE INDEX ON ${name} USING gin (lexemes);
  CREATE INDEX ON ${name} (published_at DESC, id)`;

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

/** Makes an empty table for a rebuild; what an interrupted one left goes. */
export async function startNext(client: pg.ClientBase): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${next}`);
  await client.query("DELETE FROM search.removed");
  await client.query(createTable(next));
}

/** Indexes are made after a table is filled, which is quicker; the counts serve the planner and candidates(). */
export async function finishNext(client: pg.ClientBase): Promise<void> {
  await client.query(createIndexes(next));
  await client.query(`ANALYZE ${next}`);
}

/** Puts the filled table in the place of the searched one and records that the contents are whole. */
export async function swapTables(client: pg.ClientBase): Promise<void> {
  await client.query(`DROP TABLE ${current}`);
  await client.query(`ALTER TABLE ${next} RENAME TO document`);
  await client.query("DELETE FROM search.removed");
  await client.query("DELETE FROM search.version");
  await client.query("INSERT INTO search.version (number) VALUES ($1)", [version]);
}
