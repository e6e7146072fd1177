import type { Services } from "#app/kernel/services.ts";
import { audiencesOf, type MaybeViewer } from "#app/kernel/viewer.ts";
import { understand, type Alternative } from "#search/suggestions/index.ts";
import { fallbackSearch } from "./fallback.server.ts";
import type { SearchParameters } from "./request.ts";
import { isSearchUnavailable } from "./unavailable.ts";
import { searchFor, type SearchResult } from "./search.server.ts";

/** So few hits are worth asking whether something else was meant. */
const few = 3;

export interface SearchAnswer {
  result: SearchResult;
  /** What was searched in the place of the query, since nothing had it; null when the query was. */
  searchedInstead: string | null;
  /** What else may have been meant, to be offered. */
  alternatives: string[];
  /** The index cannot be reached; the result is the simple search of the database. */
  simple: boolean;
}

/**
 * Searches for what the viewer may see; reads a query that nothing has as
 * pinyin, initials or mistyped, and searches that. While the index is away, a
 * simple search of the database answers.
 */
export async function answerSearch(
  services: Services,
  viewer: MaybeViewer,
  parameters: SearchParameters,
): Promise<SearchAnswer> {
  try {
    return await understoodSearch(services, viewer, parameters);
  } catch (error) {
    if (!isSearchUnavailable(error)) throw error;
    // The engine tells once when it goes away; not each person who then searches.
    services.log.debug({ error }, "search is not available");
    const result = await fallbackSearch(services, viewer, parameters);
    return { result, searchedInstead: null, alternatives: [], simple: true };
  }
}

async function understoodSearch(
  services: Services,
  viewer: MaybeViewer,
  parameters: SearchParameters,
): Promise<SearchAnswer> {
  const [result, read] = await Promise.all([
    searchFor(services, viewer, parameters),
    parameters.exact ? [] : understand(services.database.$client, parameters.q),
  ]);
  const asked = { result, searchedInstead: null, alternatives: [], simple: false };
  if (read.length === 0) return asked;
  if (result.total > few && !(await nothingHas(services, viewer, read))) return asked;
  const found: { text: string; result: SearchResult }[] = [];
  for (const { text } of read) {
    const other = await searchFor(services, viewer, { ...parameters, q: text });
    if (other.total > 0) found.push({ text, result: other });
  }
  const texts = found.map(({ text }) => text);
  const [first] = found;
  if (result.total > 0 || !first) return { ...asked, alternatives: texts };
  return {
    ...asked,
    result: first.result,
    searchedInstead: first.text,
    alternatives: texts.slice(1),
  };
}

/** Whether no document has the words that were read as others, whatever else of the query it has. */
async function nothingHas(
  services: Services,
  viewer: MaybeViewer,
  [best]: Alternative[],
): Promise<boolean> {
  for (const { from } of best?.changes ?? []) {
    const { total } = await services.search.search({
      // A word that is ended by a space is whole, not the beginning of others.
      text: `${from} `,
      filters: {},
      audiences: audiencesOf(viewer),
      sort: "newest",
      offset: 0,
      limit: 1,
      now: services.now(),
    });
    if (total > 0) return false;
  }
  return true;
}
