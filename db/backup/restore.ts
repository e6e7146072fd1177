import fs from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { prepareJobs } from "#db/jobs.ts";
import {
  applyMigrations,
  holdStarts,
  knownVersions,
  prepareSchema,
  schemaVersion,
} from "#db/migrate.ts";
import { newId } from "#db/schema/columns.ts";
import { ensureRoles } from "#db/security/ensure.ts";
import { secretTables } from "#db/security/declaration.ts";
import { namedFiles } from "./contents.ts";
import { copyIn, filesAtOnce, type BytesByKey } from "./files.ts";
import { BackupError, placeOf, type Manifest, type StoredTable } from "./manifest.ts";
import { eachAtOnce } from "./streams.ts";
import { columnList, copyFormat } from "./take.ts";
import { verifyBackup } from "./verify.ts";
import { readWhole } from "./whole.ts";

export interface RestoreOptions {
  url: string;
  store: BytesByKey;
  folder: string;
  /** Also into a database that has a market already, which is then gone. */
  replace: boolean;
  progress: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Brings a market back: in one transaction the schema of its time, its rows and jobs, and
 * the schema of this version; and its files. What fails or is interrupted on the way
 * leaves rows as they were. The restored market sends no mail and takes no step by the clock until it is
 * released (table restoration).
 *
 * @throws BackupError with one line; DatabaseUnfit as a start does
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { url, folder, signal, progress } = options;
  progress("checking the backup");
  const { manifest, wrong } = await verifyBackup(folder, signal);
  if (wrong.length > 0) throw new BackupError(wrong.join("\n"));
  if (!knownVersions().includes(manifest.schemaVersion))
    throw new BackupError("the backup is of a newer version of the program, which must restore it");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  await client.connect();
  const stop = () => void client.end();
  signal?.addEventListener("abort", stop);
  try {
    await requireAlone(client);
    await requireRoom(client, options.replace);
    await ensureRoles(client);
    await prepareQueues(client, url, manifest);
    await replaceAll(client, manifest, options);
    await prepareSchema(client);
    await client.query("ANALYZE");
    return manifest;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await client.end();
  }
}

/** No server may use the database, or start on it before all is there. */
async function requireAlone(client: pg.Client): Promise<void> {
  const starting = !(await holdStarts(client));
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT coalesce(nullif(application_name, ''), usename::text, 'without a name') AS name
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND usename IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'`,
  );
  if (starting || rows.length > 0)
    throw new BackupError(
      `the database is in use (${rows.map(({ name }) => name).join(", ") || "a server is starting"}); stop the server first`,
    );
}

/** @throws BackupError unless the database is empty, or may be replaced and is a market's */
async function requireRoom(client: pg.Client, replace: boolean): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       AND c.relkind IN ('r', 'p') AND NOT row_security_active(c.oid)
       AND NOT EXISTS (SELECT FROM pg_depend d
         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`,
  );
  for (const { name } of rows) {
    const { rowCount } = await client.query(`SELECT FROM ${name} LIMIT 1`);
    if (rowCount === 0) continue;
    if (!replace)
      throw new BackupError(
        `the database is not empty (${name} has rows); --replace restores all the same, and what is in it is gone`,
      );
    if ((await schemaVersion(client)) === null)
      throw new BackupError(`the database has rows of another program (${name}) and is left alone`);
    return;
  }
}

async function prepareQueues(client: pg.Client, url: string, manifest: Manifest): Promise<void> {
  await prepareJobs(url);
  const { rows } = await client.query<{ version: number }>("SELECT version FROM pgboss.version");
  if (rows[0]?.version !== manifest.jobsVersion)
    throw new BackupError(
      `the backup's job queue has version ${manifest.jobsVersion}, this program's ${rows[0]?.version}; restore it with the version that wrote it`,
    );
  for (const { name, policy } of manifest.queues)
    await client.query("SELECT pgboss.create_queue($1, $2)", [name, JSON.stringify({ policy })]);
}

async function replaceAll(
  client: pg.Client,
  manifest: Manifest,
  options: RestoreOptions,
): Promise<void> {
  const { store } = options;
  const added: string[] = [];
  await client.query("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL search_path = public");
    const before = await filesOf(client);
    await dropMarket(client);
    await applyMigrations(client, manifest.schemaVersion);
    await loadRows(client, manifest, options);
    await applyMigrations(client, Infinity);
    await client.query("INSERT INTO restoration (id, taken_at) VALUES ($1, $2)", [
      newId(),
      manifest.takenAt,
    ]);
    await loadFiles(manifest, added, options);
    await client.query("COMMIT");
    const kept = new Set(manifest.files.map(({ key }) => key));
    for (const key of before) if (!kept.has(key)) await store.remove(key);
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    for (const key of added) await store.remove(key).catch(() => {});
    throw error;
  }
}

/** The files of the market that is replaced; of one of another version they are not known and stay. */
async function filesOf(client: pg.Client): Promise<string[]> {
  if ((await schemaVersion(client)) !== knownVersions().at(-1)) return [];
  const named = await namedFiles(client, await readWhole(client));
  return [...named.keys()];
}

/** The product's own: its tables, functions, search index and the record of its migrations; what extensions made stays. */
async function dropMarket(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('DROP %s IF EXISTS %s CASCADE', kind, name) AS statement FROM (
       SELECT 'pg_class'::regclass AS class, oid, CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind,
         oid::regclass::text AS name
       FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
       UNION ALL SELECT 'pg_proc'::regclass, oid, 'ROUTINE', oid::regprocedure::text
       FROM pg_proc WHERE pronamespace = 'public'::regnamespace) made
     WHERE NOT EXISTS (SELECT FROM pg_depend d
       WHERE d.classid = made.class AND d.objid = made.oid AND d.deptype = 'e')`,
  );
  await client.query("DROP SCHEMA IF EXISTS drizzle, search CASCADE");
  for (const { statement } of rows) await client.query(statement);
  await client.query(
    "DELETE FROM pgboss.schedule; DELETE FROM pgboss.job; DELETE FROM pgboss.archive",
  );
}

/**
 * References between tables are dropped and made again, which checks all rows at once
 * and lets tables come in any order; triggers rest, as what they would tell happened
 * long ago; the sealed tables take rows from their owner for so long.
 */
async function loadRows(
  client: pg.Client,
  manifest: Manifest,
  { folder, progress, signal }: RestoreOptions,
): Promise<void> {
  const { rows: references } = await client.query<{ table: string; name: string; text: string }>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS text
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  const tables = manifest.tables.filter(({ schema }) => schema === "public");
  const sealed = secretTables.filter((one) => one.sealed).map(({ table }) => table);
  for (const { table, name } of references)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const { name } of tables) await client.query(`ALTER TABLE "${name}" DISABLE TRIGGER USER`);
  for (const name of sealed)
    await client.query(`ALTER TABLE "${name}" NO FORCE ROW LEVEL SECURITY`);
  await client.query(copyFormat);
  for (const [at, table] of manifest.tables.entries()) {
    signal?.throwIfAborted();
    progress(`table ${at + 1} of ${manifest.tables.length}: ${table.schema}.${table.name}`);
    await loadTable(client, folder, table, signal);
  }
  progress("checking references between tables");
  for (const { table, name, text } of references)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${text}`);
  for (const { name } of tables) await client.query(`ALTER TABLE "${name}" ENABLE TRIGGER USER`);
  for (const name of sealed) await client.query(`ALTER TABLE "${name}" FORCE ROW LEVEL SECURITY`);
}

async function loadTable(
  client: pg.Client,
  folder: string,
  table: StoredTable,
  signal: AbortSignal | undefined,
): Promise<void> {
  const place = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
  const target = client.query(copyFrom(`COPY ${place} (${columnList(table.columns)}) FROM STDIN`));
  const source = fs.createReadStream(placeOf.table(folder, table));
  await pipeline(source, createGunzip(), target, { signal });
  if (target.rowCount !== table.rows)
    throw new BackupError(
      `${table.schema}.${table.name}: ${target.rowCount} rows were taken of ${table.rows}`,
    );
}

/** `added` gets the keys that the store did not have. */
async function loadFiles(
  manifest: Manifest,
  added: string[],
  { folder, store, progress, signal }: RestoreOptions,
): Promise<void> {
  let done = 0;
  await eachAtOnce(manifest.files, filesAtOnce, async (file) => {
    signal?.throwIfAborted();
    if (await copyIn(store, folder, file)) added.push(file.key);
    progress(`file ${++done} of ${manifest.files.length}`);
  });
}
