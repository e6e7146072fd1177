import { writeFile } from "node:fs/promises";
import { statesDocument } from "#app/server/machines.ts";

await writeFile(new URL("../../../docs/state-machines.md", import.meta.url), statesDocument());
