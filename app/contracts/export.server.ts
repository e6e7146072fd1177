import { csvOf, workbookOf, type TableFormat } from "#app/files/spreadsheet.server.ts";
import type { ShownStatistics } from "./statistics.ts";

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
  format: TableFormat,
  words: ExportWords,
): Promise<Buffer> {
  if (format === "csv")
    return csvOf([words.columns, ...tables.flatMap((table) => rowsOf(table, words))]);
  return workbookOf(
    tables.map((table) => ({
      name: words.tableName(table.table),
      rows: [
        words.columns.slice(1),
        ...rowsOf(table, words).map(([, name = "", ...figures]) => [name, ...figures.map(cellOf)]),
      ],
      hasHead: true,
      columns: words.columns.slice(1).map((_, index) => ({
        width: index === 0 ? 34 : 20,
        ...([2, 3, 5, 6].includes(index) ? { numFmt: "#,##0.00" } : {}),
      })),
    })),
  );
}

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
