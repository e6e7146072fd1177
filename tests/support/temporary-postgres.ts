import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "#db/embedded/postgres.ts";
import { freePort } from "./free-port.ts";

export interface TemporaryPostgres extends EmbeddedPostgres {
  /** The folder that holds its files. */
  directory: string;
  /** Starts the server with the same files, after a stop. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Starts a PostgreSQL in a temporary folder; what it keeps need not outlive a power cut. */
export async function startTemporaryPostgres(
  settings: Record<string, string> = { fsync: "off", synchronous_commit: "off" },
): Promise<TemporaryPostgres> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-postgres-"));
  await fs.chmod(directory, 0o755);
  const port = await freePort();
  const begin = () => startEmbeddedPostgres({ directory, port, settings });
  let server = await begin();
  return {
    ...server,
    directory,
    start: async () => {
      server = await begin();
    },
    stop: () => server.stop(),
    remove: async () => {
      await server.stop();
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}
