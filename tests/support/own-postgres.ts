import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startTemporaryPostgres } from "./temporary-postgres.ts";

/** A PostgreSQL of the test's own, to be taken away and given back. */
export interface OwnPostgres {
  /** The address of its database "postgres"; the same after a restart. */
  url: string;
  /** Ends it as its operator does: connections are told. */
  stop(): Promise<void>;
  /** Ends it as a power cut does, by signal 9 to all its processes. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Breaks every connection but the one that does it; answers how many. */
  breakConnections(): Promise<number>;
  /** How many connections of clients there are, beside the one that asks. */
  countConnections(): Promise<number>;
  remove(): Promise<void>;
}

/** Starts one in a temporary folder; remove it in afterAll. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const { directory, start, stop, remove, url } = await startTemporaryPostgres({});

  const asking = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(url);
    client.on("error", () => {});
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    url,
    start,
    stop,
    remove,
    kill: async () => {
      const file = path.join(directory, "cluster", "postmaster.pid");
      const first = Number((await fs.readFile(file, "utf8")).split("\n")[0]);
      const others = await asking(async (client) => {
        const { rows } = await client.query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
        return rows.map(({ pid }) => pid);
      });
      for (const pid of [first, ...others]) killOnce(pid);
      await eventually(async () => !(await accepts(url)));
    },
    breakConnections: () =>
      asking(async (client) => {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
        );
        return rowCount ?? 0;
      }),
    countConnections: () =>
      asking(async (client) => {
        const { rows } = await client.query<{ n: number }>(
          `SELECT count(*)::int n FROM pg_stat_activity
           WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
        );
        return rows[0]?.n ?? 0;
      }),
  };
}

function killOnce(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    /** It ended by itself meanwhile. */
  }
}

const accepts = async (url: string): Promise<boolean> => {
  const client = new pg.Client(url);
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

/** So long a test waits, in seconds, before it says what it waits for in vain; a busy machine takes long. */
const patience = 120;

/** Waits until it is so. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + patience * 1_000;
  while (!(await check())) {
    if (performance.now() > until) throw new Error(`not so after ${patience} s: ${check}`);
    await wait(50);
  }
}
