import type pg from "pg";

/** A table whose rows a backup holds. */
export interface Table {
  schema: "public" | "pgboss";
  name: string;
  /** Those that are stored; computed ones compute themselves again. */
  columns: string[];
}

/** What a backup leaves out, and why a restored market has it all the same. */
export const leftOut = {
  search: "the search index and the suggestions, built from the rows at the next start",
  "public.indexed_synonyms": "describes that index",
  "unlogged tables": "counts of requests, which a crash of the database forgets too",
  drizzle: "the version of the schema, in the manifest",
  "pgboss.queue, schedule, subscription, version": "made at each start",
} as const;

/**
 * The tables of the market: all of the schema public and the jobs. A table is in by being
 * there; only what `leftOut` names is not.
 */
export async function marketTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT n.nspname AS schema, c.relname AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
         ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
       AND (n.nspname = 'public' AND c.relname <> 'indexed_synonyms'
         OR n.nspname = 'pgboss' AND c.relname IN ('job', 'archive'))
       AND NOT EXISTS (SELECT FROM pg_depend d
         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY n.nspname, c.relname`,
  );
  return rows;
}

/** A column that names a file of the file store. */
export interface FileColumn {
  table: string;
  key: string;
  /** SQL of its media type. */
  mediaType: string;
  /** SQL that says whether the row's file is still kept. */
  kept: string;
}

const file = (table: string, key = "storage_key", mediaType = "media_type", kept = "true") => ({
  table,
  key,
  mediaType,
  kept,
});

/** Every column that names a file. */
export const fileColumns: FileColumn[] = [
  file("attachment"),
  file("deal_document_version"),
  file("proposal_file"),
  file("session_document"),
  file("verification_document"),
  file("matchmaking_session", "cover_storage_key", "cover_media_type"),
  file("story", "picture_key", "picture_type"),
  file("registration_import", "storage_key", "'application/octet-stream'", "finished_at IS NULL"),
];

/** A file that a row names. */
export interface NamedFile {
  table: string;
  key: string;
  mediaType: string;
}

/** The files that the rows of this snapshot name, each once, also of an older schema; `read` is called before a table is read. */
export async function namedFiles(
  client: pg.ClientBase,
  read: (table: string) => Promise<void>,
): Promise<Map<string, NamedFile>> {
  const found = new Map<string, NamedFile>();
  const { rows: there } = await client.query<{ table: string; key: string }>(
    `SELECT attrelid::regclass::text AS table, attname AS key FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT attisdropped`,
  );
  for (const { table, key, mediaType, kept } of fileColumns) {
    if (!there.some((one) => one.table === table && one.key === key)) continue;
    await read(table);
    const { rows } = await client.query<NamedFile>(
      `SELECT '${table}' AS table, ${key} AS key, coalesce(${mediaType}, '') AS "mediaType"
       FROM ${table} WHERE ${key} IS NOT NULL AND ${kept}`,
    );
    for (const row of rows) found.set(row.key, row);
  }
  return found;
}
