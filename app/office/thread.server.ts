import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { answerOfThread, ThreadSpent } from "#app/kernel/thread.server.ts";

/** What the reading of one file may take. */
const bounds = { seconds: 120, megabytes: 1_024 };

/**
 * Has a file of an office read in a thread of its own, within bounds: libraries that read
 * them take seconds of a core, and a hostile file could take all memory. The module gets
 * `{ file }`, where the content lies, beside the data, and posts its answer.
 *
 * @param spent what is answered for a file that took too much
 * @throws what the content's stream or the thread fails with
 */
export async function inOfficeThread<Answer>(
  module: `app/${string}-worker.ts`,
  content: Readable,
  data: Record<string, unknown>,
  spent: (failure: "tooLarge") => Answer,
): Promise<Answer> {
  const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), "duijie-office-"));
  try {
    const file = path.join(folder, "file");
    await pipeline(content, fs.createWriteStream(file, { mode: 0o600 }));
    return await answerOfThread<Answer>(module, { ...data, file }, bounds);
  } catch (error) {
    if (error instanceof ThreadSpent) return spent("tooLarge");
    throw error;
  } finally {
    await fs.promises.rm(folder, { recursive: true, force: true });
  }
}
