/** npm run build: builds the pages for an installation; npm start then only uses them. */
import path from "node:path";
import { StartRefused } from "#app/server/environment.ts";
import { buildPages } from "#app/server/pages.ts";

process.chdir(path.join(import.meta.dirname, "../../.."));
try {
  await buildPages();
} catch (error) {
  console.error(error instanceof StartRefused ? error.message : error);
  process.exitCode = 1;
}
