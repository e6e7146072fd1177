import type { TFunction } from "i18next";
import type { BriefReasons } from "#app/matching/schema.ts";
import { namedTerms } from "#app/matching/views.ts";
import { codeName } from "#app/i18n/codes.ts";
import type { Format } from "#app/i18n/format.ts";

/** What speaks for a pair and what against, each as one line; empty when nothing does. */
export function briefReasonsText(
  reasons: BriefReasons,
  t: TFunction,
  format: Format,
): { pro: string; con: string } {
  const { indicatorsMet, indicatorsMissed, sharedClusters, trlDistance, terms, topics } = reasons;
  const joined = (parts: string[]) => parts.filter((part) => part !== "").join(" · ");
  const clusters = sharedClusters.map((code) => codeName(t, "clusters", code));
  return {
    pro: joined([
      terms.length > 0 ? t("matches:brief.terms", { terms: format.list(namedTerms(terms)) }) : "",
      indicatorsMet > 0 ? t("matches:brief.indicators", { count: indicatorsMet }) : "",
      clusters.length > 0 ? t("matches:brief.cluster", { clusters: format.list(clusters) }) : "",
      trlDistance !== null && trlDistance >= 0 ? t("matches:brief.trl") : "",
      reasons.sharedModes.length > 0 ? t("matches:brief.modes") : "",
      reasons.money === "within" ? t("matches:brief.within") : "",
      topics.length > 0 ? t("matches:topics", { topics: format.list(topics) }) : "",
      reasons.textsAlike ? t("matches:textsAlike") : "",
    ]),
    con: joined([
      indicatorsMissed > 0 ? t("matches:brief.missed", { count: indicatorsMissed }) : "",
      trlDistance !== null && trlDistance < 0
        ? t("matches:brief.trlBelow", { count: -trlDistance })
        : "",
      reasons.money === "above" ? t("matches:brief.above") : "",
    ]),
  };
}
