import { useTranslation } from "react-i18next";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import type { Precision, QualityView } from "#app/matching/quality.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { clusterName } from "./words.ts";

/** Precision by cluster and month, with the numbers and the interval behind every share. */
export function PrecisionTable({ quality }: { quality: QualityView }) {
  const { t } = useTranslation();
  const { clusters, months, all } = quality;
  const allByMonth = (month: string) => clusters.map(({ byMonth }) => byMonth[month]);
  return (
    <ScrollRegion label={t("matchQuality:precision")}>
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="text-ink-soft">
            <th scope="col" className="py-1 pr-4 font-normal">
              {t("matchQuality:cluster")}
            </th>
            <th scope="col" className="py-1 pr-4 font-normal">
              {t("matchQuality:allMonths")}
            </th>
            {months.map((month) => (
              <th key={month} scope="col" className="py-1 pr-4 font-normal whitespace-nowrap">
                {month.slice(0, 7)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clusters.map(({ cluster, all: own, byMonth }) => (
            <tr key={cluster} className="border-t border-line align-top">
              <th scope="row" className="min-w-28 py-1.5 pr-4 font-medium">
                {clusterName(t, cluster)}
              </th>
              <PrecisionCell one={own} />
              {months.map((month) => (
                <PrecisionCell key={month} one={byMonth[month]} />
              ))}
            </tr>
          ))}
          <tr className="border-t-2 border-line align-top">
            <th scope="row" className="py-1.5 pr-4 font-semibold">
              {t("matchQuality:allClusters")}
            </th>
            <PrecisionCell one={all} />
            {months.map((month) => (
              <td key={month} className="py-1.5 pr-4 text-ink-soft tabular-nums">
                {allByMonth(month).reduce((sum, one) => sum + (one?.judged ?? 0), 0)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function PrecisionCell({ one }: { one: Precision | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!one || one.share === null || one.interval === null)
    return (
      <td className="py-1.5 pr-4 text-ink-soft">
        <span aria-hidden>–</span>
        <span className="sr-only">{t("matchQuality:none")}</span>
      </td>
    );
  return (
    <td className="py-1.5 pr-4 whitespace-nowrap tabular-nums">
      {t("matchQuality:cell", {
        share: format.percent(one.share),
        fitting: one.fitting,
        judged: one.judged,
      })}
      <span className="block text-ink-soft">
        {t("matchQuality:interval", {
          low: format.percent(one.interval.low),
          high: format.percent(one.interval.high),
        })}
      </span>
    </td>
  );
}
