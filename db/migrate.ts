import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { DatabaseUnfit, ensureDeclaration, ensureRoles } from "./security/ensure.ts";

const migrationLock = 7_114_001;

/** PostgreSQL's error for a row that a CHECK refuses. */
const checkViolation = "23514";

/** The state of a schema: the moment (milliseconds since 1970) at which its newest migration was written. */
export type SchemaVersion = number;

const migrations = () =>
  readMigrationFiles({ migrationsFolder: path.join(import.meta.dirname, "migrations") });

/** The versions that this program knows, the oldest first. */
export const knownVersions = (): SchemaVersion[] =>
  migrations().map(({ folderMillis }) => folderMillis);

/**
 * Brings the database at this address up to the newest schema, with the roles,
 * policies and rights that are declared (security/); safe when two servers start at once.
 *
 * @throws DatabaseUnfit when its role may not, with what a superuser must run, or when
 *   rows are not as a new rule of the schema wants them; nothing was changed then
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await prepareSchema(client);
  } finally {
    await client.end();
  }
}

/** As `migrate`, for who holds the lock of migrations. */
export async function prepareSchema(client: pg.ClientBase): Promise<void> {
  await ensureRoles(client);
  await client.query("BEGIN");
  try {
    await applyMigrations(client, Infinity);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
  await ensureDeclaration(client);
}

/**
 * Applies what is missing up to a version, in the transaction of the caller, and
 * keeps record of it where drizzle-kit keeps it.
 */
export async function applyMigrations(client: pg.ClientBase, upTo: SchemaVersion): Promise<void> {
  await client.query("CREATE SCHEMA IF NOT EXISTS drizzle");
  await client.query(
    `CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (
       id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  );
  const applied = (await schemaVersion(client)) ?? -Infinity;
  for (const { folderMillis, hash, sql } of migrations()) {
    if (folderMillis <= applied || folderMillis > upTo) continue;
    for (const statement of sql)
      await client.query(statement).catch((error: unknown) => {
        throw refusedRows(error, statement) ?? error;
      });
    await client.query(
      "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1, $2)",
      [hash, folderMillis],
    );
  }
}

/** What to tell who starts the server of rows that a new CHECK refuses; null for another error. */
function refusedRows(error: unknown, statement: string): DatabaseUnfit | null {
  if (!(error instanceof pg.DatabaseError) || error.code !== checkViolation) return null;
  const rule = /ADD CONSTRAINT "([^"]+)" CHECK (\(.*\));?$/.exec(statement.trim());
  if (!rule) return null;
  return new DatabaseUnfit(
    `the table "${error.table}" has rows that the new rule "${rule[1]}" refuses, and nothing was changed; find them with SELECT * FROM "${error.table}" WHERE NOT ${rule[2]}, correct them and start again`,
  );
}

/** Null where no migration was ever applied. */
export async function schemaVersion(client: pg.ClientBase): Promise<SchemaVersion | null> {
  const { rows: made } = await client.query<{ made: boolean }>(
    "SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS made",
  );
  if (!made[0]?.made) return null;
  const { rows } = await client.query<{ version: string | null }>(
    "SELECT max(created_at) AS version FROM drizzle.__drizzle_migrations",
  );
  return rows[0]?.version ? Number(rows[0].version) : null;
}

/** Keeps every server from starting on this database until the session ends; false when one is at it. */
export async function holdStarts(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    "SELECT pg_try_advisory_lock($1) AS held",
    [migrationLock],
  );
  return rows[0]?.held ?? false;
}
