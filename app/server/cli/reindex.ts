/** npm run reindex: builds the search index anew from the database, while search goes on. */
import { parseArgs } from "node:util";
import { collectSuggestionsOnce, rebuildIndex } from "#app/search/rebuild.server.ts";
import { commonOptions, runCommand } from "./run.ts";

const { values } = parseArgs({ options: commonOptions });

await runCommand(values, async ({ services }) => {
  await collectSuggestionsOnce(services);
  await services.search.prepare();
  const { documents } = await rebuildIndex(services);
  console.log(`${services.search.name}: ${documents} documents indexed`);
  return 0;
});
