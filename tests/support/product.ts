import { spawn } from "node:child_process";
import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** The product as people start it: the real processes, built pages, a database of its own. */
export interface Product {
  origin: string;
  /** The process that npm, or Node.js itself, was started as. */
  pid: number;
  /** All it printed so far. */
  said: () => string;
  /** The processes of this kind that live now. */
  processes: (name: "supervisor" | "web" | "worker") => number[];
  /** Null while it runs, else how it ended. */
  ended: () => string | null;
  /** Ends it by a signal and waits until its output is closed. */
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

export interface ProductOptions {
  /** The program's folder. */
  root: string;
  port: number;
  env: Record<string, string>;
  /** The file of Node.js; this one by default. */
  node?: string;
  /** A user and group to run as. */
  account?: { uid: number; gid: number };
  /** By npm, as people do; else Node.js is started directly, which is quicker. */
  byNpm?: boolean;
}

const patience = 300_000;

/**
 * Starts the product and answers when it is ready.
 *
 * @throws with what it printed, when it ends before
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { root, port, node = process.execPath, byNpm = false } = options;
  const nodeFolder = node.slice(0, node.lastIndexOf("/"));
  const command = byNpm ? "npm" : node;
  const args = byNpm ? ["start"] : ["--import", "tsx", "app/server/start.ts"];
  const child = spawn(command, args, {
    cwd: root,
    ...options.account,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      ...inherited(),
      PATH: `${nodeFolder}:${process.env.PATH}`,
      PORT: String(port),
      NO_COLOR: "1",
      LOG_LEVEL: "warn",
      ...options.env,
    },
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  let end: string | null = null;
  child.once("error", (error) => (end = error.message));
  const closed = new Promise<void>((resolve) =>
    child.once("close", (code, signal) => {
      end = `it ended with ${code ?? signal}`;
      resolve();
    }),
  );
  const pid = child.pid ?? 0;
  const deadline = Date.now() + patience;
  while (!text.includes("Ready after")) {
    if (end !== null || Date.now() > deadline) {
      if (end === null) child.kill("SIGKILL");
      throw new Error(`the product did not start: ${end ?? "no answer"}\n${text.slice(-3_000)}`);
    }
    await wait(100);
  }
  return {
    origin: `http://localhost:${port}`,
    pid,
    said: () => text,
    processes: (name) => familyOf(pid).filter((one) => titleOf(one) === `duijie: ${name}`),
    ended: () => end,
    stop: async (signal = "SIGTERM") => {
      if (end === null) child.kill(signal);
      await closed;
    },
  };
}

/** What this process was told, without what a test runner added. */
const inherited = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|VITEST|NODE_ENV|NODE_OPTIONS)/.test(name),
    ),
  );

/** The title that a process gave itself. */
export const titleOf = (pid: number): string =>
  read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();

/** A process and those that it started, and so on. */
export function familyOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${entry}/stat`);
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const family = [root];
  for (const known of family)
    for (const [pid, parent] of parents) if (parent === known) family.push(pid);
  return family;
}

/** Megabytes that a process holds, its share of what it shares with others. */
export const memoryOf = (pid: number): number =>
  Math.round(Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1_024);

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
