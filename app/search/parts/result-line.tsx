import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Badge, Highlighted, StateBadge, VerifiedMark } from "#app/ui/parts.tsx";
import type { SearchLine } from "#app/search/search.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { indicatorText } from "#app/listings/indicator-text.ts";

/** Where a document's page is. */
export const pathOf = (kind: string, id: string): string => `/${kind}s/${id}`;

/** One row of a result list: what decides whether to open it. */
export function ResultLine({ line }: { line: SearchLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amount = line.amountMax ?? line.amountMin;
  const facts = [
    line.organisationName || (line.kind === "organisation" ? "" : t("posts:anonymousOwner")),
    line.region === null ? "" : codeName(t, "regions", line.region),
    line.trl === null ? "" : `TRL ${line.trl}`,
    format.list(line.cooperationModes.map((code) => codeName(t, "cooperationModes", code))),
    amount === null
      ? ""
      : t(line.kind === "need" ? "search:budget" : "search:price", {
          amount: format.money(String(amount)),
        }),
    line.deadline === null
      ? ""
      : t("search:deadline", { date: format.date(new Date(line.deadline * 1000)) }),
  ].filter((fact) => fact !== "");
  return (
    <article className="card space-y-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge>{t(`search:kind.${line.kind}`)}</Badge>
        {line.clusters.map((code) => (
          <ClusterBadge key={code} cluster={code} />
        ))}
        {line.state === "closed" ? (
          <StateBadge state="closed" label={t("search:state.closed")} />
        ) : null}
        {line.verified ? <VerifiedMark /> : null}
      </div>
      <h2 className="text-base">
        <Link to={pathOf(line.kind, line.id)} data-result className="text-accent hover:underline">
          <Highlighted segments={line.title} />
        </Link>
      </h2>
      {line.excerpt.length > 0 ? (
        <p className="text-ink-soft">
          <Highlighted segments={line.excerpt} />
        </p>
      ) : null}
      {line.indicators.length > 0 ? (
        <p className="text-sm">{line.indicators.map((row) => indicatorText(row)).join(" · ")}</p>
      ) : null}
      <p className="text-sm text-ink-soft">{facts.join(" · ")}</p>
    </article>
  );
}
