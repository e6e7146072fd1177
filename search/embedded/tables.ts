import type pg from "pg";

/** Grows when the tables or the way texts are cut into lexemes change; the index is then built anew. */
const version = 1;
const setupLock = 7_114_002;

/** The columns of the index table, in a statement that makes one of this name. */
export const createTable = (name: string): string => `
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
    document jsonb NOT NULL
  )`;

/** Indexes are made after a table is filled, which is quicker. */
export const createIndexes = (name: string): string => `
  CREATE INDEX ON ${name} USING gin (lexemes);
  CREATE INDEX ON ${name} (published_at DESC, id)`;

/**
 * Makes or replaces the index's tables in the schema "search"; safe when two
 * servers do it at once. Answers whether the contents must be built anew.
 */
export async function prepareTables(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [setupLock]);
    await client.query("CREATE SCHEMA IF NOT EXISTS search");
    await client.query("CREATE TABLE IF NOT EXISTS search.version (number int NOT NULL)");
    const { rows } = await client.query<{ number: number }>("SELECT number FROM search.version");
    const current = rows[0]?.number === version;
    if (!current) {
      await client.query("DROP TABLE IF EXISTS search.document, search.removed");
      await client.query(createTable("search.document"));
      await client.query(createIndexes("search.document"));
      await client.query("DELETE FROM search.version");
    }
    await client.query("COMMIT");
    return !current;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Records that the contents are whole, so that the next start need not build them. */
export async function markBuilt(client: pg.ClientBase): Promise<void> {
  await client.query("DELETE FROM search.version");
  await client.query("INSERT INTO search.version (number) VALUES ($1)", [version]);
}
