import { createHash } from "node:crypto";
import type { SearchDocument } from "./documents.ts";

type Property = "kind" | "state" | "clusters" | "region" | "trl" | "cooperationModes";

/** What documents are filtered by and counted by. */
export interface Facet {
  name: string;
  /** The property of a document that has the values; "facts" for the fact of the facet's name. */
  of: Property | "facts";
}

/** An order in which documents can be listed besides by relevance and by age; those without a value come last. */
export interface Sort {
  name: string;
  of: "deadline" | "amountMin" | "amountMax" | "facts";
  direction: "asc" | "desc";
}

/** What a product declares of its documents; an index is made for exactly these. */
export interface IndexFields {
  facets: readonly Facet[];
  sorts: readonly Sort[];
}

/** A document's values of a facet, as strings. */
export function facetValuesOf(document: SearchDocument, { name, of }: Facet): string[] {
  const values = of === "facts" ? document.facts?.[name] : document[of];
  return [values ?? []].flat().map(String);
}

/** The number by which a document stands in an order; null when it has none. */
export function sortValueOf(document: SearchDocument, { name, of }: Sort): number | null {
  const value = of === "facts" ? document.facts?.[name] : document[of];
  return typeof value === "number" ? value : null;
}

/** Differs for fields that make another index: a positive number below 2³¹, the same for the same fields. */
export function fieldsFingerprint({ facets, sorts }: IndexFields): number {
  const said = JSON.stringify([
    facets.map(({ name, of }) => [name, of]),
    sorts.map(({ name, of, direction }) => [name, of, direction]),
  ]);
  return createHash("sha256").update(said).digest().readUInt32BE() >>> 1;
}
