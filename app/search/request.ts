import { z } from "zod";
import type { Filters } from "#search/engine.ts";
import { byFacet, facetNames, sortNames } from "./fields.ts";
import { cutUnits } from "#app/text/graphemes.ts";
import { written } from "#app/text/characters.ts";

const list = z.array(z.string().max(60)).max(60).default([]);

/** So many characters of a query are searched; nobody looks for more. */
export const longestQuery = 400;

/** A query as it can be asked: in the form in which texts are kept, on one line, not too long. */
const readable = (text: string): string =>
  cutUnits(written(text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, " ")), longestQuery);

/** What the address of the search page says; wrong values fall back instead of failing. */
export const searchParameters = z.object({
  q: z.string().default("").catch("").transform(readable),
  ...byFacet(() => list.catch([])),
  sort: z.enum(sortNames).default("relevance").catch("relevance"),
  page: z.coerce.number().int().min(1).max(500).default(1).catch(1),
  /** Search the words as they are, even when nothing has them. */
  exact: z
    .literal("1")
    .transform(() => true)
    .or(z.boolean())
    .default(false)
    .catch(false),
});
export type SearchParameters = z.infer<typeof searchParameters>;

export const pageSize = 20;

/** So many of the newest posts are shown at most while the index is away. */
export const fallbackLimit = 200;

/** Reads the search page's address. */
export function readSearchParameters(address: URLSearchParams): SearchParameters {
  return searchParameters.parse({
    ...byFacet((name) => address.getAll(name)),
    q: address.get("q") ?? undefined,
    sort: address.get("sort") ?? undefined,
    page: address.get("page") ?? undefined,
    exact: address.get("exact") ?? undefined,
  });
}

/** The address that shows this search, without what stands at its default. */
export function searchAddress(parameters: SearchParameters): string {
  const address = new URLSearchParams();
  if (parameters.q !== "") address.set("q", parameters.q);
  for (const name of facetNames) for (const value of parameters[name]) address.append(name, value);
  if (parameters.sort !== "relevance") address.set("sort", parameters.sort);
  if (parameters.page > 1) address.set("page", String(parameters.page));
  if (parameters.exact) address.set("exact", "1");
  const text = address.toString();
  return text === "" ? "/search" : `/search?${text}`;
}

/** Open posts are shown unless the person asks for others. */
export function filtersOf(parameters: SearchParameters): Filters {
  const chosen = byFacet((name) => parameters[name]);
  return parameters.state.length > 0 ? chosen : { ...chosen, state: ["published", "active"] };
}
