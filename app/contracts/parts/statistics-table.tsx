import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { compareAmounts, plainYuan } from "#app/contracts/amounts.ts";
import {
  barOf,
  type ContractFigures,
  type ShownRow,
  type ShownStatistics,
} from "#app/contracts/statistics.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { keyName } from "./statistics-names.ts";

const columns = ["registered", "signed"] as const;

/** Contracts counted by one property, with a bar beside what was registered. */
export function StatisticsSection({ statistics }: { statistics: ShownStatistics }) {
  const { t } = useTranslation();
  const { table, rows, total } = statistics;
  const greatest = rows
    .map(({ registered }) => registered?.contractAmount ?? "0")
    .reduce((most, amount) => (compareAmounts(amount, most) > 0 ? amount : most), "0");
  return (
    <Section title={t(`contracts:statistics.table.${table}`)}>
      <ScrollRegion label={t(`contracts:statistics.table.${table}`)}>
        <table className="w-full text-right tabular-nums">
          <thead className="text-sm text-ink-soft">
            <tr>
              <th rowSpan={2} scope="col" className="py-1 pr-4 text-left font-normal">
                {t(`contracts:statistics.key.${table}`)}
              </th>
              {columns.map((column) => (
                <th
                  key={column}
                  colSpan={3}
                  scope="colgroup"
                  className="py-1 pl-4 text-center font-semibold"
                >
                  {t(`contracts:statistics.${column}`)}
                </th>
              ))}
            </tr>
            <tr>
              {columns.flatMap((column) =>
                (["count", "contractAmount", "technologyAmount"] as const).map((figure) => (
                  <th
                    key={`${column}${figure}`}
                    scope="col"
                    className="py-1 pl-4 font-normal whitespace-nowrap"
                  >
                    {t(`contracts:statistics.${figure}`)}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.key ?? ""}
                row={row}
                name={keyName(t, table, row.key)}
                greatest={greatest}
              />
            ))}
          </tbody>
          <tfoot className="font-semibold">
            <Row row={total} name={t("contracts:statistics.total")} greatest={null} />
          </tfoot>
        </table>
      </ScrollRegion>
    </Section>
  );
}

function Row({ row, name, greatest }: { row: ShownRow; name: string; greatest: string | null }) {
  const bar =
    greatest !== null && row.registered ? barOf(row.registered.contractAmount, greatest) : 0;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="min-w-28 py-1.5 pr-4 text-left font-normal break-normal">
        {name}
        {bar > 0 ? (
          <span
            aria-hidden
            className="mt-0.5 block h-1.5 rounded bg-accent"
            style={{ width: `${bar * 5}%` }}
          />
        ) : null}
      </th>
      <Cells figures={row.registered} />
      <Cells figures={row.signed} />
    </tr>
  );
}

function Cells({ figures }: { figures: ContractFigures | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (figures === null)
    return (
      <td colSpan={3} className="py-1.5 pl-4" title={t("contracts:statistics.hidden")}>
        <span aria-hidden>*</span>
        <span className="sr-only">{t("contracts:statistics.hidden")}</span>
      </td>
    );
  return (
    <>
      <td className="py-1.5 pl-4">{format.number(figures.count)}</td>
      <td className="py-1.5 pl-4">{plainYuan(figures.contractAmount)}</td>
      <td className="py-1.5 pl-4">{plainYuan(figures.technologyAmount)}</td>
    </>
  );
}
