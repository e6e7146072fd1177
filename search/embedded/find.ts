import { facetNames, type FacetName, type SearchRequest } from "../engine.ts";
import type { TextQuery } from "./lexemes.ts";

export interface Statement {
  text: string;
  values: unknown[];
}

const column: Record<FacetName, { name: string; list: boolean }> = {
  kind: { name: "kind", list: false },
  cluster: { name: "cluster", list: true },
  region: { name: "region", list: false },
  trl: { name: "trl", list: false },
  cooperationMode: { name: "cooperation_mode", list: true },
  state: { name: "state", list: false },
};

const order: Record<SearchRequest["sort"], string> = {
  relevance: "rank DESC, published_at DESC, id",
  newest: "published_at DESC, id",
  deadline: "deadline ASC NULLS LAST, published_at DESC, id",
};

/**
 * One statement for a page of hits, their number and all facet counts. What the
 * viewer may not see, or what expired, is left out before anything is counted.
 * Each facet is counted among the documents that pass the other facets' filters.
 */
export function findStatement(
  request: SearchRequest,
  query: TextQuery | null,
  words: "all" | "any",
): Statement {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;

  const audiences = value(request.audiences);
  const now = value(Math.floor(request.now.getTime() / 1_000));
  const tsquery = query ? `${value(query[words])}::tsquery` : null;
  const rank = tsquery ? `ts_rank('{0.1,0.4,0.7,1}', lexemes, ${tsquery}, 1)` : "0";
  const passes = facetNames.map((facet) => {
    const chosen = request.filters[facet];
    if (!chosen || chosen.length === 0) return { facet, test: "true" };
    const { name, list } = column[facet];
    const given = value(chosen);
    return {
      facet,
      test: list
        ? `${name} && ${given}::text[]`
        : `coalesce(${name} = ANY(${given}::text[]), false)`,
    };
  });
  const passAll = passes.map(({ facet }) => `pass_${facet}`).join(" AND ");
  const facetCounts = facetNames.map((facet) => {
    const others = facetNames.filter((other) => other !== facet).map((other) => `pass_${other}`);
    const { name, list } = column[facet];
    const among = `FROM found WHERE ${others.join(" AND ")}`;
    // Few combinations of a list stand for many documents, so they are counted before they are taken apart.
    return list
      ? `SELECT '${facet}' AS facet, one AS value, sum(times)::int AS count
        FROM (SELECT ${name} AS combination, count(*) AS times ${among} GROUP BY ${name}) AS combined,
          unnest(combination) AS one
        GROUP BY one`
      : `SELECT '${facet}' AS facet, ${name} AS value, count(*)::int AS count
        ${among} AND ${name} IS NOT NULL GROUP BY ${name}`;
  });

  const text = `
    WITH found AS MATERIALIZED (
      SELECT id, kind, cluster, region, trl, cooperation_mode, state, published_at, deadline,
        ${rank} AS rank, ${passes.map(({ facet, test }) => `${test} AS pass_${facet}`).join(", ")}
      FROM search.document
      WHERE audience && ${audiences}::text[]
        AND (expires_at IS NULL OR expires_at > ${now})
        ${tsquery ? `AND lexemes @@ ${tsquery}` : ""}
    ), page AS (
      SELECT id, row_number() OVER (ORDER BY ${order[request.sort]}) AS place
      FROM found WHERE ${passAll}
      ORDER BY ${order[request.sort]}
      LIMIT ${value(request.limit)} OFFSET ${value(request.offset)}
    )
    SELECT
      (SELECT count(*)::int FROM found WHERE ${passAll}) AS total,
      (SELECT coalesce(json_agg(document ORDER BY place), '[]')
        FROM page JOIN search.document USING (id)) AS documents,
      (SELECT coalesce(json_agg(counted ORDER BY count DESC, value), '[]')
        FROM (${facetCounts.join(" UNION ALL ")}) AS counted) AS facets`;
  return { text, values };
}
