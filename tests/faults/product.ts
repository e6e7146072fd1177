import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, existsSync, type WriteStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { familyOf, titleOf } from "#tests/support/product.ts";

export type Role = "supervisor" | "web" | "worker";

/** The product as `npm start` runs it. */
export interface Product {
  origin: string;
  /** What it wrote to the console. */
  log: string;
  /** Sends a signal to one process of the role; answers whether there was one. */
  signal(role: Role, signal: NodeJS.Signals, choose: (count: number) => number): boolean;
  /** Lets whatever was stopped go on. */
  resume(): void;
  /** Starts it if it is down, and waits until it answers; throws when it does not. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Sets its clock ahead or back by so many seconds; null where that is not possible. */
  skewClock: ((seconds: number) => Promise<void>) | null;
  noClock: string;
}

interface Process {
  pid: number;
  command: string;
}

/** Milliseconds; a first start on a busy machine loads the demonstration data and its index. */
const startPatience = 300_000;

/** A program's clock is set by a library that stands between it and the system. */
const clockLibrary = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib64/faketime/libfaketime.so.1",
].find((file) => existsSync(file));

export async function createProduct(
  port: number,
  folder: string,
  env: Record<string, string>,
): Promise<Product> {
  const origin = `http://localhost:${port}`;
  const log = path.join(folder, "product.log");
  const clock = path.join(folder, "clock");
  await fs.writeFile(clock, "+0");
  const output: WriteStream = createWriteStream(log);
  const clockEnv: Record<string, string> = clockLibrary
    ? {
        LD_PRELOAD: clockLibrary,
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_CACHE_DURATION: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
        FAKETIME_DONT_RESET: "1",
      }
    : {};
  let npm: ChildProcess | undefined;
  /** Also those whose supervisor is gone. */
  const held = new Set<number>();

  const own = (): Process[] => (npm?.pid ? descendantsOf(npm.pid) : []);

  const healthy = async (): Promise<boolean> => {
    try {
      const answer = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(3_000) });
      await answer.body?.cancel();
      return answer.status === 200;
    } catch {
      return false;
    }
  };

  const end = async (): Promise<void> => {
    const ended = npm;
    if (!ended?.pid) return;
    const left = own();
    npm = undefined;
    for (const { pid } of left) kill(pid, "SIGCONT");
    const roots = left.filter(({ command }) => roleOf(command) === "supervisor");
    for (const { pid } of roots.length > 0 ? roots : left) kill(pid, "SIGTERM");
    const until = performance.now() + 30_000;
    while (left.some(({ pid }) => lives(pid)) && performance.now() < until) await wait(50);
    for (const { pid } of left) kill(pid, "SIGKILL");
    kill(ended.pid, "SIGKILL");
  };

  const start = async (): Promise<void> => {
    const until = performance.now() + startPatience;
    if (npm && npm.exitCode === null && npm.signalCode === null) {
      while (performance.now() < until - startPatience / 3) {
        if (await healthy()) return;
        if (npm.exitCode !== null) break;
        await wait(200);
      }
      if (npm.exitCode === null)
        throw new Error(`the product did not answer again in ${startPatience / 3_000} s`);
    }
    /** Processes whose supervisor is gone end by themselves; the port is theirs until then. */
    while (await healthy()) {
      if (performance.now() > until) throw new Error("processes without a supervisor go on");
      await wait(200);
    }
    for (;;) {
      const started = spawn("npm", ["start", "--silent"], {
        env: { ...process.env, ...env, ...clockEnv, PORT: String(port) },
        stdio: ["ignore", "pipe", "pipe"],
      });
      started.stdout.pipe(output, { end: false });
      started.stderr.pipe(output, { end: false });
      npm = started;
      while (started.exitCode === null && started.signalCode === null) {
        if (await healthy()) return;
        if (performance.now() > until) throw new Error("the product did not start");
        await wait(200);
      }
      if (performance.now() > until - startPatience / 3)
        throw new Error(`the product did not start: npm ended with ${started.exitCode}`);
      await wait(500);
    }
  };

  return {
    origin,
    log,
    signal: (role, signal, choose) => {
      const found = own().filter(({ command }) => roleOf(command) === role);
      const one = found[choose(found.length)];
      if (one) kill(one.pid, signal);
      if (one && signal === "SIGSTOP") held.add(one.pid);
      return one !== undefined;
    },
    resume: () => {
      for (const pid of held) kill(pid, "SIGCONT");
      held.clear();
    },
    start,
    stop: async () => {
      await end();
      output.end();
    },
    skewClock: clockLibrary
      ? (seconds) => fs.writeFile(clock, `${seconds < 0 ? "-" : "+"}${Math.abs(seconds)}`)
      : null,
    noClock: clockLibrary ? "" : "libfaketime is not installed",
  };
}

function roleOf(command: string): Role | null {
  const [, title] = /^duijie: (supervisor|web|worker)/.exec(command) ?? [];
  return (title as Role | undefined) ?? null;
}

/** All but npm itself. */
const descendantsOf = (root: number): Process[] =>
  familyOf(root)
    .slice(1)
    .map((pid) => ({ pid, command: titleOf(pid) }));

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    /** It has ended meanwhile. */
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
