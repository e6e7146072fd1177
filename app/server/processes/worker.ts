/** Prepares data and index, then does the jobs; one of these runs beside the web processes. */
import { createParts } from "#app/server/services.ts";
import { startWork } from "#app/server/work.ts";
import { runChild } from "./child.ts";

await runChild("worker", async (environment, databaseUrl, log) => {
  const parts = createParts(environment, databaseUrl, log);
  const { lines, close } = await startWork(parts, environment, databaseUrl);
  return {
    lines,
    close: async () => {
      await close();
      await parts.close();
    },
  };
});
