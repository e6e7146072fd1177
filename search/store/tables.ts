import type pg from "pg";
import type { Facet, IndexFields, Sort } from "../fields.ts";
import { buildTable, kindOf, retire, type Kind } from "./builds.ts";
import { transaction } from "./connection.ts";

/** Grows when the tables or the way texts are cut into lexemes change; the index is then built anew. */
export const version = 10;
const setupLock = 7_114_002;

/** The table that is searched. */
export const current = "search.document";
/** The table that a rebuild fills; there is none at other times. */
export const next = "search.document_next";

/**
 * Documents have a level by chance: half of them 0, a quarter 1 and so on. Those
 * from a level up are a sample of all, and have indexes of their own.
 */
export const sampleLevels = [3, 5, 7, 9] as const;

/** The column of a facet: text, or a list of texts where a document may have several values. */
export const facetColumn = ({ name, of }: Facet): { name: string; isList: boolean } =>
  of === "kind" || of === "state"
    ? { name: of, isList: false }
    : { name: `facet_${name}`, isList: of !== "region" && of !== "trl" };

/** The column of a declared sort. */
export const sortColumn = (name: string): string => `sort_${name}`;

/** A name as SQL reads it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

type Column = readonly [name: string, type: string, constraint: string];

/**
 * The columns that are written, with their types: those of every index, and one for each declared
 * facet and sort. Beside them a row is stamped with the transaction that wrote it (`changed`), by
 * which readers see what is new to them (meanings.ts).
 */
export const columnsOf = ({ facets, sorts }: IndexFields): readonly Column[] => [
  ["id", "text", "PRIMARY KEY"],
  ["level", "smallint", "NOT NULL"],
  ["kind", "text", "NOT NULL"],
  ["state", "text", "NOT NULL"],
  ["organisation_id", "text", ""],
  ["audience", "text[]", "NOT NULL"],
  ...facets
    .map(facetColumn)
    .filter(({ name }) => name !== "kind" && name !== "state")
    .map(({ name, isList }) => [name, isList ? "text[]" : "text", ""] as const),
  ["facets", "text", "NOT NULL"],
  ["published_at", "bigint", "NOT NULL"],
  ["expires_at", "bigint", ""],
  ...sorts.map(({ name }) => [sortColumn(name), "float8", ""] as const),
  ["revision", "bigint", "NOT NULL"],
  ["names", "tsvector", "NOT NULL"],
  ["lexemes", "tsvector", "NOT NULL"],
  ["body", "text", "NOT NULL"],
  ["terms", "json", "NOT NULL"],
  ["meaning", "bytea", ""],
  ["document", "json", "NOT NULL"],
];

/**
 * What is filtered, sorted by or weighed for many documents at once stays in the row and is
 * short whatever the document; vector, texts and document are kept beside it (TOAST), so that
 * rows are narrow. The lexemes are only ever read through their index. An audience may have
 * many tokens, so it may move if the page is full.
 */
const inRow = ({ facets }: IndexFields): string[] => [
  ...facets.map(facetColumn).flatMap(({ name, isList }) => (isList ? [name] : [])),
  "facets",
  "names",
];

const createTable = (name: string, fields: IndexFields): string => `
  CREATE TABLE ${name} (
    ${columnsOf(fields)
      .map(([column, type, constraint]) => `${quoted(column)} ${type} ${constraint}`)
      .join(",\n    ")},
    changed xid8 NOT NULL DEFAULT pg_current_xact_id()
  ) WITH (toast_tuple_target = 256);
  COMMENT ON TABLE ${name} IS '${noteOf(fields)}';
  ${inRow(fields)
    .map((column) => `ALTER TABLE ${name} ALTER COLUMN ${quoted(column)} SET STORAGE PLAIN;`)
    .join(" ")}
  ALTER TABLE ${name} ALTER COLUMN audience SET STORAGE MAIN;
  ALTER TABLE ${name} ALTER COLUMN meaning SET STORAGE EXTERNAL;
  ALTER TABLE ${name} ALTER COLUMN names SET STATISTICS 200;
  ALTER TABLE ${name} ALTER COLUMN lexemes SET STATISTICS 200`;

/** Where a server is asked for words, the vectors only tell how common words are. */
const createIndexes = (name: string, { engine, fields }: Kind): string => `
  CREATE INDEX ON ${name} (published_at DESC, id);
  CREATE INDEX ON ${name} (changed);
  ${engine === "embedded" ? lookedUp(name, fields) : ""}`;

const lookedUp = (name: string, { sorts }: IndexFields): string => `
  CREATE INDEX ON ${name} USING gin (lexemes) WITH (gin_pending_list_limit = 512);
  CREATE INDEX ON ${name} USING gin (names) WITH (gin_pending_list_limit = 256);
  ${sorts
    .map((sort) => `CREATE INDEX ON ${name} (${sortOrder(sort)}, published_at DESC, id);`)
    .join(" ")}
  ${sampleLevels
    .map(
      (level) =>
        `CREATE INDEX ON ${name} USING gin (lexemes) WITH (gin_pending_list_limit = 64)
           WHERE level >= ${level}`,
    )
    .join(";")}`;

/** How a declared sort orders, before what orders equals. */
export const sortOrder = ({ name, direction }: Sort): string =>
  `${quoted(sortColumn(name))} ${direction === "asc" ? "ASC" : "DESC"} NULLS LAST`;

/** Says of a table what it was made for: the way that texts are cut, and the declared fields. */
const noteOf = (fields: IndexFields): string => kindOf("embedded", fields, String(version)).version;

/**
 * Makes or replaces the index's tables in the schema "search"; safe when two
 * servers do it at once. Tables of another version are emptied.
 */
export async function prepareTables(pool: pg.Pool, kind: Kind): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [setupLock]);
    await client.query("CREATE SCHEMA IF NOT EXISTS search");
    await client.query("DROP TABLE IF EXISTS search.version");
    await client.query("CREATE TABLE IF NOT EXISTS search.removed (id text PRIMARY KEY)");
    await client.query(buildTable);
    const { rows } = await client.query<{ kept: boolean }>(
      `SELECT to_regclass($1) IS NOT NULL
         AND obj_description(to_regclass($1), 'pg_class') = $2 AS kept`,
      [current, noteOf(kind.fields)],
    );
    if (rows[0]?.kept) return;
    await client.query(`DROP TABLE IF EXISTS ${current}, ${next}`);
    await client.query(createTable(current, kind.fields));
    await client.query(createIndexes(current, kind));
    await retire(client, "current");
    await retire(client, "filling");
  });
}

/** Makes an empty table for a rebuild, which is looked after once it is full; what an interrupted one left goes. */
export async function startNext(client: pg.ClientBase, fields: IndexFields): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${next}`);
  await client.query("DELETE FROM search.removed");
  await client.query(createTable(next, fields));
  await client.query(`ALTER TABLE ${next} SET (autovacuum_enabled = false)`);
}

/** Indexes are made after a table is filled, which is quicker; the counts serve the planner and candidates(). */
export async function finishNext(client: pg.ClientBase, kind: Kind): Promise<void> {
  await client.query("SET LOCAL maintenance_work_mem = '256MB'");
  await client.query(createIndexes(next, kind));
  await client.query(`ANALYZE ${next}`);
}

/** Puts the filled table in the place of the searched one; answers how many documents it has. */
export async function swapTables(client: pg.ClientBase): Promise<number> {
  await client.query(`DROP TABLE ${current}`);
  await client.query(`ALTER TABLE ${next} RESET (autovacuum_enabled)`);
  await client.query(`ALTER TABLE ${next} RENAME TO document`);
  await client.query("DELETE FROM search.removed");
  return countAll(client, current);
}

/** How many documents a table has, counted one by one. */
export async function countAll(client: pg.ClientBase, table: string): Promise<number> {
  const { rows } = await client.query<{ documents: number }>(
    `SELECT count(*)::int AS documents FROM ${table}`,
  );
  return rows[0]?.documents ?? 0;
}
