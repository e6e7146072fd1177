import { parentPort, workerData } from "node:worker_threads";
import { readTable, type TableChoice } from "#app/office/read-table.server.ts";
import { UnreadableFile } from "#app/office/table.ts";
import {
  readSynonyms,
  synonymHeadings,
  type ReadSynonyms,
  type UnreadSynonyms,
} from "./synonym-file.ts";

/** What a thread of exchange.server.ts does: reads one file. */
const { file, choice } = workerData as { file: string; choice: TableChoice };
const answer = await (async (): Promise<ReadSynonyms | UnreadSynonyms> => {
  try {
    return await readSynonyms(await readTable(file, synonymHeadings, choice));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { failure: error.failure };
  }
})();
parentPort?.postMessage(answer);
