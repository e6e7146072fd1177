import type { IndexFields } from "#search/fields.ts";

/** What posts and organisations are filtered by, in the order in which it is offered. */
export const facetNames = ["kind", "cluster", "region", "trl", "cooperationMode", "state"] as const;
export type FacetName = (typeof facetNames)[number];

export const sortNames = ["relevance", "newest", "deadline"] as const;
export type SortName = (typeof sortNames)[number];

/** What the search index is made for. */
export const indexFields: IndexFields = {
  facets: [
    { name: "kind", of: "kind" },
    { name: "cluster", of: "clusters" },
    { name: "region", of: "region" },
    { name: "trl", of: "trl" },
    { name: "cooperationMode", of: "cooperationModes" },
    { name: "state", of: "state" },
  ],
  sorts: [{ name: "deadline", of: "deadline", direction: "asc" }],
};

/** Something for each facet. */
export const byFacet = <Value>(of: (facet: FacetName) => Value): Record<FacetName, Value> =>
  Object.fromEntries(facetNames.map((name) => [name, of(name)])) as Record<FacetName, Value>;
