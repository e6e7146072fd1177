import { facetsOf, sortsOf, type DeclaredFacet } from "#app/listings/search-fields.ts";
import { listings } from "#app/posts/content.ts";
import type { IndexFields } from "#search/fields.ts";

type FacetsIn<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { filtered: infer Facet extends string }
    ? Facet
    : never;
}[keyof Fields];
type SortsIn<Fields> = {
  [Name in keyof Fields]: Fields[Name] extends { sorted: { name: infer Sort extends string } }
    ? Sort
    : never;
}[keyof Fields];
type Fields = typeof listings;
/** A facet that a listing's field declares. */
export type FieldFacet = FacetsIn<Fields["need"]["fields"]> | FacetsIn<Fields["result"]["fields"]>;
type FieldSort = SortsIn<Fields["need"]["fields"]> | SortsIn<Fields["result"]["fields"]>;

/** What posts and organisations are filtered by: what the index knows of each, and what fields declare. */
export type FacetName = "kind" | "region" | "state" | FieldFacet;
export type SortName = "relevance" | "newest" | FieldSort;

const declared = facetsOf(Object.values(listings));
/** The orders that fields declare. */
export const sortFields = sortsOf(Object.values(listings));

/** The facet that a field declares; null for those that no field has. */
export const fieldFacet = (name: FacetName): DeclaredFacet | null =>
  declared.find((facet) => facet.name === name) ?? null;

const [first, ...others] = declared.map(({ name }) => name as FieldFacet);

/** The facets in the order in which they are offered, and in which addresses and saved searches name them. */
export const facetNames: readonly FacetName[] = [
  "kind",
  ...(first === undefined ? [] : [first]),
  "region",
  ...others,
  "state",
];
export const sortNames: readonly SortName[] = [
  "relevance",
  "newest",
  ...sortFields.map(({ name }) => name as FieldSort),
];

/** What the search index is made for. */
export const indexFields: IndexFields = {
  facets: [
    { name: "kind", of: "kind" },
    ...declared.map(({ name, of }) => ({ name, of })),
    { name: "region", of: "region" },
    { name: "state", of: "state" },
  ],
  sorts: sortFields.map(({ name, of, direction }) => ({ name, of, direction })),
};

/** Something for each facet. */
export const byFacet = <Value>(of: (facet: FacetName) => Value): Record<FacetName, Value> =>
  Object.fromEntries(facetNames.map((name) => [name, of(name)])) as Record<FacetName, Value>;
