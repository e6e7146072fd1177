import ExcelJS from "exceljs";
import type { TFunction } from "i18next";
import type { Figures, ShownStatistics } from "#app/domain/contracts/statistics.ts";
import { keyName } from "./statistics-names.ts";

/**
 * The tables as a file for spreadsheets: a sheet each as XLSX, or one under the
 * other as CSV (UTF-8 with a byte order mark). Amounts stand as text with two
 * places, so that no spreadsheet rounds them.
 */
export async function statisticsFile(
  t: TFunction,
  tables: ShownStatistics[],
  kind: "xlsx" | "csv",
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const one = kind === "csv" ? workbook.addWorksheet("statistics") : null;
  for (const statistics of tables) {
    const sheet = one ?? workbook.addWorksheet(t(`contracts:statistics.table.${statistics.table}`));
    sheet.addRow([
      t(`contracts:statistics.key.${statistics.table}`),
      ...(["registered", "signed"] as const).flatMap((column) =>
        (["count", "contractAmount", "technologyAmount"] as const).map(
          (figure) =>
            `${t(`contracts:statistics.${column}`)} ${t(`contracts:statistics.${figure}`)}`,
        ),
      ),
    ]);
    for (const row of statistics.rows)
      sheet.addRow([
        keyName(t, statistics.table, row.key),
        ...cells(row.registered),
        ...cells(row.signed),
      ]);
    sheet.addRow([
      t("contracts:statistics.total"),
      ...cells(statistics.total.registered),
      ...cells(statistics.total.signed),
    ]);
    if (one) sheet.addRow([]);
  }
  if (kind === "xlsx") return Buffer.from(await workbook.xlsx.writeBuffer());
  const text = await workbook.csv.writeBuffer();
  return Buffer.concat([Buffer.from("\uFEFF"), Buffer.from(text)]);
}

const cells = (figures: Figures | null): (string | number)[] =>
  figures === null
    ? ["*", "*", "*"]
    : [figures.count, figures.contractAmount, figures.technologyAmount];
