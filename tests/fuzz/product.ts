import fs from "node:fs";
import fsp from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { clusterDirectory, embeddedDatabaseUrl } from "#db/embedded/postgres.ts";
import { freePort } from "#tests/support/free-port.ts";
import { startProduct as start } from "#tests/support/product.ts";

/** The product that is tried, and what a run may ask of its processes. */
export interface Product {
  origin: string;
  databaseUrl: string;
  /** What the processes wrote, from a mark on. */
  logSince: (mark: number) => string;
  logMark: () => number;
  /** Null while every process of the beginning lives, else which does not. */
  death: () => string | null;
  /** Memory of its web processes, in bytes. */
  memory: () => number;
  stop: () => Promise<void>;
}

/** The product with demonstration data in a temporary folder, on free ports unless they are set. */
export async function startProduct(root: string): Promise<Product> {
  const home = await fsp.mkdtemp(path.join(os.tmpdir(), "duijie-fuzz-"));
  await fsp.chmod(home, 0o755);
  const port = Number(process.env.PORT ?? (await freePort()));
  const databasePort = Number(process.env.DATABASE_PORT ?? (await freePort()));
  const started = await start({
    root,
    port,
    env: { DATABASE_PORT: String(databasePort), DUIJIE_HOME: home },
  });
  const kinds = ["supervisor", "web", "worker"] as const;
  const first = kinds.map((kind) => ({ kind, pids: started.processes(kind) }));
  return {
    origin: started.origin,
    databaseUrl: await embeddedDatabaseUrl(await clusterDirectory(home), databasePort, "duijie"),
    logSince: (mark) => started.said().slice(mark),
    logMark: () => started.said().length,
    death: () => {
      const end = started.ended();
      if (end !== null) return end;
      for (const { kind, pids } of first) {
        const living = started.processes(kind);
        if (pids.some((pid) => !living.includes(pid))) return `a process "${kind}" ended`;
      }
      return null;
    },
    memory: () => started.processes("web").reduce((sum, pid) => sum + residentSize(pid), 0),
    stop: async () => {
      await started.stop();
      await fsp.rm(home, { recursive: true, force: true });
    },
  };
}

function residentSize(pid: number): number {
  try {
    const [, size] = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(size ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
