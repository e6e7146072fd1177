import cluster, { type Worker } from "node:cluster";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { StartRefused } from "./environment.ts";
import { childMessage } from "#app/server/processes/messages.ts";

export interface Supervised {
  /** What the processes said when they were ready. */
  lines: string[];
  /** Ends all processes: first those that answer, then the one that works. */
  stop: () => Promise<void>;
}

export interface SupervisorOptions {
  /** How many processes answer requests. */
  webProcesses: number;
  databaseUrl: string;
  say: (line: string) => void;
}

type Role = "web" | "worker";

/** Pauses before a process that died soon after its start is started again, in milliseconds. */
const pauses = [0, 500, 1_000, 2_000, 5_000, 10_000];
/** One that lived so long, in milliseconds, has proved that it can start. */
const provenAfter = 30_000;
/** So long a process may take to end, in milliseconds, before it is killed. */
const patience = 20_000;

/**
 * Starts the processes of the product and starts each again that dies.
 *
 * @throws StartRefused when one cannot start at first
 */
export async function supervise(options: SupervisorOptions): Promise<Supervised> {
  const { say } = options;
  const living = new Set<Worker>();
  let stopping = false;

  /** Answers once the process is ready; it is kept alive from then on. */
  const start = (role: Role, first: boolean, quickDeaths = 0): Promise<string[]> => {
    const child = fork(role, options.databaseUrl);
    const began = Date.now();
    let replaced = false;
    living.add(child);
    const replace = async (deaths: number) => {
      if (replaced || stopping) return;
      replaced = true;
      await wait(pauses[Math.min(deaths, pauses.length - 1)]);
      if (!stopping) await start(role, false, deaths).catch(() => {});
    };
    return new Promise((resolve, reject) => {
      let ready = false;
      child.on("message", (given: unknown) => {
        const message = childMessage.safeParse(given).data;
        if (message?.state === "ready") {
          ready = true;
          resolve(message.lines);
        } else if (message?.state === "broken") void replace(0);
        else if (message?.state === "refused") reject(new StartRefused(message.line));
      });
      child.once("exit", (code, signal) => {
        living.delete(child);
        reject(new StartRefused(`The ${role} process ended with ${signal ?? code}.`));
        if (stopping || replaced || (first && !ready)) return;
        say(`The ${role} process ended (${signal ?? code}) and is started again.`);
        void replace(Date.now() - began > provenAfter ? 0 : quickDeaths + 1);
      });
    });
  };

  const stop = async (): Promise<void> => {
    stopping = true;
    for (const role of ["web", "worker"] as const)
      await Promise.all(
        [...living].filter((child) => roles.get(child) === role).map((child) => end(child)),
      );
  };

  try {
    const lines = await start("worker", true);
    await Promise.all(Array.from({ length: options.webProcesses }, () => start("web", true)));
    return { lines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const roles = new WeakMap<Worker, Role>();

function fork(role: Role, databaseUrl: string): Worker {
  const loader = createRequire(import.meta.url).resolve("tsx");
  cluster.setupPrimary({
    exec: path.join(import.meta.dirname, "processes", `${role}.ts`),
    execArgv: ["--import", pathToFileURL(loader).href],
  });
  const child = cluster.fork({ DATABASE_URL: databaseUrl, NODE_ENV: "production" });
  roles.set(child, role);
  child.on("error", () => {});
  return child;
}

/** Asks a process to end, and kills it when it does not. */
async function end(child: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.process.kill("SIGTERM");
  const late = setTimeout(() => child.process.kill("SIGKILL"), patience);
  await ended;
  clearTimeout(late);
}
