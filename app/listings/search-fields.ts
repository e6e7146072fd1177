import type { Facet, Sort } from "#search/fields.ts";
import type { Field, Listing } from "./listing.ts";

/** Fields that matching reads of a document by a name of their own; all others are among its facts. */
const properties: Partial<Record<string, Exclude<Facet["of"], "facts">>> = {
  cluster: "clusters",
  trl: "trl",
  cooperationModes: "cooperationModes",
};
const sortProperties: Partial<Record<string, Exclude<Sort["of"], "facts">>> = {
  deadline: "deadline",
};

/** Types of fields by which listings can be filtered. */
export type Filtered = Extract<Field, { type: "choice" | "radio" | "choices" | "level" }>;
const canFilter = (field: Field): field is Filtered =>
  field.type === "choice" ||
  field.type === "radio" ||
  field.type === "choices" ||
  field.type === "level";
/** Types of fields by which listings can be ordered. */
export type Sortable = Extract<Field, { type: "day" | "level" }>;
const canSort = (field: Field): field is Sortable => field.type === "day" || field.type === "level";

/** A declared facet with the field that it counts. */
export interface DeclaredFacet extends Facet {
  fieldName: string;
  field: Filtered;
}

/** A declared order with the field that it orders by. */
export interface DeclaredSort extends Sort {
  fieldName: string;
  field: Sortable;
}

/** The facets that listings declare, each once, in the order of their declaration. */
export const facetsOf = (listings: readonly Listing[]): DeclaredFacet[] =>
  onceEach(
    listings.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([fieldName, field]) =>
        canFilter(field) && field.filtered !== undefined
          ? [{ name: field.filtered, of: properties[fieldName] ?? "facts", fieldName, field }]
          : [],
      ),
    ),
  );

/** The orders that listings declare, each once. */
export const sortsOf = (listings: readonly Listing[]): DeclaredSort[] =>
  onceEach(
    listings.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([fieldName, field]) =>
        canSort(field) && field.sorted
          ? [{ ...field.sorted, of: sortProperties[fieldName] ?? "facts", fieldName, field }]
          : [],
      ),
    ),
  );

const onceEach = <Named extends { name: string }>(all: Named[]): Named[] =>
  all.filter((one, at) => all.findIndex(({ name }) => name === one.name) === at);
