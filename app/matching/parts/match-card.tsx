import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge, VerifiedMark } from "#app/ui/parts.tsx";
import { shownChance } from "#app/matching/certainty.ts";
import type { MatchView } from "#app/matching/views.ts";
import { areTextsAlike } from "#app/matching/schema.ts";
import { valueText } from "#app/listings/indicator-text.ts";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/**
 * A match with what speaks for it and what against, from the features that made
 * its score. `subjectId` is the post it was found for; with it the card leads to
 * both side by side.
 */
export function MatchCard({ match, subjectId }: { match: MatchView; subjectId?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { document, reasons } = match;
  const money = (yuan: number | null) => (yuan === null ? "" : format.money(String(yuan)));
  const names = (list: "clusters" | "cooperationModes", codes: string[]) =>
    format.list(codes.map((code) => codeName(t, list, code)));
  const trl = reasons.trl;
  const met = reasons.indicators.filter(({ verdict }) => verdict === "met").length;
  const fors = [
    reasons.clusters.shared.length > 0
      ? t("matches:cluster", { clusters: names("clusters", reasons.clusters.shared) })
      : "",
    trl && trl.distance > 0 ? t("matches:trlHigher", trl) : "",
    trl && trl.distance === 0 ? t("matches:trlEqual", trl) : "",
    reasons.cooperationModes.shared.length > 0
      ? t("matches:modes", { modes: names("cooperationModes", reasons.cooperationModes.shared) })
      : "",
    reasons.region.same && reasons.region.need !== null
      ? t("matches:sameRegion", { region: codeName(t, "regions", reasons.region.need) })
      : "",
    reasons.topics.length > 0 ? t("matches:topics", { topics: format.list(reasons.topics) }) : "",
    reasons.money.verdict === "within" ? t("matches:moneyWithin", moneyValues()) : "",
    areTextsAlike(reasons) ? t("matches:textsAlike") : "",
  ].filter((reason) => reason !== "");
  const againsts = [
    trl && trl.distance < 0 ? t("matches:trlLower", { ...trl, count: -trl.distance }) : "",
    reasons.cooperationModes.shared.length === 0 &&
    reasons.cooperationModes.needOnly.length > 0 &&
    reasons.cooperationModes.resultOnly.length > 0
      ? t("matches:noMode")
      : "",
    reasons.money.verdict === "above" ? t("matches:moneyAbove", moneyValues()) : "",
  ].filter((reason) => reason !== "");

  function moneyValues() {
    return { price: money(reasons.money.priceMin), budget: money(reasons.money.budgetMax) };
  }

  return (
    <article
      id={`match-${document.id}`}
      data-testid="match"
      className="space-y-2 border-t border-line pt-3 first:border-t-0 first:pt-0 target:bg-accent-soft"
    >
      <div className="flex items-start justify-between gap-3">
        <h3 id={`match-title-${document.id}`}>
          <Link to={pathOf(document.kind, document.id)} className="text-accent hover:underline">
            {document.title}
          </Link>
        </h3>
        <span className="shrink-0">
          <Badge tone={match.score >= 0.5 ? "success" : "info"}>
            {t("matches:score", { score: format.percent(shownChance(match.score)) })}
          </Badge>
        </span>
      </div>
      <p className="text-sm text-ink-soft">
        {document.organisationName === "" ? t("posts:anonymousOwner") : document.organisationName}{" "}
        {document.verified ? <VerifiedMark /> : null}
      </p>
      {reasons.terms.length > 0 ? (
        <p className="text-sm">
          <span className="text-ink-soft">{t("matches:terms")} </span>
          {reasons.terms.map(({ term, counterpart }) => (
            <mark key={term} className="mr-1.5 inline-block px-1">
              {term === counterpart ? term : `${term} / ${counterpart}`}
            </mark>
          ))}
        </p>
      ) : null}
      <ul className="list-disc pl-5 text-sm">
        {fors.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {againsts.length > 0 ? (
        <div className="text-sm text-warn">
          <p className="font-medium">{t("matches:against")}</p>
          <ul className="list-disc pl-5">
            {againsts.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {reasons.indicators.length > 0 ? (
        <details open={met > 0} className="text-sm">
          <summary>{t("matches:indicatorsMet", { met, total: reasons.indicators.length })}</summary>
          <table className="mt-1 w-full text-left">
            <thead>
              <tr className="text-ink-soft">
                <th className="font-normal">{t("matches:indicator")}</th>
                <th className="font-normal">{t("matches:wanted")}</th>
                <th className="font-normal">{t("matches:reached")}</th>
              </tr>
            </thead>
            <tbody>
              {reasons.indicators.map(({ wanted, reached, verdict }) => (
                <tr
                  key={`${wanted.name}${valueText(wanted)}`}
                  className="border-t border-line align-top"
                >
                  <td className="py-1 pr-2">{wanted.name}</td>
                  <td className="py-1 pr-2">{valueText(wanted)}</td>
                  <td className="py-1">
                    {reached ? valueText(reached) : "—"}{" "}
                    {reached ? (
                      <span
                        className={
                          verdict === "met" ? "text-good" : verdict === "missed" ? "text-bad" : ""
                        }
                      >
                        ({t(`matches:verdict.${verdict}`)})
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ) : null}
      {subjectId === undefined ? null : (
        <Link
          to={comparePath(document, subjectId)}
          aria-describedby={`match-title-${document.id}`}
          className="link inline-block text-sm"
        >
          {t("compare:link")}
        </Link>
      )}
    </article>
  );
}

/** Where a match stands beside the post that it was found for. */
export const comparePath = (
  { kind, id }: Pick<MatchView["document"], "kind" | "id">,
  subjectId: string,
): string =>
  kind === "result"
    ? `/needs/${subjectId}/with/${id}`
    : `/needs/${id}/with/${subjectId}?from=result`;
