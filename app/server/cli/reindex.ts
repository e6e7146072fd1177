/** npm run reindex: builds the search index anew from the database, while search goes on. */
import { prepareSuggestions, rebuildIndex } from "#app/domain/search/rebuild.server.ts";
import { runCommand } from "./run.ts";

await runCommand(async ({ services }) => {
  await prepareSuggestions(services);
  await services.search.prepare();
  const { documents } = await rebuildIndex(services);
  console.log(`${services.search.name}: ${documents} documents indexed`);
  return 0;
});
