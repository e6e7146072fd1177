import type pg from "pg";
import type { SearchDocument } from "../documents.ts";
import { available, connected, transaction } from "../store/connection.ts";
import { distinct, entriesOf, identityOf, type Entry } from "./entries.ts";
import { lettersOf } from "./edits.ts";
import { keysOf, latinWordsOf, readingOf } from "./keys.ts";
import { squeeze, typedForms } from "./pinyin.ts";

/** One writer at a time, for a moment each. */
const writeLock = 7_114_022;
/** Held by a rebuild from beginning to end, so that there is one at a time. */
const rebuildLock = 7_114_023;
/** The entries of the house itself count as brought by a document of this id. */
const houseId = "house";

interface Brought {
  id: string;
  /** Null of what has no revisions. */
  revision: number | null;
  entries: Entry[];
}

/** What begins with the typed text comes before what has it inside, however often that is used. */
const startWeight = 100;
const weightOf = (start: string, uses: string): string =>
  `((CASE WHEN ${start} THEN ${startWeight} ELSE 0 END) + round(2 * log(2, ${uses} + 1)))::smallint`;

/**
 * Offers what these documents bring now, and no longer what they brought before
 * and bring no more. Older revisions than what was read are ignored.
 */
export const updateSuggestions = (pool: pg.Pool, documents: SearchDocument[]): Promise<void> =>
  available(() => apply(pool, documents.map(broughtBy), "change"));

/** Takes back what these documents brought. Unknown ids are no error. */
export const removeSuggestions = (pool: pg.Pool, ids: string[]): Promise<void> =>
  available(() =>
    apply(
      pool,
      ids.map((id) => ({ id, revision: null, entries: [] })),
      "change",
    ),
  );

/** Offers these beside what documents bring, in the place of those offered so before. */
export const offerOwn = (pool: pg.Pool, entries: Entry[]): Promise<void> =>
  available(() =>
    apply(pool, [{ id: houseId, revision: null, entries: distinct(entries) }], "own"),
  );

/**
 * Collects the suggestions anew from all documents while the old ones are
 * offered. What others write or remove meanwhile wins over what the source read
 * earlier; what the source no longer has goes at the end.
 */
export function rebuildSuggestions(
  pool: pg.Pool,
  own: Entry[],
  source: AsyncIterable<SearchDocument[]>,
): Promise<{ suggestions: number }> {
  return available(() =>
    oneRebuild(pool, async () => {
      await alone(pool, async (client) => {
        await client.query("UPDATE search.suggestion_version SET generation = generation + 1");
        await client.query(
          "DELETE FROM search.suggestion_document WHERE revision IS NULL AND id <> $1",
          [houseId],
        );
      });
      await offerOwn(pool, own);
      for await (const documents of source) await apply(pool, documents.map(broughtBy), "source");
      return alone(pool, async (client) => {
        const { rows: gone } = await client.query<{ id: string }>(
          `SELECT id FROM search.suggestion_document
         WHERE generation < (SELECT generation FROM search.suggestion_version)`,
        );
        await takeBack(
          client,
          gone.map(({ id }) => id),
        );
        await client.query("DELETE FROM search.suggestion_document WHERE id = ANY($1)", [
          gone.map(({ id }) => id),
        ]);
        await client.query("UPDATE search.suggestion_version SET whole = true");
        const { rows } = await client.query<{ suggestions: number }>(
          "SELECT count(*)::int AS suggestions FROM search.suggestion",
        );
        return { suggestions: rows[0]?.suggestions ?? 0 };
      });
    }),
  );
}

const oneRebuild = <T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> =>
  connected(pool, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [rebuildLock]);
    try {
      return await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [rebuildLock]).catch(() => {});
    }
  });

const broughtBy = (document: SearchDocument): Brought => ({
  id: document.id,
  revision: document.revision,
  entries: entriesOf(document),
});

const alone = <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
  transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [writeLock]);
    return work(client);
  });

async function apply(
  pool: pg.Pool,
  brought: Brought[],
  from: "change" | "source" | "own",
): Promise<void> {
  if (brought.length === 0) return;
  await alone(pool, async (client) => {
    const accepted = await accept(client, brought, from);
    const before = await takeBack(
      client,
      accepted.map(({ id }) => id),
      false,
    );
    const after = await bring(client, accepted);
    await recount(client, before, after);
  });
}

/** Notes the revisions and leaves out what is older; a removal stays noted, so that a source cannot undo it. */
async function accept(
  client: pg.ClientBase,
  brought: Brought[],
  from: "change" | "source" | "own",
): Promise<Brought[]> {
  const newest = new Map<string, Brought>();
  for (const one of brought)
    if ((newest.get(one.id)?.revision ?? -1) <= (one.revision ?? 0)) newest.set(one.id, one);
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO search.suggestion_document AS known (id, revision, generation)
     SELECT id, revision, (SELECT generation FROM search.suggestion_version)
     FROM unnest($1::text[], $2::bigint[]) AS given (id, revision)
     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, generation = excluded.generation
       WHERE excluded.revision IS NULL OR known.revision <= excluded.revision
         OR (known.revision IS NULL AND $3)
     RETURNING id`,
    [
      [...newest.keys()],
      [...newest.values()].map(({ revision }) => (revision === null ? null : Math.floor(revision))),
      from === "change",
    ],
  );
  if (from === "source")
    await client.query(
      `UPDATE search.suggestion_document
       SET generation = (SELECT generation FROM search.suggestion_version) WHERE id = ANY($1)`,
      [[...newest.keys()]],
    );
  return rows.flatMap(({ id }) => newest.get(id) ?? []);
}

type Counts = Map<string, number>;

function countsOf(rows: { suggestion_id: string }[]): Counts {
  const counts: Counts = new Map();
  for (const { suggestion_id: id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Deletes the uses of these documents; counts anew at once unless the caller will. */
async function takeBack(client: pg.ClientBase, ids: string[], counted = true): Promise<Counts> {
  const { rows } = await client.query<{ suggestion_id: string }>(
    "DELETE FROM search.suggestion_use WHERE document_id = ANY($1) RETURNING suggestion_id",
    [ids],
  );
  const counts = countsOf(rows);
  if (counted) await recount(client, counts, new Map());
  return counts;
}

async function bring(client: pg.ClientBase, brought: Brought[]): Promise<Counts> {
  const entries = new Map(
    brought.flatMap((one) => one.entries.map((entry) => [identityOf(entry), entry] as const)),
  );
  if (entries.size === 0) return new Map();
  const given = [...entries.values()].map((entry) => ({
    ...entry,
    ...typedForms(entry.text),
    normal: squeeze(entry.text),
    reading: readingOf(entry.text),
  }));
  const { rows: fresh } = await client.query<{ id: string; text: string }>(
    `INSERT INTO search.suggestion (kind, normal, target, text, pinyin, initials, reading)
     SELECT kind, normal, target, text, pinyin, initials, reading
     FROM jsonb_to_recordset($1::jsonb) AS given
       (kind text, normal text, target text, text text, pinyin text, initials text, reading text)
     ON CONFLICT (kind, normal, target) DO NOTHING
     RETURNING id, text`,
    [JSON.stringify(given)],
  );
  await addKeys(client, fresh);
  const uses = brought.flatMap(({ id, entries: own }) =>
    own.map((entry) => ({
      id,
      kind: entry.kind,
      normal: squeeze(entry.text),
      target: entry.target,
    })),
  );
  const { rows } = await client.query<{ suggestion_id: string }>(
    `INSERT INTO search.suggestion_use (document_id, suggestion_id)
     SELECT use.id, suggestion.id
     FROM jsonb_to_recordset($1::jsonb) AS use (id text, kind text, normal text, target text)
     JOIN search.suggestion USING (kind, normal, target)
     ON CONFLICT DO NOTHING
     RETURNING suggestion_id`,
    [JSON.stringify(uses)],
  );
  return countsOf(rows);
}

async function addKeys(
  client: pg.ClientBase,
  fresh: { id: string; text: string }[],
): Promise<void> {
  const keys = fresh.flatMap(({ id, text }) => keysOf(text).map((key) => ({ id, ...key })));
  await client.query(
    `INSERT INTO search.suggestion_key (suggestion_id, key, start, weight)
     SELECT id, key, start, ${weightOf("start", "1")}
     FROM unnest($1::bigint[], $2::text[], $3::boolean[]) AS given (id, key, start)`,
    [keys.map(({ id }) => id), keys.map(({ key }) => key), keys.map(({ start }) => start)],
  );
  const words = fresh.flatMap(({ id, text }) =>
    latinWordsOf(text).map((word) => ({ id, word, letters: lettersOf(word) })),
  );
  await client.query(
    `INSERT INTO search.suggestion_word (suggestion_id, word, letters)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::int[])`,
    [words.map(({ id }) => id), words.map(({ word }) => word), words.map(({ letters }) => letters)],
  );
}

/** Brings the counts up to what came and went; what nothing brings any more is no longer offered. */
async function recount(client: pg.ClientBase, before: Counts, after: Counts): Promise<void> {
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ id, change: (after.get(id) ?? 0) - (before.get(id) ?? 0) }))
    .filter(({ change }) => change !== 0);
  if (changes.length === 0) return;
  const ids = changes.map(({ id }) => id);
  await client.query(
    `UPDATE search.suggestion SET uses = uses + change
     FROM unnest($1::bigint[], $2::int[]) AS changed (changed_id, change) WHERE id = changed_id`,
    [ids, changes.map(({ change }) => change)],
  );
  await client.query(
    `WITH gone AS (DELETE FROM search.suggestion WHERE id = ANY($1) AND uses <= 0 RETURNING id),
       keys AS (DELETE FROM search.suggestion_key USING gone WHERE suggestion_id = gone.id)
     DELETE FROM search.suggestion_word USING gone WHERE suggestion_id = gone.id`,
    [ids],
  );
  await client.query(
    `UPDATE search.suggestion_key SET weight = ${weightOf("start", "uses")}
     FROM search.suggestion
     WHERE suggestion.id = suggestion_id AND suggestion_id = ANY($1)
       AND weight <> ${weightOf("start", "uses")}`,
    [ids],
  );
}
