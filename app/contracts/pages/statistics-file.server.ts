import type { TFunction } from "i18next";
import { exportStatistics } from "#app/contracts/export.server.ts";
import type { TableFormat } from "#app/files/spreadsheet.server.ts";
import type { ShownStatistics } from "#app/contracts/statistics.ts";
import { keyName } from "#app/contracts/parts/statistics-names.ts";

/** The tables as a file for spreadsheets, its columns and rows named in the person's language. */
export function statisticsFile(
  t: TFunction,
  tables: ShownStatistics[],
  format: TableFormat,
): Promise<Buffer> {
  const figures = (["registered", "signed"] as const).flatMap((column) =>
    (["count", "contractAmount", "technologyAmount"] as const).map(
      (figure) => `${t(`contracts:statistics.${column}`)} ${t(`contracts:statistics.${figure}`)}`,
    ),
  );
  return exportStatistics(tables, format, {
    tableName: (table) => t(`contracts:statistics.table.${table}`),
    keyName: (table, key) => keyName(t, table, key),
    total: t("contracts:statistics.total"),
    hidden: "*",
    columns: [
      t("contracts:statistics.tableColumn"),
      t("contracts:statistics.rowColumn"),
      ...figures,
    ],
  });
}
