import { writeFile } from "node:fs/promises";
import { columnsDocument } from "#app/imports/columns-document.ts";

await writeFile(new URL("../../../docs/data-load.md", import.meta.url), columnsDocument());
