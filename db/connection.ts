import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { DatabaseAway, findAway, isLoss, noteKept, type BrokenWork } from "./away.ts";
import * as schema from "./schema/index.ts";

/** Queries of the product's tables, outside a transaction. */
export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool };
/** The same inside a transaction; what needs one takes this type. */
export type Transaction = NodePgDatabase<typeof schema> & { $client: pg.PoolClient };
/** Reads that may run in either. */
export type Reader = Database | Transaction;

const tellEvery = 60_000;

export interface PoolOptions {
  /** Told of lost connections, once a minute at most. */
  onAway: (error: Error) => void;
  /** No statement may take longer. */
  statementSeconds?: number;
  /** Connections at once. */
  max?: number;
}

/** Opens a pool for the product's tables; see openPool. */
export const openDatabase = (url: string, options: PoolOptions): Database =>
  databaseOf(openPool(url, options));

/**
 * Opens a pool. Connections that break are replaced; work that loses its own, or
 * gets none, fails with DatabaseAway. Neither a statement that hangs nor a
 * transaction that its process forgot holds locks for ever; the driver gives up a
 * little later than the server, for a network that swallows everything.
 */
export function openPool(
  url: string,
  { onAway, statementSeconds = 600, max = 20 }: PoolOptions,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementSeconds * 1_000,
    query_timeout: statementSeconds * 1_000 + 5_000,
    idle_in_transaction_session_timeout: 300_000,
  });
  let told = -Infinity;
  const tell = (error: Error) => {
    if (performance.now() - told < tellEvery) return;
    told = performance.now();
    onAway(error);
  };
  /** Also of a connection that is lent out; unheard, its error would end the process. */
  pool.on("connect", (client) => client.on("error", tell));
  pool.on("error", tell);
  return noticing(pool, tell);
}

/** The product's tables over an existing pool. */
export function databaseOf(pool: pg.Pool): Database {
  return drizzle(pool, { schema, casing: "snake_case" });
}

/** Has a pool fail with DatabaseAway where the database is, and note what was kept. */
function noticing(pool: pg.Pool, tell: (error: Error) => void): pg.Pool {
  const lend = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
  const connect = async () => {
    try {
      return await lend();
    } catch (error) {
      if (isLoss(error) && error instanceof Error) tell(error);
      throw lossOr(error, "nothing");
    }
  };
  const once = async (given: Parameters<pg.PoolClient["query"]>, writes: boolean) => {
    const client = await connect();
    let broken = false;
    try {
      const result = await (client.query(...given) as unknown as Promise<unknown>);
      if (writes) noteKept();
      return result;
    } catch (error) {
      /** What it left, such as half a transaction of several statements, is nobody's. */
      broken = true;
      throw lossOr(error, writes ? "unknown" : "nothing");
    } finally {
      client.release(broken);
    }
  };
  const query = (...given: Parameters<pg.PoolClient["query"]>) => {
    const writes = isWrite(given[0]);
    return writes ? once(given, writes) : onceMore(() => once(given, writes));
  };
  return Object.assign(pool, { connect, query });
}

/**
 * A connection may have broken while nobody used it, which only its next use shows:
 * what surely did nothing is done once more, on another.
 */
async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLoss(error)) throw error;
    return work();
  }
}

/** A lost connection as DatabaseAway, with what is known of the work; every other error as it is. */
function lossOr(error: unknown, outcome: BrokenWork): unknown {
  if (!isLoss(error)) return error;
  return findAway(error) ?? new DatabaseAway(outcome, { cause: error });
}

/** Statements that surely only read do not matter to what was kept. */
function isWrite(statement: unknown): boolean {
  const text =
    typeof statement === "object" && statement !== null && "text" in statement
      ? String(statement.text)
      : String(statement);
  return !/^\s*(select|with|show)\b/i.test(text) || /\b(insert|update|delete|merge)\b/i.test(text);
}

/**
 * Runs the work in one transaction on one connection: all of it is kept, or,
 * when the work throws, nothing. Jobs sent and events announced with the
 * transaction belong to it.
 *
 * @throws DatabaseAway whose outcome is "unknown" when the connection broke while
 *   the work was being kept
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
  { onlyReads = false } = {},
): Promise<T> {
  const client = await onceMore(() => begun(database.$client));
  let broken = false;
  let keeping = false;
  try {
    const result = await work(drizzle(client, { schema, casing: "snake_case" }));
    keeping = !onlyReads;
    await client.query("COMMIT");
    if (keeping) noteKept();
    return result;
  } catch (error) {
    broken = isLoss(error);
    if (!broken) await client.query("ROLLBACK").catch(() => (broken = true));
    throw lossOr(error, keeping ? "unknown" : "nothing");
  } finally {
    client.release(broken);
  }
}

/** A connection on which a transaction has begun. */
async function begun(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    return client;
  } catch (error) {
    client.release(true);
    throw lossOr(error, "nothing");
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
