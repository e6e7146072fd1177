import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import fsp from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { clusterDirectory, embeddedDatabaseUrl } from "#db/embedded/postgres.ts";
import { freePort } from "#tests/support/free-port.ts";

/** The product as people start it, in a folder of its own. */
export interface Product {
  origin: string;
  databaseUrl: string;
  /** What the processes wrote since the mark. */
  logSince: (mark: number) => string;
  logMark: () => number;
  /** Null while it runs, else how it ended. */
  ended: () => string | null;
  /** Memory of all its processes, in bytes; the database's are not counted. */
  memory: () => number;
  stop: () => Promise<void>;
}

/** `npm start` with demonstration data in a temporary folder, on free ports. */
export async function startProduct(root: string): Promise<Product> {
  const home = await fsp.mkdtemp(path.join(os.tmpdir(), "duijie-fuzz-"));
  await fsp.chmod(home, 0o755);
  const port = Number(process.env.PORT ?? (await freePort()));
  const databasePort = Number(process.env.DATABASE_PORT ?? (await freePort()));
  const log = path.join(home, "fuzz.log");
  const output = fs.openSync(log, "a");
  const child = spawn(process.execPath, ["--import", "tsx", "app/server/start.ts"], {
    cwd: root,
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_PORT: String(databasePort),
      DUIJIE_HOME: home,
      LOG_LEVEL: "warn",
      NO_COLOR: "1",
    },
  });
  fs.closeSync(output);
  let end: string | null = null;
  child.once("exit", (code, signal) => (end = `it ended with ${code ?? signal}`));
  const logSince = (mark: number) => fs.readFileSync(log).subarray(mark).toString("utf8");
  const origin = `http://localhost:${port}`;
  const stop = async () => {
    await stopped(child);
    await fsp.rm(home, { recursive: true, force: true });
  };
  try {
    await ready(origin, () => end);
  } catch (error) {
    const said = logSince(0).slice(-3_000);
    await stop();
    throw new Error(`the product did not start: ${String(error)}\n${said}`, { cause: error });
  }
  const first = familyOf(child.pid ?? 0);
  return {
    origin,
    databaseUrl: await embeddedDatabaseUrl(await clusterDirectory(home), databasePort, "duijie"),
    logSince,
    logMark: () => fs.statSync(log).size,
    ended: () => {
      const lost = first.find((pid) => !isAlive(pid));
      return end ?? (lost === undefined ? null : `process ${lost} ended`);
    },
    memory: () => familyOf(child.pid ?? 0).reduce((sum, pid) => sum + residentSize(pid), 0),
    stop,
  };
}

async function ready(origin: string, ended: () => string | null): Promise<void> {
  const deadline = Date.now() + 300_000;
  while (Date.now() < deadline) {
    const reason = ended();
    if (reason !== null) throw new Error(reason);
    if (
      await fetch(`${origin}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await wait(200);
  }
  throw new Error("no answer within five minutes");
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const inTime = await Promise.race([gone.then(() => true), wait(20_000).then(() => false)]);
  if (!inTime) child.kill("SIGKILL");
  await gone;
}

/** A process and the processes of Node.js that it started, and so on. */
function familyOf(root: number): number[] {
  const parents = new Map<number, number>();
  const names = new Map<number, string>();
  for (const entry of fs.existsSync("/proc") ? fs.readdirSync("/proc") : []) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = fs.readFileSync(`/proc/${entry}/stat`, "utf8");
      const rest = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(entry), Number(rest[1]));
      names.set(Number(entry), stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")));
    } catch {
      /* It ended meanwhile. */
    }
  }
  const family = [root];
  for (const known of family)
    for (const [pid, parent] of parents)
      if (parent === known && /^(node|MainThread)/.test(names.get(pid) ?? "")) family.push(pid);
  return family;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

function residentSize(pid: number): number {
  try {
    const [, size] = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(size ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
