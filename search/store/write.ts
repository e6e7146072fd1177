import type pg from "pg";
import { v7 as newId } from "uuid";
import type { SearchDocument } from "../documents.ts";
import type { IndexFields } from "../fields.ts";
import {
  alone,
  joinWriters,
  keepApart,
  makeCurrent,
  noteBuild,
  retire,
  startFilling,
  type Kind,
} from "./builds.ts";
import { connected, transaction, within } from "./connection.ts";
import { cutAhead, type Cutting } from "./cutter.ts";
import type { Handed, Mirror } from "./mirror.ts";
import { cutDocuments, type Cut } from "./row.ts";
import {
  columnsOf,
  countAll,
  current,
  finishNext,
  next,
  quoted,
  startNext,
  swapTables,
} from "./tables.ts";

/** Held by a rebuild from beginning to end, so that there is one at a time. */
const rebuildLock = 7_114_004;
const batchSize = 500;
/** So many batches of a rebuild are with the server at once. */
const mostHanded = 4;

/** Where documents are written: an engine's tables and, if it has one, its server. */
export interface Store {
  pool: pg.Pool;
  kind: Kind;
  mirror: Mirror | null;
  cutting: Cutting;
}

/** Puts documents into the index, unless it holds a newer revision. */
export async function upsert(store: Store, documents: SearchDocument[]): Promise<void> {
  if (documents.length === 0) return;
  const { pool, kind, mirror, cutting } = store;
  const handed = await transaction(pool, async (client) => {
    const builds = await joinWriters(client, kind);
    const open: Handed[] = [];
    const put = async (build: string | null, table: string, cut: Cut) => {
      const accepted = await insert(client, table, cut.rows, kind.fields);
      if (mirror && build) open.push(await mirror.put(build, chosen(cut, accepted)));
    };
    for (const batch of batchesOf(documents)) {
      const cut = cutDocuments(batch, kind.fields, cutting.recordOf);
      await put(builds.current, current, cut);
      if (builds.filling === null) continue;
      await client.query("DELETE FROM search.removed WHERE id = ANY($1)", [
        batch.map(({ id }) => id),
      ]);
      await put(builds.filling, next, cut);
    }
    return open;
  });
  await allDone(handed);
}

/** Takes documents out of the index. */
export async function remove(store: Store, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const { pool, kind, mirror } = store;
  const handed = await transaction(pool, async (client) => {
    const builds = await joinWriters(client, kind);
    const open: Handed[] = [];
    await client.query(`DELETE FROM ${current} WHERE id = ANY($1)`, [ids]);
    if (mirror && builds.current) open.push(await mirror.take(builds.current, ids));
    if (builds.filling === null) return open;
    await keepApart(client, "removal");
    await client.query(
      "INSERT INTO search.removed SELECT DISTINCT unnest($1::text[]) ON CONFLICT DO NOTHING",
      [ids],
    );
    await client.query(`DELETE FROM ${next} WHERE id = ANY($1)`, [ids]);
    if (mirror) open.push(await mirror.take(builds.filling, ids));
    return open;
  });
  await allDone(handed);
}

/** A failure is told once all are settled, so that none is left without anybody who hears of it. */
async function allDone(handed: Handed[]): Promise<void> {
  const settled = await Promise.allSettled(handed.map(({ done }) => done));
  for (const one of settled) if (one.status === "rejected") throw one.reason;
}

/**
 * Fills a second build and puts it in the place of the first in one transaction,
 * so search is never empty. Meanwhile other writers write to both; a
 * newer revision wins over what the source read earlier, and what they removed is
 * noted so that the source does not bring it back. Writers wait only for the
 * moment of the change, so the source may read through the same pool.
 */
export async function rebuild(
  store: Store,
  source: AsyncIterable<SearchDocument[]>,
): Promise<{ documents: number }> {
  const { pool, kind, mirror } = store;
  return connected(pool, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [rebuildLock]);
    const build = newId();
    try {
      await noteBuild(client, build, kind);
      await mirror?.make(build);
      await alone(client, async () => {
        await startNext(client, kind.fields);
        await startFilling(client, build);
      });
      await fill(client, store, build, source);
      await within(client, () => finishNext(client, kind));
      return await alone(client, async () => {
        await mirror?.finish(build, await countAll(client, next));
        const documents = await swapTables(client);
        await makeCurrent(client, build, documents);
        return { documents };
      });
    } catch (error) {
      await alone(client, () => retire(client, "filling")).catch(() => {});
      throw error;
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [rebuildLock]).catch(() => {});
    }
  });
}

async function fill(
  client: pg.ClientBase,
  { kind, mirror, cutting }: Store,
  build: string,
  source: AsyncIterable<SearchDocument[]>,
): Promise<void> {
  const open: Handed[] = [];
  try {
    for await (const cut of cutAhead(inBatches(source), kind.fields, cutting)) {
      const handed = await within(client, async () => {
        await joinWriters(client, kind);
        await keepApart(client, "batch");
        const accepted = await insert(
          client,
          next,
          cut.rows,
          kind.fields,
          "WHERE id NOT IN (SELECT id FROM search.removed)",
        );
        return mirror?.put(build, chosen(cut, accepted));
      });
      if (handed) {
        handed.done.catch(() => {});
        open.push(handed);
      }
      if (open.length > mostHanded) await open.shift()?.done;
    }
  } finally {
    await allDone(open);
  }
}

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

/** What the server gets of a batch: the records of the rows that were taken. */
const chosen = ({ records }: Cut, accepted: ReadonlySet<string>): Cut["records"] =>
  records.filter(({ id }) => accepted.has(id));

/** Puts rows into a table, unless it holds newer ones; answers whose were taken. */
async function insert(
  client: pg.ClientBase,
  table: string,
  rows: string,
  fields: IndexFields,
  where = "",
): Promise<ReadonlySet<string>> {
  const columns = columnsOf(fields);
  const names = columns.map(([name]) => quoted(name));
  const typed = columns.map(([name, type]) => `${quoted(name)} ${type}`).join(", ");
  const replaced = names.map((name) => `${name} = excluded.${name}`).join(", ");
  const { rows: taken } = await client.query<{ id: string }>(
    `INSERT INTO ${table} AS indexed (${names.join(", ")})
     SELECT * FROM json_to_recordset($1) AS given (${typed}) ${where}
     ON CONFLICT (id) DO UPDATE SET ${replaced}, changed = pg_current_xact_id() WHERE indexed.revision <= excluded.revision
     RETURNING id`,
    [rows],
  );
  return new Set(taken.map(({ id }) => id));
}
