import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { ensureDeclaration, ensureRoles } from "./security/ensure.ts";

const migrationLock = 7_114_001;

export const migrationsFolder = path.join(import.meta.dirname, "migrations");

/**
 * Brings the database at this address up to the newest schema, with the roles,
 * policies and rights that are declared (security/); safe when two servers start at once.
 *
 * @throws DatabaseUnfit when its role may not, with what a superuser must run
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await lockMigrations(client);
    await ensureRoles(client);
    await applyMigrations(drizzle(client), { migrationsFolder });
    await ensureDeclaration(client);
  } finally {
    await client.end();
  }
}

/** Keeps every server that starts on this database waiting until the session ends. */
export async function lockMigrations(client: pg.ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
}
