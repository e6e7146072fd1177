import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Meilisearch } from "meilisearch";
import pg from "pg";
import { indexFields } from "#app/search/fields.ts";
import { startEmbeddedPostgres } from "#db/embedded/postgres.ts";
import { freePort } from "#tests/support/free-port.ts";
import type { SearchEngine } from "../engine.ts";
import { createSearchEngine } from "../index.ts";
import { indexOf } from "../meilisearch/build.ts";

export interface BenchServer {
  engine: SearchEngine;
  url: string;
  /** Bytes of the index with what it keeps of the documents. */
  diskBytes(): Promise<number>;
  /** Bytes of memory that the server's processes hold, shared parts once; null where the system does not say. */
  memoryBytes(): Promise<number | null>;
  stop(): Promise<void>;
}

/** The server to measure beside the embedded engine: at MEILI_URL, under names of its own. */
const meili = {
  url: process.env.MEILI_URL ?? "",
  key: process.env.MEILI_KEY,
  indexPrefix: "duijiebench",
  keepUnused: 0,
};

/** An embedded PostgreSQL as the product starts it, in a folder that goes with it, and an engine on it. */
export async function openBench(name: SearchEngine["name"] = "embedded"): Promise<BenchServer> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-bench-"));
  await fs.chmod(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory, port: await freePort() });
  const pool = new pg.Pool({ connectionString: server.url, max: 20 });
  pool.on("error", () => {});
  const engine = createSearchEngine({
    ...(name === "meilisearch" ? { meili } : {}),
    pool,
    fields: indexFields,
  });
  await engine.prepare();
  return {
    engine,
    url: server.url,
    diskBytes: async () => {
      const { rows } = await pool.query<{ bytes: string }>(
        `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
         WHERE relnamespace = 'search'::regnamespace AND relkind = 'r'`,
      );
      return Number(rows[0]?.bytes ?? 0);
    },
    memoryBytes: () => memoryOf(path.join(directory, "cluster", "postmaster.pid")),
    stop: async () => {
      if (name === "meilisearch") await dropBuilds(pool);
      await engine.close();
      await pool.end();
      await server.stop();
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}

/** Takes what a bench built off the server. */
async function dropBuilds(pool: pg.Pool): Promise<void> {
  const client = new Meilisearch({ host: meili.url, apiKey: meili.key });
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM search.build");
  for (const { id } of rows) await client.deleteIndexIfExists(indexOf(meili.indexPrefix, id));
}

/** Proportional memory (PSS) of a process and its children, from Linux' /proc. */
async function memoryOf(pidFile: string): Promise<number | null> {
  try {
    const parent = (await fs.readFile(pidFile, "utf8")).split("\n")[0] ?? "";
    const children = await fs.readFile(`/proc/${parent}/task/${parent}/children`, "utf8");
    let kilobytes = 0;
    for (const pid of [parent, ...children.trim().split(" ")]) {
      const said = await fs.readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(said)?.[1] ?? 0);
    }
    return kilobytes * 1_024;
  } catch {
    return null;
  }
}
