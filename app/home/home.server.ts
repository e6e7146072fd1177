import { heldFor } from "#app/kernel/held-for.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { searchFor, type SearchLine } from "#app/search/search.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { publishedStories, type StoryLine } from "#app/stories/queries.server.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";

/** What the home page shows of the market. */
export interface HomeMarket {
  needs: SearchLine[];
  results: SearchLine[];
  /** How many there are of each cluster. */
  needCounts: Record<string, number>;
  resultCounts: Record<string, number>;
}

/** Milliseconds that guests, who all see the same, share what was read for one of them. */
const guestsShareFor = 1_000;

/**
 * The newest posts of both kinds that the viewer may see, and the counts by cluster.
 *
 * @throws SearchUnavailable while the index cannot be reached
 */
export const homeMarket = (services: Services, viewer: MaybeViewer): Promise<HomeMarket> =>
  viewer === null ? guestMarket(services) : marketFor(services, viewer);

/** The newest stories that are public. */
export const homeStories = (services: Services, viewer: MaybeViewer): Promise<StoryLine[]> =>
  viewer === null ? guestStories(services) : newestStories(services);

const newestStories = async (services: Services): Promise<StoryLine[]> =>
  (await publishedStories(services, { limit: 3 })).lines;

/** Pages of guests do not follow what happens, so none of them shows what was there before. */
const guestMarket = heldFor(guestsShareFor, (services: Services) => marketFor(services, null));
const guestStories = heldFor(guestsShareFor, newestStories);

async function marketFor(services: Services, viewer: MaybeViewer): Promise<HomeMarket> {
  const newest = (kind: string) =>
    searchFor(services, viewer, readSearchParameters(new URLSearchParams({ kind })), 4);
  const [needs, results] = await Promise.all([newest("need"), newest("result")]);
  return {
    needs: needs.lines,
    results: results.lines,
    needCounts: countsOf(needs.facets.cluster),
    resultCounts: countsOf(results.facets.cluster),
  };
}

const countsOf = (facet: { value: string; count: number }[]): Record<string, number> =>
  Object.fromEntries(facet.map(({ value, count }) => [value, count]));
