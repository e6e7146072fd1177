import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "./schema/index.ts";

/** Queries of the product's tables, outside a transaction. */
export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool };
/** The same inside a transaction; what needs one takes this type. */
export type Transaction = NodePgDatabase<typeof schema> & { $client: pg.PoolClient };
/** Reads that may run in either. */
export type Reader = Database | Transaction;

/** Opens a pool; a connection that breaks while idle is replaced, not fatal. */
export function openDatabase(url: string, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: 20, connectionTimeoutMillis: 5_000 });
  pool.on("error", onError);
  return databaseOf(pool);
}

/** The product's tables over an existing pool. */
export function databaseOf(pool: pg.Pool): Database {
  return drizzle(pool, { schema, casing: "snake_case" });
}

/**
 * Runs the work in one transaction on one connection: all of it is kept, or,
 * when the work throws, nothing. Jobs sent and events announced with the
 * transaction belong to it.
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await database.$client.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(drizzle(client, { schema, casing: "snake_case" }));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((reason: Error) => (broken = reason));
    throw error;
  } finally {
    client.release(broken);
  }
}
