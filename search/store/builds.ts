import type pg from "pg";
import { fieldsFingerprint, type IndexFields } from "../fields.ts";
import { within } from "./connection.ts";

/** Held shared by each write, alone for the moments in which a rebuild begins or ends. */
const writeLock = 7_114_003;
/** Held shared by each removal during a rebuild, alone by each batch that the rebuild writes. */
const removalLock = 7_114_005;

/** Which contents are searched and which are being filled, by their ids; null when there are none. */
export interface Builds {
  current: string | null;
  filling: string | null;
}

/** Whose contents are meant: an engine's, for the declared fields, in the form that its version gives them. */
export interface Kind {
  engine: "embedded" | "meilisearch";
  fields: IndexFields;
  version: string;
}

/** What an engine makes for these fields; `version` grows when it makes something else. */
export const kindOf = (engine: Kind["engine"], fields: IndexFields, version: string): Kind => ({
  engine,
  fields,
  version: `${version}-${fieldsFingerprint(fields).toString(36)}`,
});

/**
 * Each time the index is built, a row. "made" is one whose place is being made ready;
 * one that is "retired" is no longer used and goes after a while. `place` names the
 * database that it was made in, so that a copy of a database takes none of its builds for its own.
 */
export const buildTable = `
  CREATE TABLE IF NOT EXISTS search.build (
    id text PRIMARY KEY,
    engine text NOT NULL,
    version text NOT NULL,
    place text NOT NULL,
    state text NOT NULL CHECK (state IN ('made', 'filling', 'current', 'retired')),
    documents int,
    changed_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE UNIQUE INDEX IF NOT EXISTS build_in_use ON search.build (state)
    WHERE state IN ('filling', 'current')`;

/** A database by its server, its number there and the course of its history, which a copy and a restored one do not share. */
const place = `(SELECT concat_ws('-', system_identifier, database.oid, timeline_id)
  FROM pg_control_system(), pg_control_checkpoint(), pg_database AS database
  WHERE datname = current_database())`;

type Client = Pick<pg.ClientBase, "query">;

/** The builds in use now. Inside a write they stay so until it ends. */
export async function readBuilds(client: Client, { engine, version }: Kind): Promise<Builds> {
  const { rows } = await client.query<{ id: string; state: "filling" | "current" }>(
    `SELECT id, state FROM search.build
     WHERE state IN ('filling', 'current') AND engine = $1 AND version = $2 AND place = ${place}`,
    [engine, version],
  );
  const of = (state: string) => rows.find((row) => row.state === state)?.id ?? null;
  return { current: of("current"), filling: of("filling") };
}

/** Begins a write in a transaction; which builds there are does not change before it ends. */
export async function joinWriters(client: pg.ClientBase, kind: Kind): Promise<Builds> {
  await client.query("SELECT pg_advisory_xact_lock_shared($1)", [writeLock]);
  return readBuilds(client, kind);
}

/**
 * Until the transaction ends, a batch of a rebuild and removals do not go on at once: a removal
 * would not see what the batch has yet to commit, nor the batch what the removal notes.
 */
export async function keepApart(client: pg.ClientBase, who: "batch" | "removal"): Promise<void> {
  const lock = who === "batch" ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
  await client.query(`SELECT ${lock}($1)`, [removalLock]);
}

/** Works in a transaction in which nobody writes. */
export const alone = <T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> =>
  within(client, async () => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [writeLock]);
    return work();
  });

/** Notes a build before its place is made, so that what an interrupted one leaves is known. */
export async function noteBuild(client: Client, id: string, kind: Kind): Promise<void> {
  await client.query(
    `INSERT INTO search.build (id, engine, version, place, state) VALUES ($1, $2, $3, ${place}, 'made')`,
    [id, kind.engine, kind.version],
  );
}

/** From now on writers write to this build too; what an interrupted one left is retired. Call it alone. */
export async function startFilling(client: Client, id: string): Promise<void> {
  await retire(client, "filling");
  await client.query(
    "UPDATE search.build SET state = 'filling', changed_at = now() WHERE id = $1 AND state = 'made'",
    [id],
  );
}

/** The build that was filled is searched from now on. Call it alone. */
export async function makeCurrent(client: Client, id: string, documents: number): Promise<void> {
  await retire(client, "current");
  await client.query(
    `UPDATE search.build SET state = 'current', documents = $2, changed_at = now()
     WHERE id = $1 AND state = 'filling'`,
    [id, documents],
  );
}

/** Takes what is searched or filled out of use. */
export async function retire(client: Client, state: "filling" | "current"): Promise<void> {
  await client.query(
    "UPDATE search.build SET state = 'retired', changed_at = now() WHERE state = $1",
    [state],
  );
}

/** Builds of an engine that nobody has used for so many seconds, of whatever version; those left half made count. */
export async function unusedBuilds(
  client: Client,
  engine: Kind["engine"],
  seconds: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM search.build WHERE engine = $1 AND state IN ('made', 'retired')
       AND place = ${place} AND changed_at <= now() - make_interval(secs => $2)`,
    [engine, seconds],
  );
  return rows.map(({ id }) => id);
}

/** Forgets builds whose places are gone. */
export async function forgetBuilds(client: Client, ids: string[]): Promise<void> {
  await client.query("DELETE FROM search.build WHERE id = ANY($1)", [ids]);
}
