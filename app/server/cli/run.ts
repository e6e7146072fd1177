import { readEnvironment, StartRefused, type Environment } from "../environment.ts";
import { openDatabaseServer } from "../database-server.ts";
import { createLog } from "../log.ts";
import { createParts, type ServerParts } from "../services.ts";
import { runningServer } from "../claims.ts";
import { clusterDirectory, embeddedDatabaseUrl } from "#db/embedded/postgres.ts";

/**
 * Runs a command with the product's parts: beside a running server on the same
 * data, or with the database brought up for as long as the command takes.
 * Prints one line and exits with 1 when something is wrong.
 */
export async function runCommand(
  work: (parts: ServerParts, environment: Environment) => Promise<number>,
): Promise<void> {
  try {
    const environment = readEnvironment({ LOG_LEVEL: "warn", ...process.env });
    const database = await databaseFor(environment);
    const parts = createParts(environment, database.url, createLog(environment, "command"));
    try {
      process.exitCode = await work(parts, environment);
    } finally {
      await parts.close();
      await database.stop();
    }
  } catch (error) {
    console.error(error instanceof StartRefused ? error.message : error);
    process.exitCode = 1;
  }
}

async function databaseFor(
  environment: Environment,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const shared = !environment.DATABASE_URL && (await runningServer(environment.DUIJIE_HOME));
  if (!shared) return openDatabaseServer(environment, console.error);
  const directory = await clusterDirectory(environment.DUIJIE_HOME);
  const url = await embeddedDatabaseUrl(directory, environment.DATABASE_PORT, "duijie");
  return { url, stop: async () => {} };
}
