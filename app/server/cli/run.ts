import { migrate } from "#db/migrate.ts";
import { openDatabaseServer, type DatabaseServer } from "#app/server/database-server.ts";
import type { Environment } from "#app/server/environment.ts";
import { createLog } from "#app/server/log.ts";
import { createParts, type ServerParts } from "#app/server/services.ts";
import { runOn, sharedServer, type CommandOptions } from "./bare-command.ts";

export { commonOptions } from "./bare-command.ts";

/**
 * Runs a command with the product's parts: beside a running server on the same
 * data, or with the database brought up for as long as the command takes.
 * Says on stderr which database that is; prints one line and exits with 1 when
 * something is wrong.
 */
export const runCommand = (
  options: CommandOptions,
  work: (parts: ServerParts, environment: Environment) => Promise<number>,
): Promise<void> =>
  runOn(options, openShared, async (database, environment) => {
    const parts = createParts(environment, database.url, createLog(environment, "command"));
    try {
      return await work(parts, environment);
    } finally {
      await parts.close();
    }
  });

async function openShared(environment: Environment): Promise<DatabaseServer> {
  const running = await sharedServer(environment);
  if (!running) return openDatabaseServer(environment, console.error);
  await migrate(running.url);
  return running;
}
