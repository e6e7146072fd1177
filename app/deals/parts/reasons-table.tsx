import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Section } from "#app/ui/parts.tsx";
import type { ReasonsOfCluster } from "#app/deals/board.server.ts";
import { codeName } from "#app/i18n/codes.ts";

/** Why interests were declined and talks ended, by cluster. */
export function ReasonsTable({ reasons }: { reasons: ReasonsOfCluster[] }) {
  const { t } = useTranslation();
  const counted = (
    list: "declineReasons" | "dealEndReasons",
    lines: { reason: string; count: number }[],
  ) =>
    lines.map(({ reason, count }) => (
      <li key={reason}>
        {t("deals:boardPage.reasonCount", { reason: codeName(t, list, reason), count })}
      </li>
    ));
  return (
    <Section title={t("deals:boardPage.reasons")}>
      {reasons.length === 0 ? (
        <p className="text-ink-soft">{t("deals:boardPage.reasonsEmpty")}</p>
      ) : (
        <table className="w-full text-left text-sm max-sm:block">
          <thead className="max-sm:sr-only">
            <tr className="border-b border-line">
              <th className="py-1 pr-3">{t("deals:boardPage.cluster")}</th>
              <th className="py-1 pr-3">{t("deals:boardPage.declined")}</th>
              <th className="py-1 pr-3">{t("deals:boardPage.ended")}</th>
              <th className="py-1 text-right">{t("deals:boardPage.total")}</th>
            </tr>
          </thead>
          <tbody className="max-sm:block">
            {reasons.map(({ cluster, declined, ended, total }) => (
              <tr
                key={cluster}
                className="border-b border-line align-top last:border-0 max-sm:block max-sm:py-2"
              >
                <th scope="row" className="py-1 pr-3 font-normal max-sm:block">
                  {cluster ? <ClusterBadge cluster={cluster} /> : t("deals:boardPage.noCluster")}
                </th>
                <td className="py-1 pr-3 max-sm:block">
                  <ul>{counted("declineReasons", declined)}</ul>
                </td>
                <td className="py-1 pr-3 max-sm:block">
                  <ul>{counted("dealEndReasons", ended)}</ul>
                </td>
                <td className="py-1 text-right max-sm:block max-sm:text-left">
                  <span className="sm:sr-only">{t("deals:boardPage.total")} </span>
                  {total}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
