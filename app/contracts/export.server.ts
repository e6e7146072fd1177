import ExcelJS from "exceljs";
import type { ShownStatistics } from "./statistics.ts";

export type ExportFormat = "csv" | "xlsx";

/** How a file names its columns and rows. */
export interface ExportWords {
  tableName: (table: ShownStatistics["table"]) => string;
  keyName: (table: ShownStatistics["table"], key: string | null) => string;
  total: string;
  hidden: string;
  /** Table, row, and the six figures of a row. */
  columns: readonly string[];
}

/**
 * Tables of statistics as a file for spreadsheets. A CSV file (UTF-8 with a
 * byte order mark) has all of them one below the other, and amounts as exact
 * decimals; a workbook has a sheet a table, and numbers where a spreadsheet
 * holds them exactly (15 digits).
 */
export async function exportStatistics(
  tables: readonly ShownStatistics[],
  format: ExportFormat,
  words: ExportWords,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  if (format === "csv") {
    const sheet = workbook.addWorksheet("statistics");
    sheet.addRow([...words.columns]);
    for (const table of tables)
      for (const row of rowsOf(table, words)) sheet.addRow(row.map(inert));
    const csv = Buffer.from(await workbook.csv.writeBuffer());
    return Buffer.concat([Buffer.from("\uFEFF"), csv]);
  }
  for (const table of tables) {
    const sheet = workbook.addWorksheet(words.tableName(table.table).slice(0, 31));
    sheet.addRow(words.columns.slice(1));
    for (const [, name = "", ...figures] of rowsOf(table, words))
      sheet.addRow([inert(name), ...figures.map(cellOf)]);
    sheet.getRow(1).font = { bold: true };
    sheet.columns.forEach((column, index) => {
      column.width = index === 0 ? 34 : 20;
      if ([2, 3, 5, 6].includes(index)) column.numFmt = "#,##0.00";
    });
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** A spreadsheet would take such a text for a formula. */
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cellOf = (figure: string): string | number =>
  /^\d+(\.\d+)?$/.test(figure) && figure.replace(".", "").length <= 15 ? Number(figure) : figure;

function rowsOf({ table, rows, total }: ShownStatistics, words: ExportWords): string[][] {
  const lines = [
    ...rows.map((row) => ({ name: words.keyName(table, row.key), row })),
    { name: words.total, row: total },
  ];
  return lines.map(({ name, row }) => [
    words.tableName(table),
    name,
    ...[row.registered, row.signed].flatMap((figures) =>
      figures
        ? [String(figures.count), figures.contractAmount, figures.technologyAmount]
        : [words.hidden, words.hidden, words.hidden],
    ),
  ]);
}
