import { parentPort, workerData } from "node:worker_threads";
import { NoColumns, readTable, type TableChoice } from "#app/office/read-table.server.ts";
import { UnreadableFile } from "#app/office/table.ts";
import type { RegistrationColumn } from "./registration-columns.ts";
import { registrationHeadings } from "./registration-headings.ts";
import { readRegistrations, type ReadFile, type UnreadRegistrations } from "./registration-file.ts";

/** What a thread of registration-file.server.ts does: reads and checks one file. */
const { file, choice } = workerData as { file: string; choice: TableChoice<RegistrationColumn> };
const answer = await (async (): Promise<ReadFile | UnreadRegistrations> => {
  try {
    return await readRegistrations(await readTable(file, registrationHeadings, choice));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const source = error instanceof NoColumns ? error.source : null;
    return { failure: error.failure, source };
  }
})();
parentPort?.postMessage(answer);
