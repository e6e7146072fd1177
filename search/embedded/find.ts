import type { CandidateRequest, SearchRequest } from "../engine.ts";
import { othersOf } from "../store/candidates.ts";
import type { Column } from "../store/commonness.ts";
import {
  order,
  sortColumns,
  writer,
  type Conditions,
  type Evidence,
  type Statement,
} from "../store/conditions.ts";
import { betweenDocuments } from "../store/facets.ts";
import type { Weighed } from "../store/rarest.ts";
import { current } from "../store/tables.ts";

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

/** The ids of a number of posts of others that have most of the evidence. */
export function candidateStatement(
  request: Pick<CandidateRequest, "subject" | "kind" | "audiences" | "limit" | "now">,
  evidence: Record<Column, Weighed>,
): Statement {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const others = othersOf(request, value);
  const text = `SELECT id, sum(weight) AS evidence
      FROM (${met("names", evidence.names, others, value)}
        UNION ALL ${met("lexemes", evidence.lexemes, others, value)}) AS met
      GROUP BY id ORDER BY evidence DESC, id LIMIT ${value(request.limit)}`;
  return { text, values };
}

/** Each document that has a word in a column, once for each such word, with some of its columns. */
const met = (
  name: Column,
  { words, weights }: Weighed,
  others: string,
  value: (given: unknown) => string,
  columns: string[] = [],
): string =>
  `SELECT ${["id", ...columns, "weight"].join(", ")}
   FROM unnest(${value(words.map(({ query }) => query))}::text[], ${value(weights)}::float8[]) AS term (query, weight)
   JOIN ${current} ON ${name} @@ term.query::tsquery
   WHERE ${others}`;
