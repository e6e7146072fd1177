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

interface Turns {
  free: number;
  waiting: (() => void)[];
}

const turns = new WeakMap<pg.Pool, Turns>();

/**
 * As inTransaction, for work that takes a second connection of the same pool while
 * it holds the first. So few run at once, the others in turn, that two connections
 * are always left: one for the work, one for what holds another for long.
 */
export async function inTransactionTakingMore<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { $client: pool } = database;
  const atOnce = Math.max(1, Math.floor(pool.options.max / 2) - 1);
  const turn = turns.get(pool) ?? { free: atOnce, waiting: [] };
  turns.set(pool, turn);
  if (turn.free > 0) turn.free -= 1;
  else await new Promise<void>((resolve) => turn.waiting.push(resolve));
  try {
    return await inTransaction(database, work);
  } finally {
    const next = turn.waiting.shift();
    if (next) next();
    else turn.free += 1;
  }
}
