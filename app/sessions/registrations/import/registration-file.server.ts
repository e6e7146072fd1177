import { csvOf, workbookOf, type TableFormat } from "#app/files/spreadsheet.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { TableChoice } from "#app/office/read-table.server.ts";
import { inOfficeThread } from "#app/office/thread.server.ts";
import { registrationColumns, type RegistrationColumn } from "./registration-columns.ts";
import type { ReadFile, UnreadRegistrations } from "./registration-file.ts";

/**
 * Reads a stored file of registrations in a thread, as a workbook of 10,000 rows
 * takes seconds.
 */
export async function readRegistrationFile(
  { files }: Services,
  stored: { storageKey: string },
  choice: TableChoice<RegistrationColumn>,
): Promise<ReadFile | UnreadRegistrations> {
  return inOfficeThread<ReadFile | UnreadRegistrations>(
    "app/sessions/registrations/import/registration-file-worker.ts",
    await files.open(stored.storageKey),
    { choice },
    (failure) => ({ failure, source: null }),
  );
}

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
