import { isUtf8 } from "node:buffer";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { csvOf, workbookOf, type TableFormat } from "#app/files/spreadsheet.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { openThread } from "#app/kernel/thread.server.ts";
import { registrationColumns, type RegistrationColumn } from "./registration-columns.ts";
import type { FileFailure, ReadFile } from "./registration-file.ts";

/**
 * Reads a stored file of registrations in a thread, as a workbook of 10,000 rows
 * takes seconds. Text that is not UTF-8 is read as GB 18030, in which Chinese
 * spreadsheets save CSV.
 */
export async function readRegistrationFile(
  { files }: Services,
  stored: { storageKey: string; fileName: string },
): Promise<ReadFile | FileFailure> {
  const content = await buffer(await files.open(stored.storageKey));
  const extension = path.extname(stored.fileName).toLowerCase();
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-registrations-"));
  try {
    const file = path.join(folder, `file${extension}`);
    await fs.writeFile(file, extension === ".csv" ? asUtf8(content) : content, { mode: 0o600 });
    return await readInThread(file);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

const asUtf8 = (content: Buffer): Buffer | string =>
  isUtf8(content) ? content : new TextDecoder("gb18030").decode(content);

const readInThread = (file: string): Promise<ReadFile | FileFailure> =>
  new Promise((resolve, reject) => {
    const worker = openThread("app/sessions/registrations/import/registration-file-worker.ts", {
      file,
    });
    worker.once("message", (answer: ReadFile | FileFailure) => {
      resolve(answer);
      void worker.terminate();
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`reading the file ended with ${code}`)));
  });

/** An empty file with the headings of a language, to be filled in. */
export async function registrationTemplate(
  format: TableFormat,
  headings: Record<RegistrationColumn, string>,
): Promise<Buffer> {
  const rows = [registrationColumns.map((column) => headings[column])];
  if (format === "csv") return csvOf(rows);
  const columns = registrationColumns.map(() => ({ width: 24, numFmt: "@" }));
  return workbookOf([{ name: "registrations", rows, columns }]);
}
