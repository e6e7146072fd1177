import type { SearchDocument } from "../documents.ts";
import type { MatchReasons } from "./match.ts";

/** What both posts say about where and how, side by side. */
export function structuredReasons(
  need: SearchDocument,
  result: SearchDocument,
): Omit<MatchReasons, "terms" | "topics" | "indicators"> {
  const shared = (one: string[], other: string[]) => one.filter((code) => other.includes(code));
  const without = (one: string[], other: string[]) => one.filter((code) => !other.includes(code));
  return {
    clusters: { shared: shared(need.clusters, result.clusters) },
    trl:
      need.trl === null || result.trl === null
        ? null
        : { wanted: need.trl, reached: result.trl, distance: result.trl - need.trl },
    cooperationModes: {
      shared: shared(need.cooperationModes, result.cooperationModes),
      needOnly: without(need.cooperationModes, result.cooperationModes),
      resultOnly: without(result.cooperationModes, need.cooperationModes),
    },
    region: {
      need: need.region,
      result: result.region,
      same: need.region !== null && need.region === result.region,
    },
    money: moneyReason(need, result),
  };
}

function moneyReason(need: SearchDocument, result: SearchDocument): MatchReasons["money"] {
  const budgetMax = need.amountMax ?? need.amountMin;
  const priceMin = result.amountMin ?? result.amountMax;
  if (budgetMax === null || priceMin === null) return { verdict: "unknown", budgetMax, priceMin };
  return { verdict: priceMin <= budgetMax ? "within" : "above", budgetMax, priceMin };
}
