import type pg from "pg";
import { SearchUnavailable } from "../engine.ts";

/** Does the work between BEGIN and COMMIT on one connection; nothing stays when it throws. */
export async function transaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return connected(pool, (client) => within(client, () => work(client)));
}

/** One transaction on a connection that is at hand. */
export async function within<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/**
 * Reads on one connection with what suits an index of few, bounded lookups:
 * never scanning the whole table (PostgreSQL does not know how long reading a
 * vector beside its row takes), no compiling, and room for exact bitmaps.
 */
export async function reading<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return connected(pool, async (client) => {
    await client.query(
      "BEGIN READ ONLY; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'; SET LOCAL max_parallel_workers_per_gather = 0",
    );
    try {
      return await work(client);
    } finally {
      await client.query("COMMIT").catch(() => {});
    }
  });
}

/** Lends a connection; one that the work found broken does not go back into the pool. */
export async function connected<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = isUnavailable(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Turns "cannot be reached" into SearchUnavailable; PostgreSQL's answer to a wrong statement stays a defect. */
export async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error))
      throw new SearchUnavailable("the search index cannot be reached", { cause: error });
    throw error;
  }
}

/**
 * Classes of PostgreSQL's error codes for a server that is away or overloaded
 * (Appendix A: 08 connection, 53 resources, 57P operator intervention), the
 * system's errors of sockets, and the driver's own, which have no code.
 */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(08|53|57P)/.test(code) ||
    /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN)/.test(code) ||
    (code === "" && /timeout|terminated|Connection|after calling end/.test(error.message)) ||
    isUnavailable(error.cause)
  );
}
