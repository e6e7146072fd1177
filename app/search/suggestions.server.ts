import type { Services } from "#app/kernel/services.ts";
import { clusters } from "#app/codes/codes.ts";
import { codes as english } from "#app/i18n/en/codes.ts";
import { codes as chinese } from "#app/i18n/zh-CN/codes.ts";
import { knownTerms, suggest, type Entry, type Suggestion } from "#search/suggestions/index.ts";

/** How many are offered at once. */
const offered = 8;

/**
 * What the search box offers for a text that is being typed. The same for
 * everyone: it comes only from what everyone may see.
 */
export const suggestFor = (services: Services, typed: string): Promise<Suggestion[]> =>
  suggest(services.database.$client, typed, offered);

/** What is offered beside what posts and organisations bring: known terms, and the clusters by all their names. */
export const houseEntries = (): Entry[] => [
  ...knownTerms(),
  ...clusters.flatMap((code) =>
    [chinese, english].flatMap(({ clusters: names, clustersShort: short }) =>
      [names[code], short[code]].map((text): Entry => ({ kind: "cluster", text, target: code })),
    ),
  ),
];
