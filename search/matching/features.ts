import type { SearchDocument } from "../documents.ts";
import type { Features, MatchReasons, StatedReasons } from "./match.ts";

/** What both posts say about where and how, side by side. */
export function structuredReasons(
  need: SearchDocument,
  result: SearchDocument,
): Omit<StatedReasons, "indicators"> {
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

/** The structured features that both posts let one judge, each 0 (against) to 1 (for). */
export function structuredFeatures(
  need: SearchDocument,
  result: SearchDocument,
  reasons: StatedReasons,
  now?: Date,
): Features {
  const features: Features = {};
  const judged = reasons.indicators.filter(({ verdict }) => verdict !== "unknown");
  if (judged.length > 0)
    features.indicators = judged.filter(({ verdict }) => verdict === "met").length / judged.length;
  if (need.clusters.length > 0 && result.clusters.length > 0)
    features.cluster = reasons.clusters.shared.length > 0 ? 1 : 0;
  if (reasons.trl) features.trl = trlFit(reasons.trl.distance);
  if (need.cooperationModes.length > 0 && result.cooperationModes.length > 0)
    features.cooperationModes = reasons.cooperationModes.shared.length > 0 ? 1 : 0;
  if (need.discipline !== null && result.discipline !== null)
    features.discipline = need.discipline === result.discipline ? 1 : neutral;
  if (need.region !== null && result.region !== null)
    features.region = reasons.region.same ? 1 : neutral;
  if (reasons.money.verdict !== "unknown")
    features.money = reasons.money.verdict === "within" ? 1 : 0;
  if (need.verified && result.verified) features.verified = 1;
  if (now) features.freshness = freshness(Math.min(need.publishedAt, result.publishedAt), now);
  return features;
}

/** Where a feature neither speaks for nor against: many good partners sit in another city. */
const neutral = 0.5;

/** A result riper than wanted fits; each missing level costs. */
const trlFit = (distance: number): number => (distance >= 0 ? 1 : Math.max(0, 1 + distance / 4));

const yearInSeconds = 365 * 86_400;

/** 1 for today, falling to neutral as posts grow old: by half in a year. */
function freshness(publishedAt: number, now: Date): number {
  const age = Math.max(0, now.getTime() / 1_000 - publishedAt);
  return neutral + (1 - neutral) * 2 ** (-age / yearInSeconds);
}
