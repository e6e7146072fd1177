import { useTranslation } from "react-i18next";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

export interface RankingRow {
  label: string;
  rank: number;
  mean: string | null;
  lowest: string | null;
  highest: string | null;
  reviews: number;
  /** Left out of a public outcome. */
  price?: string;
  organisationName?: string;
  /** What is said of this row beside its label. */
  mark?: string | undefined;
}

/** Proposals by rank, with mean and spread, and the rule that breaks ties. */
export function RankingTable({ rows }: { rows: RankingRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = rows.some(({ organisationName }) => organisationName !== undefined);
  const priced = rows.some(({ price }) => price !== undefined);
  return (
    <div className="space-y-2">
      <ScrollRegion label={t("challenges:evaluation.ranking")}>
        <table
          className="w-full text-left whitespace-nowrap"
          aria-label={t("challenges:evaluation.ranking")}
        >
          <thead className="text-sm text-ink-soft">
            <tr>
              <th className="py-1 pr-3 font-normal">{t("challenges:evaluation.rank")}</th>
              <th className="py-1 pr-3 font-normal">{t("challenges:evaluation.proposalColumn")}</th>
              {named ? (
                <th className="py-1 pr-3 font-normal">{t("challenges:evaluation.organisation")}</th>
              ) : null}
              <th className="py-1 pr-3 text-right font-normal">
                {t("challenges:evaluation.mean")}
              </th>
              <th className="py-1 pr-3 text-right font-normal">
                {t("challenges:evaluation.spread")}
              </th>
              <th className="py-1 pr-3 text-right font-normal">
                {t("challenges:evaluation.reviews")}
              </th>
              {priced ? (
                <th className="py-1 text-right font-normal">{t("challenges:evaluation.price")}</th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label} className="border-t border-line" data-testid="ranked">
                <td className="py-1.5 pr-3">{row.rank}</td>
                <td className="py-1.5 pr-3 whitespace-nowrap">
                  {t("challenges:evaluation.label", { label: row.label })}
                  {row.mark ? <strong className="ml-2 text-good">{row.mark}</strong> : null}
                </td>
                {named ? <td className="py-1.5 pr-3">{row.organisationName}</td> : null}
                <td className="py-1.5 pr-3 text-right tabular-nums">{row.mean ?? "—"}</td>
                <td className="py-1.5 pr-3 text-right whitespace-nowrap tabular-nums">
                  {row.lowest === null ? "—" : `${row.lowest}–${row.highest}`}
                </td>
                <td className="py-1.5 pr-3 text-right tabular-nums">{row.reviews}</td>
                {priced ? (
                  <td className="py-1.5 text-right whitespace-nowrap">
                    {row.price === undefined ? "" : format.money(row.price)}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="text-sm text-ink-soft">{t("challenges:evaluation.tie")}</p>
    </div>
  );
}
