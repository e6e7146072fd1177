import type { CandidateRequest, SearchRequest } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import type { Column } from "./commonness.ts";
import { betweenDocuments } from "./facets.ts";
import { current, facetColumn, quoted, sortColumn, sortOrder } from "./tables.ts";

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
function order(sort: string, { sorts }: IndexFields): string {
  if (sort === "relevance") return "evidence DESC, published_at DESC, id";
  const declared = sorts.find(({ name }) => name === sort);
  return `${declared ? `${sortOrder(declared)}, ` : ""}published_at DESC, id`;
}

/** The columns that statements order by, besides evidence. */
const sortColumns = ({ sorts }: IndexFields): string[] => [
  "published_at",
  ...sorts.map(({ name }) => quoted(sortColumn(name))),
];

/** Collects a statement's values and writes the conditions that all statements have. */
function writer({ audiences, filters, now, fields }: Conditions) {
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

const joined = (select: string): string =>
  `array_to_string(ARRAY(${select}), '${betweenDocuments}')`;

/** The facets of documents from a level up that meet a query, whatever their facets are. */
export function sampleStatement(
  conditions: Conditions,
  query: string | null,
  level: number,
): Statement {
  const { values, open, meets } = writer(conditions);
  const text = `SELECT string_agg(facets, '${betweenDocuments}') AS facets FROM ${current}
    WHERE level >= ${level} AND ${meets(query)} AND ${open()}`;
  return { text, values };
}

/**
 * All documents that meet a query, looked up by its index: the ids of the first
 * ones that pass the filters, and the facets of all, if they are to be counted.
 */
export function wholeStatement(
  conditions: Conditions,
  query: string | null,
  given: {
    column: Column;
    /** Only documents from this level up. */
    level?: number;
    evidence: Evidence[];
    sort: SearchRequest["sort"];
    count: number;
    counted: boolean;
  },
): Statement {
  const { values, value, open, passes, meets, sum } = writer(conditions);
  const level = given.level === undefined ? "" : `level >= ${given.level} AND`;
  const facets = given.counted
    ? `(SELECT string_agg(facets, '${betweenDocuments}') FROM found)`
    : "null";
  const text = `WITH found AS MATERIALIZED (
      SELECT id, facets, ${sortColumns(conditions.fields).join(", ")}, ${passes()} AS passes, ${sum(given.evidence)} AS evidence
      FROM ${current} WHERE ${level} ${meets(query, given.column)} AND ${open()}
    )
    SELECT ${facets} AS facets,
      ${joined(`SELECT id FROM found WHERE passes ORDER BY ${order(given.sort, conditions.fields)} LIMIT ${value(given.count)}`)} AS ids`;
  return { text, values };
}

/**
 * The ids of the first of very many documents in an order that an index has,
 * looked for among all or only among so many of the first.
 */
export function orderedStatement(
  conditions: Conditions,
  query: string | null,
  given: {
    column: Column;
    sort: string;
    among?: number;
    offset: number;
    count: number;
  },
): Statement {
  const { values, value, open, passes, meets } = writer(conditions);
  const ordered = order(given.sort, conditions.fields);
  const from =
    given.among === undefined
      ? current
      : `(SELECT * FROM ${current} ORDER BY ${ordered} LIMIT ${given.among}) AS first`;
  const text = `SELECT ${joined(`SELECT id FROM ${from}
      WHERE ${meets(query, given.column)} AND ${open()} AND ${passes()}
      ORDER BY ${ordered} LIMIT ${value(given.count)} OFFSET ${value(given.offset)}`)} AS ids`;
  return { text, values };
}

/** Words to find documents by, each with what it counts. */
export interface Weighed {
  queries: string[];
  weights: number[];
}

/**
 * The documents that have most of the evidence, given for each column: their ids,
 * but for some that are known already, in an order, and the facets of all that have any.
 */
export function nearStatement(
  conditions: Conditions,
  evidence: Record<Column, Weighed>,
  given: { without: string[]; sort: SearchRequest["sort"]; count: number; counted: boolean },
): Statement {
  const { values, value, open, passes } = writer(conditions);
  const others = `${open()} AND ${passes()}`;
  const sorted = sortColumns(conditions.fields);
  const facets = given.counted
    ? `(SELECT string_agg(facets, '${betweenDocuments}') FROM best)`
    : "null";
  const text = `WITH best AS MATERIALIZED (
      SELECT id, min(facets) AS facets, ${sorted.map((column) => `min(${column}) AS ${column}`).join(", ")},
        sum(weight) AS evidence
      FROM (${met("names", evidence.names, others, value, ["facets", ...sorted])}
        UNION ALL ${met("lexemes", evidence.lexemes, others, value, ["facets", ...sorted])}) AS met
      GROUP BY id
    )
    SELECT ${facets} AS facets,
      ${joined(`SELECT id FROM best WHERE id <> ALL(${value(given.without)}::text[])
        ORDER BY ${order(given.sort, conditions.fields)} LIMIT ${value(given.count)}`)} AS ids`;
  return { text, values };
}

/** The terms of a number of posts of others that have most of the evidence. */
export function candidateStatement(
  request: Pick<CandidateRequest, "subject" | "kind" | "audiences" | "limit" | "now">,
  evidence: Record<Column, Weighed>,
): Statement {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const audiences = value(request.audiences);
  const { organisationId: named } = request.subject;
  const others = `kind = ${value(request.kind)} AND state = 'published'
    AND organisation_id IS DISTINCT FROM ${value(named ?? "")}::text AND id <> ${value(request.subject.id)}
    AND (${audiences}::text[] IS NULL OR audience && ${audiences}::text[])
    AND (expires_at IS NULL OR expires_at > ${value(Math.floor(request.now.getTime() / 1_000))})`;
  const text = `SELECT id, terms FROM (
      SELECT id, sum(weight) AS evidence
      FROM (${met("names", evidence.names, others, value)}
        UNION ALL ${met("lexemes", evidence.lexemes, others, value)}) AS met
      GROUP BY id ORDER BY evidence DESC, id LIMIT ${value(request.limit)}
    ) AS best JOIN ${current} USING (id) ORDER BY evidence DESC, id`;
  return { text, values };
}

/** Each document that has a word in a column, once for each such word, with some of its columns. */
const met = (
  name: Column,
  { queries, weights }: Weighed,
  others: string,
  value: (given: unknown) => string,
  columns: string[] = [],
): string =>
  `SELECT ${["id", ...columns, "weight"].join(", ")}
   FROM unnest(${value(queries)}::text[], ${value(weights)}::float8[]) AS term (query, weight)
   JOIN ${current} ON ${name} @@ term.query::tsquery
   WHERE ${others}`;
