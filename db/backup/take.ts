import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { schemaVersion } from "#db/migrate.ts";
import { leftOut, marketTables, namedFiles, type NamedFile, type Table } from "./contents.ts";
import { copyOut, filesAtOnce, type BytesByKey } from "./files.ts";
import {
  BackupError,
  placeOf,
  writeManifest,
  type Manifest,
  type StoredFile,
  type StoredTable,
} from "./manifest.ts";
import { countedRows, eachAtOnce, measuredStream } from "./streams.ts";
import { readWhole } from "./whole.ts";

export interface TakeOptions {
  url: string;
  store: BytesByKey;
  /** Made by the backup; must not be there. */
  folder: string;
  progress: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Writes a whole backup of a market that goes on running: its rows as of one moment and
 * every file that they name. The folder appears under its name once all is in it.
 *
 * Files are copied before that moment already, so that one which is removed meanwhile is
 * there; what is new at that moment is copied first of all after it.
 *
 * @throws BackupError with one line
 */
export async function takeBackup(options: TakeOptions): Promise<Manifest> {
  const { folder } = options;
  const unfinished = `${folder}.part`;
  await refuseExisting(folder);
  await fs.promises.mkdir(path.dirname(folder), { recursive: true });
  await fs.promises.mkdir(unfinished, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new BackupError(
      error.code === "EEXIST"
        ? `${unfinished} is there: another backup is writing it, or one was interrupted; remove it then`
        : `${unfinished} cannot be made (${error.code})`,
    );
  });
  try {
    const manifest = await write(unfinished, options);
    await writeManifest(unfinished, manifest);
    await refuseExisting(folder);
    await fs.promises.rename(unfinished, folder);
    await syncFolder(path.dirname(folder));
    return manifest;
  } catch (error) {
    await fs.promises.rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function refuseExisting(folder: string): Promise<void> {
  if (fs.existsSync(folder)) throw new BackupError(`${folder} is there already`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.promises.open(folder);
  await handle.sync().finally(() => handle.close());
}

/** A file that was there before a moment and is not named after it any more leaves nothing to wait for; but not for ever. */
const attempts = 5;

async function write(folder: string, options: TakeOptions): Promise<Manifest> {
  const { url, signal } = options;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  await client.connect();
  const stop = () => void client.end();
  signal?.addEventListener("abort", stop);
  const copied = new Map<string, StoredFile>();
  try {
    await fs.promises.mkdir(path.join(folder, "tables"), { mode: 0o700 });
    await fs.promises.mkdir(path.join(folder, "files"), { mode: 0o700 });
    await inSnapshot(client, async (read) =>
      copyFiles(await namedFiles(client, read), folder, copied, options),
    );
    for (let attempt = 1; ; attempt++) {
      const manifest = await inSnapshot(client, (read) =>
        writeSnapshot(client, folder, copied, read, options),
      );
      if (manifest) return manifest;
      if (attempt === attempts) throw new BackupError("the tables or files changed at every try");
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    await client.end();
  }
}

type Read = (table: string) => Promise<void>;

/**
 * One read-only transaction that sees one moment. Tables are locked against changes of
 * their form before the moment is chosen: an older view of a table that is rewritten
 * would find it empty. When the work fails the connection is good for nothing more: it may
 * be in the middle of a COPY that nobody reads.
 */
async function inSnapshot<T>(client: pg.Client, work: (read: Read) => Promise<T>): Promise<T> {
  const tables = await marketTables(client);
  if ((await schemaVersion(client)) === null || !tables.some(({ schema }) => schema === "pgboss"))
    throw new BackupError("the database holds no market");
  await client.query("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query(`LOCK TABLE ${tables.map(quoted).join(", ")} IN ACCESS SHARE MODE`);
  const result = await work(await readWhole(client));
  await client.query("ROLLBACK");
  return result;
}

const quoted = ({ schema, name }: { schema: string; name: string }) =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;

/** Null when it must be done anew from a newer moment. */
async function writeSnapshot(
  client: pg.Client,
  folder: string,
  copied: Map<string, StoredFile>,
  read: Read,
  options: TakeOptions,
): Promise<Manifest | null> {
  const { rows } = await client.query<{ at: Date; jobs: number }>(
    "SELECT clock_timestamp() AS at, version AS jobs FROM pgboss.version",
  );
  const takenAt = rows[0]!.at.toISOString();
  const named = await namedFiles(client, read);
  const missing = await copyFiles(named, folder, copied, options);
  if (missing.length > 0 && (await someVanished(options.url, missing))) return null;
  for (const [key] of copied)
    if (!named.has(key)) {
      await fs.promises.rm(placeOf.file(folder, key), { force: true });
      copied.delete(key);
    }
  const { rows: queues } = await client.query<{ name: string; policy: string }>(
    "SELECT name, policy FROM pgboss.queue ORDER BY name",
  );
  const tables: StoredTable[] = [];
  const all = await marketTables(client);
  for (const [at, table] of all.entries()) {
    options.progress(`table ${at + 1} of ${all.length}: ${table.schema}.${table.name}`);
    await read(table.name);
    tables.push(await copyTable(client, folder, table, options.signal));
  }
  return {
    format: 1,
    takenAt,
    schemaVersion: (await schemaVersion(client))!,
    jobsVersion: rows[0]!.jobs,
    queues,
    tables,
    files: [...copied.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    missingFiles: missing.map(({ table, key }) => ({ table, key })),
    leftOut,
  };
}

/** Copies what is not copied yet; answers what the store does not have. */
async function copyFiles(
  named: Map<string, NamedFile>,
  folder: string,
  copied: Map<string, StoredFile>,
  { store, progress, signal }: TakeOptions,
): Promise<NamedFile[]> {
  const missing: NamedFile[] = [];
  await eachAtOnce(named.values(), filesAtOnce, async (file) => {
    if (copied.has(file.key)) return;
    const found = await copyOut(store, folder, file, signal);
    if (found) copied.set(file.key, found);
    else missing.push(file);
    progress(`file ${copied.size} of ${named.size}`);
  });
  return missing;
}

/** Whether rows of now no longer name one of these files: it was removed with its row, not lost. */
async function someVanished(url: string, missing: NamedFile[]): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const named = await inSnapshot(client, (read) => namedFiles(client, read));
    return missing.some(({ key }) => !named.has(key));
  } finally {
    await client.end();
  }
}

/** COPY's text depends on these; restoring reads it under the same. */
export const copyFormat =
  "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; " +
  "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8'";

export const columnList = (columns: string[]) => columns.map(pg.escapeIdentifier).join(", ");

async function copyTable(
  client: pg.Client,
  folder: string,
  table: Table,
  signal: AbortSignal | undefined,
): Promise<StoredTable> {
  await client.query(copyFormat);
  const source = client.query(
    copyTo(`COPY (SELECT ${columnList(table.columns)} FROM ${quoted(table)}) TO STDOUT`),
  );
  const lines = countedRows();
  const bytes = measuredStream();
  const target = fs.createWriteStream(placeOf.table(folder, table), { mode: 0o600, flush: true });
  await pipeline(source, lines.stream, createGzip(), bytes.stream, target, { signal });
  await client.query("SELECT");
  if (source.rowCount !== lines.rows())
    throw new BackupError(
      `${table.schema}.${table.name}: ${lines.rows()} rows came of ${source.rowCount}`,
    );
  return { ...table, rows: lines.rows(), ...bytes.result() };
}
