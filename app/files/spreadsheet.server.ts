import ExcelJS from "exceljs";
import { cutUnits } from "#app/text/graphemes.ts";

export const tableFormats = ["csv", "xlsx"] as const;
export type TableFormat = (typeof tableFormats)[number];

export type Cell = string | number | null;

/** A table of a file for spreadsheets. */
export interface Sheet {
  /** Cut to the 31 characters that a workbook allows. */
  name: string;
  rows: readonly (readonly Cell[])[];
  /** The first row says what stands below it. */
  hasHead?: boolean;
  /** Of a workbook: the width in characters, and how numbers are shown (`@` for text). */
  columns?: readonly { width: number; numFmt?: string }[];
}

/**
 * A spreadsheet takes a text that begins so for a formula. It is marked as text instead, by an
 * apostrophe (OWASP, CSV injection); in workbooks too, since people save them as CSV.
 */
const inert = (cell: Cell): Cell =>
  typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;

/** Tables as a workbook with a sheet each, no text of which is run as a formula. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  for (const sheet of sheets) addSheet(workbook, sheet);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** One table as CSV for spreadsheets (UTF-8 with a byte order mark), no text of which is run as a formula. */
export async function csvOf(rows: Sheet["rows"]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  addSheet(workbook, { name: "table", rows });
  const csv = Buffer.from(await workbook.csv.writeBuffer());
  return Buffer.concat([Buffer.from("\uFEFF"), csv]);
}

function addSheet(workbook: ExcelJS.Workbook, { name, rows, hasHead, columns }: Sheet): void {
  const sheet = workbook.addWorksheet(cutUnits(name, 31));
  if (columns)
    sheet.columns = columns.map(({ width, numFmt }) => ({
      width,
      ...(numFmt ? { style: { numFmt } } : {}),
    }));
  for (const row of rows) sheet.addRow(row.map(inert));
  if (hasHead) sheet.getRow(1).font = { bold: true };
}
