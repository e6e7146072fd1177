import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Meilisearch } from "meilisearch";
import { freePort } from "./free-port.ts";

/** Why tests of a real search server are skipped; null when there is one. */
export const noSearchServer =
  process.env.MEILI_URL || process.env.MEILI_BIN
    ? null
    : "no MEILI_URL of a Meilisearch server and no MEILI_BIN of its program";

export interface SearchServer {
  url: string;
  key: string;
  client: Meilisearch;
  /** What names of indexes begin with, for one test file alone. */
  prefix: string;
  /** Takes away what the tests left. */
  close(): Promise<void>;
}

/** A program of its own, which a test may kill and stop. */
export interface OwnSearchServer extends SearchServer {
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  directory: string;
}

/** The server at MEILI_URL, or else one that is started from MEILI_BIN. */
export async function openSearchServer(): Promise<SearchServer> {
  const { MEILI_URL: url, MEILI_KEY: key = "" } = process.env;
  if (!url) return startSearchServer();
  const client = new Meilisearch({ host: url, apiKey: key });
  const prefix = prefixOf();
  return { url, key, client, prefix, close: () => dropIndexes(client, prefix) };
}

const prefixOf = () => `test${randomBytes(4).toString("hex")}`;

async function dropIndexes(client: Meilisearch, prefix: string): Promise<void> {
  const { results } = await client.getRawIndexes({ limit: 10_000 });
  for (const { uid } of results)
    if (uid.startsWith(`${prefix}_`)) await client.deleteIndex(uid).waitTask();
}

/** Starts the program that MEILI_BIN names, in a folder that goes with it. */
export async function startSearchServer(
  options: { directory?: string } = {},
): Promise<OwnSearchServer> {
  const program = process.env.MEILI_BIN;
  if (!program) throw new Error("MEILI_BIN names no program");
  const directory =
    options.directory ?? (await fs.mkdtemp(path.join(os.tmpdir(), "duijie-search-")));
  const port = await freePort();
  const key = randomBytes(16).toString("hex");
  const url = `http://127.0.0.1:${port}`;
  const client = new Meilisearch({ host: url, apiKey: key });
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const start = async () => {
    const started = spawn(
      program,
      [
        ...["--db-path", path.join(directory, "data"), "--http-addr", `127.0.0.1:${port}`],
        ...["--master-key", key, "--no-analytics", "--log-level", "ERROR"],
        // As docs/search-server.md says, or each write takes 0.4 s.
        ...["--max-indexing-memory", "1GiB"],
      ],
      { cwd: directory, stdio: "ignore" },
    );
    child = started;
    ended = new Promise((resolve) => started.once("exit", resolve));
    for (let tries = 0; tries < 600; tries += 1) {
      if (await client.isHealthy()) return;
      await wait(50);
    }
    throw new Error("the search server does not start");
  };
  const kill = async (signal: NodeJS.Signals) => {
    child?.kill(signal);
    if (signal !== "SIGSTOP" && signal !== "SIGCONT") await ended;
  };
  await start();
  return {
    url,
    key,
    client,
    prefix: prefixOf(),
    directory,
    start,
    kill,
    close: async () => {
      child?.kill("SIGCONT");
      await kill("SIGKILL");
      if (!options.directory) await fs.rm(directory, { recursive: true, force: true });
    },
  };
}
