import { z } from "zod";
import { facetNames, type Filters } from "#search/engine.ts";

const list = z.array(z.string().max(60)).max(60).default([]);

/** What the address of the search page says; wrong values fall back instead of failing. */
export const searchParameters = z.object({
  q: z.string().max(400).default("").catch(""),
  kind: list.catch([]),
  cluster: list.catch([]),
  region: list.catch([]),
  trl: list.catch([]),
  cooperationMode: list.catch([]),
  state: list.catch([]),
  sort: z.enum(["relevance", "newest", "deadline"]).default("relevance").catch("relevance"),
  page: z.coerce.number().int().min(1).max(500).default(1).catch(1),
});
export type SearchParameters = z.infer<typeof searchParameters>;

export const pageSize = 20;

/** Reads the search page's address. */
export function readSearchParameters(address: URLSearchParams): SearchParameters {
  const lists = Object.fromEntries(facetNames.map((name) => [name, address.getAll(name)]));
  return searchParameters.parse({
    ...lists,
    q: address.get("q") ?? undefined,
    sort: address.get("sort") ?? undefined,
    page: address.get("page") ?? undefined,
  });
}

/** The address that shows this search, without what stands at its default. */
export function searchAddress(parameters: SearchParameters): string {
  const address = new URLSearchParams();
  if (parameters.q !== "") address.set("q", parameters.q);
  for (const name of facetNames) for (const value of parameters[name]) address.append(name, value);
  if (parameters.sort !== "relevance") address.set("sort", parameters.sort);
  if (parameters.page > 1) address.set("page", String(parameters.page));
  const text = address.toString();
  return text === "" ? "/search" : `/search?${text}`;
}

/** Open posts are shown unless the person asks for others. */
export function filtersOf(parameters: SearchParameters): Filters {
  const chosen = Object.fromEntries(facetNames.map((name) => [name, parameters[name]])) as Filters;
  return parameters.state.length > 0 ? chosen : { ...chosen, state: ["published", "active"] };
}
