import { frequencies } from "#app/codes/codes.ts";
import { z } from "zod";
import { byFacet } from "#app/search/fields.ts";
import { searchAddress, searchParameters, type SearchParameters } from "#app/search/request.ts";
import { defineMachine } from "#app/kernel/machine.ts";
import { normalise } from "#search/text/normalise.ts";
import { lineOf } from "#app/kernel/texts.ts";

/** So many searches a person may keep. */
export const mostSavedSearches = 50;
export const longestName = 60;

export const savedSearchStates = ["watching", "paused", "deleted"] as const;
export type SavedSearchState = (typeof savedSearchStates)[number];

/** The life of a saved search. A deleted one is kept for a week, in which it can come back as it was. */
export const savedSearchMachine = defineMachine({
  name: "saved search",
  states: savedSearchStates,
  initial: "watching",
  steps: {
    change: { from: ["watching", "paused"], by: "owner" },
    pause: { from: ["watching"], to: "paused", by: "owner" },
    resume: { from: ["paused"], to: "watching", by: "owner" },
    delete: { from: ["watching", "paused"], to: "deleted", by: "owner" },
    restore: { from: ["deleted"], to: "watching", by: "owner" },
    restorePaused: { from: ["deleted"], to: "paused", by: "owner" },
  },
});
export type SavedSearchAction = (typeof savedSearchMachine.actions)[number];

export const stateOf = (row: {
  pausedAt: Date | null;
  deletedAt: Date | null;
}): SavedSearchState => (row.deletedAt ? "deleted" : row.pausedAt ? "paused" : "watching");

const name = lineOf(longestName, 1);
const frequency = z.enum(frequencies, { error: "required" });

/** What is asked when a search is saved or changed. */
export const savedSearchSchema = z.object({ name, frequency });
export type SavedSearchInput = z.infer<typeof savedSearchSchema>;

/** Alerts are of posts; organisations are not announced. */
export const canAlert = ({ kind }: SearchParameters): boolean =>
  kind.length === 0 || kind.some((one) => one !== "organisation");

/** A search as it is kept: without the page, its lists in one order and without repeats. */
export function keptParameters(parameters: SearchParameters): SearchParameters {
  const lists = byFacet((facet) => [...new Set(parameters[facet])].sort());
  return { ...parameters, ...lists, q: parameters.q.trim(), page: 1 };
}

/** Reads a kept search. */
export const readParameters = (stored: unknown): SearchParameters => searchParameters.parse(stored);

/** The same for searches that find the same, in whatever order they show it. */
export function fingerprintOf(parameters: SearchParameters): string {
  const kept = keptParameters(parameters);
  const q = normalise(kept.q).replaceAll(/\s+/g, " ");
  return searchAddress({ ...kept, q, sort: "relevance", exact: false });
}

const everyPost = "*";
/** The facets by which most posts are told apart from a search's, the best first. */
const telling = ["cluster", "region", "trl", "cooperationMode", "kind"] as const;

/**
 * Signs of which a post must have one to be found by the search: the chosen
 * values of its most telling facet. A search without a choice has the sign that
 * every post has.
 */
export function gatesOf(parameters: SearchParameters): string[] {
  const facet = telling.find((one) => parameters[one].length > 0);
  return facet ? parameters[facet].map((value) => `${facet}:${value}`) : [everyPost];
}

/** The signs of a post, from its facet values as facet:value. */
export const alertSignsOf = (values: string[]): string[] => [everyPost, ...values];
