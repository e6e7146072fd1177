import type { Translated } from "../translated.ts";
import type { matches as original } from "../zh-CN/matches.ts";

export const matches = {
  title: "Matches",
  forNeed: "Matching results",
  forResult: "Matching needs",
  empty: "No match yet",
  emptyText: "We tell you the moment one is posted. Keywords and numbers make better matches.",
  unavailable: "Matches are not available right now. Reload in a moment.",
  notPublished: "Matches appear here once the post is approved and published.",
  score: "Match {{score}}",
  terms: "Terms in common",
  indicatorsMet: "{{met}} of {{total}} indicators met",
  indicator: "Indicator",
  wanted: "Wanted",
  reached: "Reached",
  verdict: { met: "met", missed: "missed", unknown: "not comparable" },
  cluster: "Same cluster: {{clusters}}",
  trlHigher: "Readiness {{reached}}, above the wanted {{wanted}}",
  trlEqual: "Readiness {{wanted}}, as wanted",
  trlLower: "Readiness {{reached}}, {{count}} below the wanted {{wanted}}",
  modes: "Same cooperation mode: {{modes}}",
  noMode: "No cooperation mode in common",
  sameRegion: "Both in {{region}}",
  moneyWithin: "Price {{price}} within the budget of {{budget}}",
  moneyAbove: "Price {{price}} above the budget of {{budget}}",
  against: "What speaks against it",
} as const satisfies Translated<typeof original>;
