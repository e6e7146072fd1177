import { parentPort, workerData } from "node:worker_threads";
import { readRows, UnreadableFile } from "#app/imports/read-rows.server.ts";
import { readRegistrations, type FileFailure, type ReadFile } from "./registration-file.ts";

/** What a thread of registration-file.server.ts does: reads and checks one file. */
const { file } = workerData as { file: string };
const answer = await (async (): Promise<ReadFile | FileFailure> => {
  try {
    return await readRegistrations(readRows(file));
  } catch (error) {
    if (error instanceof UnreadableFile) return "unreadable";
    throw error;
  }
})();
parentPort?.postMessage(answer);
