import type { SearchRequest } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import type { Column } from "./commonness.ts";
import { facetColumn, quoted, sortColumn, sortOrder } from "./tables.ts";

export interface Statement {
  text: string;
  values: unknown[];
}

/** What every document of a search meets, whatever the text: rights, expiry and filters. */
export type Conditions = Pick<SearchRequest, "audiences" | "filters" | "now"> & {
  fields: IndexFields;
};

/** A word in a name, with what it counts where documents are ordered by what they have. */
export interface Evidence {
  query: string;
  weight: number;
}

/** What a statement orders by; a sort that was not declared is none. */
export function order(sort: string, { sorts }: IndexFields): string {
  if (sort === "relevance") return "evidence DESC, published_at DESC, id";
  const declared = sorts.find(({ name }) => name === sort);
  return `${declared ? `${sortOrder(declared)}, ` : ""}published_at DESC, id`;
}

/** The columns that statements order by, besides evidence. */
export const sortColumns = ({ sorts }: IndexFields): string[] => [
  "published_at",
  ...sorts.map(({ name }) => quoted(sortColumn(name))),
];

/** Collects a statement's values and writes the conditions that all statements have. */
export function writer({ audiences, filters, now, fields }: Conditions) {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const open = () => `audience && ${value(audiences)}::text[]
    AND (expires_at IS NULL OR expires_at > ${value(Math.floor(now.getTime() / 1_000))})`;
  const passes = () => {
    const tests = fields.facets.flatMap((facet) => {
      const chosen = filters[facet.name];
      if (!chosen || chosen.length === 0) return [];
      const { name, isList } = facetColumn(facet);
      const [column, given] = [quoted(name), `${value(chosen)}::text[]`];
      return [isList ? `${column} && ${given}` : `coalesce(${column} = ANY(${given}), false)`];
    });
    return tests.length > 0 ? tests.join(" AND ") : "true";
  };
  const meets = (query: string | null, name: Column = "lexemes") =>
    query === null ? "true" : `${name} @@ ${value(query)}::tsquery`;
  const sum = (evidence: Evidence[]) =>
    evidence.length === 0
      ? "0"
      : evidence
          .map(
            ({ query, weight }) =>
              `CASE WHEN ${meets(query, "names")} THEN ${value(weight)}::float8 ELSE 0 END`,
          )
          .join(" + ");
  return { values, value, open, passes, meets, sum };
}
