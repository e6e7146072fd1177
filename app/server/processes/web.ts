/** Answers requests; several of these share the port. */
import { createParts } from "#app/server/services.ts";
import { loadBuiltPages } from "#app/server/pages.ts";
import { openDoors } from "#app/server/serve.ts";
import { runChild } from "./child.ts";

await runChild("web", async (environment, databaseUrl, log) => {
  const parts = createParts(environment, databaseUrl, log, { statementSeconds: 60 });
  const close = await openDoors(parts, environment, databaseUrl, await loadBuiltPages());
  return {
    lines: [],
    close: async () => {
      await close();
      await parts.close();
    },
  };
});
