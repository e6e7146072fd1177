import fs from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { PostKind } from "#app/codes/codes.ts";
import { UnreadableFile } from "#app/office/table.ts";
import { readDocument } from "#app/office/word-document.server.ts";
import { fillForm, isOfKind } from "./word-form.ts";
import type { ReadForm } from "./word-form.server.ts";

/** What a thread of word-form.server.ts does: reads one document. */
const { file, kind } = workerData as { file: string; kind: PostKind };
const answer = await (async (): Promise<ReadForm> => {
  try {
    const blocks = await readDocument(await fs.readFile(file));
    if (!isOfKind(kind, blocks)) return { failure: "otherKind" };
    const filled = fillForm(kind, blocks);
    return filled.fields.length === 0 ? { failure: "noFields" } : filled;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { failure: error.failure };
  }
})();
parentPort?.postMessage(answer);
