import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import {
  clusterDirectory,
  EmbeddedPostgresError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from "#db/embedded/postgres.ts";
import { prepareJobs } from "#db/jobs.ts";
import { migrate } from "#db/migrate.ts";
import { DatabaseUnfit } from "#db/security/ensure.ts";
import { requireFreePort } from "./claims.ts";
import { StartRefused, type Environment } from "./environment.ts";

export interface DatabaseServer {
  url: string;
  /** For the start log; without the password. */
  description: string;
  stop: () => Promise<void>;
}

const databaseName = "duijie";

/**
 * The database, reachable, migrated and with its job queues: the one at
 * DATABASE_URL, else the embedded one, which is started again when it dies.
 *
 * @throws StartRefused naming the variable to mend
 */
export async function openDatabaseServer(
  environment: Environment,
  say: (line: string) => void,
): Promise<DatabaseServer> {
  const opened = await reachDatabaseServer(environment, say);
  try {
    await migrate(opened.url);
    await prepareJobs(opened.url);
    return opened;
  } catch (error) {
    await opened.stop();
    const variable = environment.DATABASE_URL ? "DATABASE_URL" : "DUIJIE_HOME";
    if (error instanceof DatabaseUnfit) throw new StartRefused(`${variable}: ${error.message}`);
    throw new StartRefused(`${variable}: the database could not be prepared (${reason(error)})`);
  }
}

/**
 * The same as it is found: reachable, and nothing more.
 *
 * @throws StartRefused naming the variable to mend
 */
export const reachDatabaseServer = (
  environment: Environment,
  say: (line: string) => void,
): Promise<DatabaseServer> =>
  environment.DATABASE_URL ? outside(environment.DATABASE_URL) : embedded(environment, say);

async function outside(url: string): Promise<DatabaseServer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query("SELECT 1");
  } catch (error) {
    throw new StartRefused(`DATABASE_URL: the database cannot be reached (${reason(error)})`);
  } finally {
    await client.end().catch(() => {});
  }
  const { host, pathname } = new URL(url);
  return { url, description: `PostgreSQL at ${host}${pathname}`, stop: async () => {} };
}

async function embedded(
  environment: Environment,
  say: (line: string) => void,
): Promise<DatabaseServer> {
  const { DATABASE_PORT, DUIJIE_HOME } = environment;
  try {
    const directory = await clusterDirectory(DUIJIE_HOME);
    const server = await startEmbeddedPostgres({
      directory,
      port: DATABASE_PORT,
      beforeStart: () => requireFreePort("DATABASE_PORT", DATABASE_PORT, "127.0.0.1"),
    });
    await createOnce(server.url);
    const stopWatching = keepAlive(server, say);
    return {
      url: server.databaseUrl(databaseName),
      description: `embedded PostgreSQL on port ${DATABASE_PORT}, data in ${directory}`,
      stop: async () => {
        await stopWatching();
        await server.stop();
      },
    };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError)
      throw new StartRefused(`DATABASE_URL: not set, and ${error.message}`);
    throw error;
  }
}

const watchInterval = 500;

/** Looks after the embedded server and starts it again when it died. */
function keepAlive(server: EmbeddedPostgres, say: (line: string) => void): () => Promise<void> {
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      await wait(watchInterval, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted || (await server.isAlive())) continue;
      say("The embedded PostgreSQL ended and is started again.");
      await server.restart().catch((error: unknown) => say(reason(error)));
    }
  })();
  return async () => {
    stopping.abort();
    await watching;
  };
}

async function createOnce(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      databaseName,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}

/** One line of an error, that of its cause where a library wrapped it. */
export const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reason(error.cause);
  const code = "code" in error ? String(error.code) : "";
  return error.message === "" ? code : error.message.split("\n")[0]!;
};
