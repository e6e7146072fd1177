import type pg from "pg";
import type { SearchDocument } from "../documents.ts";
import { connected, transaction, within } from "./connection.ts";
import type { IndexFields } from "../fields.ts";
import { cutAhead } from "./cutter.ts";
import { rowsOf } from "./row.ts";
import { columnsOf, current, finishNext, next, quoted, startNext, swapTables } from "./tables.ts";

/** Held shared by each write, alone for the moments in which a rebuild makes or swaps tables. */
const writeLock = 7_114_003;
/** Held by a rebuild from beginning to end, so that there is one at a time. */
const rebuildLock = 7_114_004;
const batchSize = 500;

/** Puts documents into the index, unless it holds a newer revision. */
export async function upsert(
  pool: pg.Pool,
  documents: SearchDocument[],
  fields: IndexFields,
): Promise<void> {
  if (documents.length === 0) return;
  await transaction(pool, async (client) => {
    const rebuilding = await joinWriters(client);
    for (const batch of batchesOf(documents)) {
      const rows = rowsOf(batch, fields);
      await insert(client, current, rows, fields);
      if (!rebuilding) continue;
      await client.query("DELETE FROM search.removed WHERE id = ANY($1)", [
        batch.map(({ id }) => id),
      ]);
      await insert(client, next, rows, fields);
    }
  });
}

/** Takes documents out of the index. */
export async function remove(pool: pg.Pool, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction(pool, async (client) => {
    const rebuilding = await joinWriters(client);
    await client.query(`DELETE FROM ${current} WHERE id = ANY($1)`, [ids]);
    if (!rebuilding) return;
    await client.query(`DELETE FROM ${next} WHERE id = ANY($1)`, [ids]);
    await client.query(
      "INSERT INTO search.removed SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING",
      [ids],
    );
  });
}

/**
 * Fills a second table and puts it in the place of the first in one transaction,
 * so search is never empty. Meanwhile other writers write to both tables; a
 * newer revision wins over what the source read earlier, and what they removed is
 * noted so that the source does not bring it back. Writers wait only for the
 * swap, so the source may read through the same pool.
 */
export async function rebuild(
  pool: pg.Pool,
  source: AsyncIterable<SearchDocument[]>,
  fields: IndexFields,
): Promise<{ documents: number }> {
  return connected(pool, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [rebuildLock]);
    try {
      await alone(client, () => startNext(client, fields));
      for await (const rows of cutAhead(inBatches(source), fields))
        await within(client, async () => {
          await joinWriters(client);
          await insert(
            client,
            next,
            rows,
            fields,
            "WHERE id NOT IN (SELECT id FROM search.removed)",
          );
        });
      await within(client, () => finishNext(client, fields));
      return await alone(client, async () => {
        await swapTables(client, fields);
        const { rows } = await client.query<{ documents: number }>(
          `SELECT count(*)::int AS documents FROM ${current}`,
        );
        return { documents: rows[0]?.documents ?? 0 };
      });
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [rebuildLock]).catch(() => {});
    }
  });
}

/** Begins a write; answers whether a rebuild is under way. */
async function joinWriters(client: pg.ClientBase): Promise<boolean> {
  await client.query("SELECT pg_advisory_xact_lock_shared($1)", [writeLock]);
  const { rows } = await client.query<{ rebuilding: boolean }>(
    "SELECT to_regclass($1) IS NOT NULL AS rebuilding",
    [next],
  );
  return rows[0]?.rebuilding ?? false;
}

const alone = <T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> =>
  within(client, async () => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [writeLock]);
    return work();
  });

/** One row an id in the order of ids, so that writers never wait for each other in a circle. */
function batchesOf(documents: SearchDocument[]): SearchDocument[][] {
  const newest = new Map<string, SearchDocument>();
  for (const document of documents) {
    const known = newest.get(document.id);
    if (!known || known.revision <= document.revision) newest.set(document.id, document);
  }
  const sorted = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const batches: SearchDocument[][] = [];
  for (let at = 0; at < sorted.length; at += batchSize)
    batches.push(sorted.slice(at, at + batchSize));
  return batches;
}

async function* inBatches(
  source: AsyncIterable<SearchDocument[]>,
): AsyncGenerator<SearchDocument[]> {
  for await (const documents of source) yield* batchesOf(documents);
}

/** Puts rows, as rowsOf writes them, into a table, unless it holds newer ones. */
async function insert(
  client: pg.ClientBase,
  table: string,
  rows: string,
  fields: IndexFields,
  where = "",
): Promise<void> {
  const columns = columnsOf(fields);
  const names = columns.map(([name]) => quoted(name));
  const typed = columns.map(([name, type]) => `${quoted(name)} ${type}`).join(", ");
  const replaced = names.map((name) => `${name} = excluded.${name}`).join(", ");
  await client.query(
    `INSERT INTO ${table} AS indexed (${names.join(", ")})
     SELECT * FROM json_to_recordset($1) AS given (${typed}) ${where}
     ON CONFLICT (id) DO UPDATE SET ${replaced} WHERE indexed.revision <= excluded.revision`,
    [rows],
  );
}
