import fs from "node:fs";
import path from "node:path";
import { BackupError } from "#db/backup/manifest.ts";
import { clusterDirectory, embeddedDatabaseUrl } from "#db/embedded/postgres.ts";
import { DatabaseUnfit } from "#db/security/ensure.ts";
import { runningServer } from "#app/server/claims.ts";
import { reachDatabaseServer, reason, type DatabaseServer } from "#app/server/database-server.ts";
import { readEnvironment, StartRefused, type Environment } from "#app/server/environment.ts";

/** What every command understands, for `parseArgs`. */
export const commonOptions = {
  /** In production, that the embedded database is meant and DATABASE_URL was not forgotten. */
  embedded: { type: "boolean", default: false },
} as const;

export interface CommandOptions {
  embedded: boolean;
}

export interface BareCommandOptions extends CommandOptions {
  /** Whether a server may run meanwhile, and the database must be there already. */
  database: "in use" | "at rest";
}

/** Runs a command on the database as it is found, neither prepared nor brought up to the newest schema. */
export const runBareCommand = (
  options: BareCommandOptions,
  work: (database: DatabaseServer, environment: Environment) => Promise<number>,
): Promise<void> =>
  runOn(
    options,
    async (environment) => {
      const running = await sharedServer(environment);
      if (running && options.database === "at rest")
        throw new StartRefused("DUIJIE_HOME: a server is running on it; stop it first");
      if (running) return running;
      if (options.database === "in use") await requireCluster(environment);
      return reachDatabaseServer(environment, console.error);
    },
    work,
  );

/**
 * Opens a database and does the work. Says on stderr which database that is; prints one
 * line and exits with 1 when something is wrong.
 */
export async function runOn(
  { embedded }: CommandOptions,
  open: (environment: Environment) => Promise<DatabaseServer>,
  work: (database: DatabaseServer, environment: Environment) => Promise<number>,
): Promise<void> {
  try {
    const environment = readEnvironment({ LOG_LEVEL: "warn", ...process.env });
    await requireNamedDatabase(environment, embedded);
    const database = await open(environment);
    console.error(`Database: ${database.description}`);
    try {
      process.exitCode = await work(database, environment);
    } finally {
      await database.stop();
    }
  } catch (error) {
    console.error(sayWhy(error));
    process.exitCode = 1;
  }
}

/** Words for what a person can mend; for the rest, the error whole. */
function sayWhy(error: unknown): unknown {
  if (error instanceof StartRefused || error instanceof BackupError) return error.message;
  if (error instanceof DatabaseUnfit) return `DATABASE_URL: ${error.message}`;
  const ofSystem = error instanceof Error && "code" in error && typeof error.code === "string";
  return ofSystem ? `${reason(error)} (${String(error.code)})` : error;
}

/** A command that fell back on the embedded database would succeed on an empty market. */
async function requireNamedDatabase(environment: Environment, embedded: boolean): Promise<void> {
  const { DUIJIE_ENV, DATABASE_URL, DUIJIE_HOME } = environment;
  if (DUIJIE_ENV !== "production" || DATABASE_URL !== undefined || embedded) return;
  if ((await runningServer(DUIJIE_HOME)) !== null) return;
  throw new StartRefused(
    `DATABASE_URL: must be set for commands in production; --embedded takes the embedded database in ${DUIJIE_HOME}`,
  );
}

/** The embedded database of the server that runs on this data, if one does. */
export async function sharedServer(environment: Environment): Promise<DatabaseServer | null> {
  const { DATABASE_URL, DATABASE_PORT, DUIJIE_HOME } = environment;
  if (DATABASE_URL !== undefined || (await runningServer(DUIJIE_HOME)) === null) return null;
  const directory = await clusterDirectory(DUIJIE_HOME);
  return {
    url: await embeddedDatabaseUrl(directory, DATABASE_PORT, "duijie"),
    description: `embedded PostgreSQL of the running server on port ${DATABASE_PORT}, data in ${directory}`,
    stop: async () => {},
  };
}

/** @throws StartRefused where the embedded database would be made by looking for it */
async function requireCluster({ DATABASE_URL, DUIJIE_HOME }: Environment): Promise<void> {
  if (DATABASE_URL !== undefined) return;
  const directory = await clusterDirectory(DUIJIE_HOME);
  if (!fs.existsSync(path.join(directory, "cluster", "PG_VERSION")))
    throw new StartRefused(
      `DATABASE_URL: not set, and DUIJIE_HOME (${DUIJIE_HOME}) has no embedded database`,
    );
}

/** Ends at Ctrl+C and the like by the way of the signal: what was begun is undone first. */
export function endingSignal(): AbortSignal {
  const ending = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(name, () => ending.abort(new BackupError(`ended by ${name}`)));
  return ending.signal;
}

/** Lines on stderr, one a second at most. */
export function progressLines(): (line: string) => void {
  let last = 0;
  return (line) => {
    if (Date.now() - last < 1_000) return;
    last = Date.now();
    console.error(line);
  };
}
