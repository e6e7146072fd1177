import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "#db/embedded/postgres.ts";

/** The harness's own PostgreSQL, which it may kill. */
export interface Postgres {
  port: number;
  /** The product's database, past every proxy. */
  url: string;
  pool: pg.Pool;
  /** Ends it as a lost machine does: the first process by signal 9. */
  kill(): Promise<void>;
  /** Ends it without waiting for anybody; it recovers at the next start. */
  stopImmediately(): Promise<void>;
  /** Kills one connection's process by signal 9, at which the server ends all others and recovers. */
  killBackend(): Promise<void>;
  /** Stops all its processes where they are, or lets them go on. */
  hold(held: boolean): Promise<void>;
  /** Brings it up if it is down. */
  start(): Promise<void>;
  /** Fills the disk it is on, or empties it again; null where it is not on a disk of its own. */
  fillDisk: ((full: boolean) => Promise<void>) | null;
  /** Why the disk cannot be filled here. */
  noDisk: string;
  remove(): Promise<void>;
}

const databaseName = "duijie";
const diskSize = "700m";

/** Starts one in a temporary folder, where possible on a small disk of its own. */
export async function startPostgres(port: number): Promise<Postgres> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-faults-postgres-"));
  await fs.chmod(directory, 0o755);
  const noDisk = mount(directory);
  /** What a killed process had written stays in the system's cache, so nothing waits for the disk. */
  const settings = { fsync: "off", max_connections: "150", max_wal_size: "128MB" };
  const begin = () => startEmbeddedPostgres({ directory, port, settings });
  let server: EmbeddedPostgres | undefined = await begin();
  const url = server.databaseUrl(databaseName);
  const admin = new pg.Client(server.url);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${databaseName}`);
  await admin.end();
  const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => {});

  const pidFile = path.join(directory, "cluster", "postmaster.pid");
  const first = async (): Promise<number> =>
    Number((await fs.readFile(pidFile, "utf8").catch(() => "0")).split("\n")[0]);
  const end = async (signal: "SIGKILL" | "SIGQUIT") => {
    server = undefined;
    const pid = await first();
    if (pid > 0) process.kill(pid, signal);
    while (pid > 0 && isAlive(pid)) await wait(20);
  };
  const filler = path.join(directory, "filler");

  return {
    port,
    url,
    pool,
    kill: () => end("SIGKILL"),
    stopImmediately: () => end("SIGQUIT"),
    killBackend: async () => {
      /** Where the server is away already there is nothing to kill. */
      const found = await pool
        .query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'
             AND pid <> pg_backend_pid() ORDER BY query_start DESC NULLS LAST LIMIT 1`,
        )
        .catch(() => null);
      if (found?.rows[0]) process.kill(found.rows[0].pid, "SIGKILL");
    },
    hold: async (held) => {
      const pid = await first();
      for (const one of [pid, ...childrenOf(pid)])
        try {
          process.kill(one, held ? "SIGSTOP" : "SIGCONT");
        } catch {
          /** A backend that ended meanwhile needs no signal. */
        }
    },
    start: async () => {
      if (server && isAlive(await first())) return;
      for (let attempt = 1; ; attempt += 1)
        try {
          server = await begin();
          return;
        } catch (error) {
          /** Processes of a killed server may still be leaving its memory. */
          if (attempt === 20) throw error;
          await wait(500);
        }
    },
    fillDisk:
      noDisk === ""
        ? async (full) => {
            await fs.rm(filler, { force: true });
            if (full) await fillFile(filler);
          }
        : null,
    noDisk,
    remove: async () => {
      await pool.end();
      await server?.stop();
      if (noDisk === "") execFileSync("umount", ["-l", directory]);
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}

/** Puts a small disk in memory at the folder; answers why not, or nothing. */
function mount(directory: string): string {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    return "only root can mount a small disk";
  try {
    const options = ["-t", "tmpfs", "-o", `size=${diskSize},mode=755`, "none", directory];
    execFileSync("mount", options, { stdio: "pipe" });
    return "";
  } catch {
    return "this machine lets nobody mount a disk";
  }
}

async function fillFile(file: string): Promise<void> {
  const block = Buffer.alloc(1 << 20);
  const handle = await fs.open(file, "w");
  try {
    for (;;) await handle.write(block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    await handle.close();
  }
}

/** A process that ended and was not yet fetched by its parent counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)])
      .toString()
      .startsWith("Z");
  } catch {
    return false;
  }
}

export function childrenOf(pid: number): number[] {
  try {
    const listed = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)]).toString();
    return listed.split("\n").flatMap((line) => (line.trim() ? [Number(line)] : []));
  } catch {
    return [];
  }
}
