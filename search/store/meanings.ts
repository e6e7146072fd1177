import type pg from "pg";
import type { Piscina } from "piscina";
import type { DocumentKind } from "../documents.ts";
import { meaningDimensions } from "../matching/grams.ts";
import { packMeaning, type Meaning } from "../matching/meaning.ts";
import type { Nearest, NearestTask, SharedMeanings } from "./nearest.ts";
import { current } from "./tables.ts";
import { openThreads } from "./threads.ts";

/** What posts are about, of all posts that the index holds. */
export interface Meanings {
  /**
   * The posts whose names mean about the same, by their ids, with the cosine; a few may be gone
   * from the index. None while the meanings of a large index are still being read.
   */
  nearest(meaning: Meaning | null, asked: Asked): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

interface Asked {
  /** Null for all. */
  kind: DocumentKind | null;
  most: number;
  /** A smaller cosine says nothing. */
  least: number;
}

const kinds: DocumentKind[] = ["need", "result"];
/** So many are read at once. */
const pageSize = 5_000;
/** For so long, in milliseconds, a request waits until all are read. */
const patience = 300;

/** The meanings of an index in memory, which follow what is written to it. */
export function createMeanings(pool: pg.Pool): Meanings {
  let threads: Piscina<NearestTask, Nearest> | undefined;
  let held = emptyHold();
  let reading: Promise<void> | undefined;

  /** Reads what was written since; one reading serves all who ask while it goes on. */
  const follow = (): Promise<void> => {
    reading ??= readChanges(pool, held)
      .then((changed) => {
        held = changed;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };

  return {
    nearest: async (meaning, { kind, most, least }) => {
      if (!meaning) return new Map();
      const inTime = await Promise.race([follow().then(() => true), later(patience)]);
      if (!inTime) return new Map();
      threads ??= openThreads(new URL("./nearest-worker.ts", import.meta.url), { threads: 1 });
      const { ids, shared } = held;
      const { places, cosines } = await threads.run({
        ...shared,
        ...{ asked: packMeaning(meaning), kind: kind && kinds.indexOf(kind), most, least },
      });
      return new Map(places.map((place, at) => [ids[place] ?? "", cosines[at] ?? 0]));
    },
    close: async () => {
      await threads?.destroy();
    },
  };
}

const later = (milliseconds: number): Promise<false> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds, false).unref();
  });

/** What is in memory, of which table, and from which transaction on it has to be read again. */
interface Hold {
  table: string | null;
  from: string;
  ids: string[];
  places: Map<string, number>;
  shared: SharedMeanings;
}

const emptyHold = (): Hold => ({
  table: null,
  from: "0",
  ids: [],
  places: new Map(),
  shared: { parts: new SharedArrayBuffer(0), kinds: new SharedArrayBuffer(0), count: 0 },
});

/** A table as it was at a moment: its number, and the oldest transaction that was still open. */
async function momentOf(pool: pg.Pool): Promise<{ table: string; from: string }> {
  const { rows } = await pool.query<{ table: string; from: string }>(
    `SELECT $1::regclass::oid::text AS table, pg_snapshot_xmin(pg_current_snapshot())::text AS from`,
    [current],
  );
  return rows[0] as { table: string; from: string };
}

/**
 * Rows are stamped with the transaction that wrote them, so what was not seen at a moment is
 * stamped with one that was open then or began later. A table that took the place of the known one is read whole.
 */
async function readChanges(pool: pg.Pool, known: Hold): Promise<Hold> {
  const { table, from } = await momentOf(pool);
  const hold = table === known.table ? known : { ...emptyHold(), table };
  let after = "";
  for (;;) {
    const { rows } = await pool.query<MeaningRow>(
      `SELECT id, kind, meaning FROM ${current}
       WHERE changed >= $1::xid8 AND id > $2 AND kind <> 'organisation'
         AND $3 = '${current}'::regclass::oid::text
       ORDER BY id LIMIT ${pageSize}`,
      [hold.from, after, table],
    );
    for (const row of rows) put(hold, row);
    if (rows.length < pageSize) break;
    after = rows.at(-1)?.id ?? after;
  }
  return { ...hold, from };
}

interface MeaningRow {
  id: string;
  kind: DocumentKind;
  /** Null where no word of the name is known. */
  meaning: Buffer | null;
}

function put(hold: Hold, row: MeaningRow): void {
  let place = hold.places.get(row.id);
  if (place === undefined) {
    place = hold.ids.length;
    hold.ids.push(row.id);
    hold.places.set(row.id, place);
    makeRoom(hold);
    hold.shared.count = hold.ids.length;
  }
  new Uint8Array(hold.shared.kinds)[place] = kinds.indexOf(row.kind);
  const at = place * meaningDimensions;
  const { meaning } = row;
  // What had a meaning before and has none now is like nothing.
  new Uint8Array(hold.shared.parts).set(meaning ?? new Uint8Array(meaningDimensions), at);
}

/** Twice as much where it is full, so that a thread that is at work keeps what it has. */
function makeRoom(hold: Hold): void {
  const { parts, kinds: kindsOf } = hold.shared;
  if (hold.ids.length <= kindsOf.byteLength) return;
  const room = Math.max(1_024, 2 * kindsOf.byteLength);
  const grown = {
    parts: new SharedArrayBuffer(room * meaningDimensions),
    kinds: new SharedArrayBuffer(room),
  };
  new Uint8Array(grown.parts).set(new Uint8Array(parts));
  new Uint8Array(grown.kinds).set(new Uint8Array(kindsOf));
  hold.shared = { ...grown, count: hold.shared.count };
}
