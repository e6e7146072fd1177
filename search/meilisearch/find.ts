import type pg from "pg";
import type { MultiSearchQuery, SearchResponse } from "meilisearch";
import type { IndexFields } from "../fields.ts";
import { inOrder, type FieldedRequest, type Finder, type Found } from "../store/answer.ts";
import type { Commonness } from "../store/commonness.ts";
import { order, writer } from "../store/conditions.ts";
import { betweenDocuments } from "../store/facets.ts";
import { wholeTitle, type Lookup } from "../store/lexemes.ts";
import type { TextQuery } from "../store/query.ts";
import { rarest, type Weighed } from "../store/rarest.ts";
import { current } from "../store/tables.ts";
import { chosen, visible } from "./filter.ts";
import { hitSchema, sortAttribute } from "./record.ts";
import type { Server } from "./server.ts";
import { everyWord, exactly } from "./words.ts";

/** The attributes to sort by; a sort that was not declared is by age. */
const sorting = (sort: string, { sorts }: IndexFields): string[] => [
  ...sorts
    .filter(({ name }) => name === sort)
    .map(({ name, direction }) => `${sortAttribute(name)}:${direction}`),
  "publishedAt:desc",
  "id:asc",
];

/** How many occurrences of the query's words are looked at for documents that have only some. */
const nearOccurrences = 4_000;
/** So many words are looked for one by one, and so many documents of each are taken. */
const mostNear = { words: 10, documents: 200 };
/** So many of those that are called just as the query. */
const mostCalled = 20;

export type Query = MultiSearchQuery & { q: string };
export type Results = SearchResponse[];

export const idsOf = (result: SearchResponse | undefined): string[] =>
  (result?.hits ?? []).map((hit) => hitSchema.parse(hit).id);

/** Asks for several things at once. */
export async function askAll(server: Server, queries: Query[]): Promise<Results> {
  const { results } = await server.ask((client) => client.multiSearch({ queries }));
  return results;
}

/** How a build on the server is searched: words and counts by the server, what fills up a page put together here. */
export function createFinder(
  server: Server,
  pool: pg.Pool,
  index: string,
  commonness: Commonness,
  request: FieldedRequest,
  query: TextQuery | null,
): Finder {
  const { fields } = request;
  const facetNames = fields.facets.map(({ name }) => name);
  const base = visible(request.audiences, request.now);
  const filter = [...base, ...chosen(request.filters)];
  const of = { indexUid: index, attributesToRetrieve: ["id"] };
  const ranked = query !== null && request.sort === "relevance";

  const whole = async (count: number): Promise<Found> => {
    const q = query ? everyWord(query.words) : "";
    const matching = { ...of, q, matchingStrategy: "all" as const };
    const counted = facetNames.filter((facet) => (request.filters[facet]?.length ?? 0) > 0);
    const sort = ranked ? [] : sorting(request.sort, fields);
    const place = ranked
      ? { offset: 0, limit: count }
      : { offset: request.offset, limit: request.limit };
    const [page, called, ...own] = await askAll(server, [
      { ...matching, filter, facets: facetNames, sort, ...place },
      {
        ...of,
        q: query ? exactly({ text: wholeTitle(query.text), open: false }) : "",
        filter,
        attributesToSearchOn: ["names"],
        limit: ranked ? mostCalled : 0,
      },
      ...counted.map((facet) => ({
        ...matching,
        filter: [...base, ...chosen(request.filters, facet)],
        facets: [facet],
        limit: 0,
      })),
    ]);
    const facets = Object.fromEntries(
      facetNames.map((facet) => [
        facet,
        countsOf((own[counted.indexOf(facet)] ?? page)?.facetDistribution?.[facet]),
      ]),
    );
    const ids = [...new Set([...idsOf(called), ...idsOf(page)])];
    const total = page?.estimatedTotalHits ?? 0;
    return { ...inOrder(ids), skipped: !ranked, total, facets, approximate: false };
  };

  const near: Finder["near"] = async ({ without, sort, count, counted }) => {
    const words = rarest(query?.near ?? [], "lexemes", nearOccurrences, () => 1, commonness);
    const met = await documentsWith(server, weighed(words, mostNear.words), {
      ...of,
      filter,
      limit: mostNear.documents,
    });
    const { values, value, open, passes } = writer(request);
    const { rows } = await pool.query<{ id: string; facets: string }>(
      `SELECT id, facets FROM ${current}
       JOIN unnest(${value([...met.keys()])}::text[], ${value([...met.values()])}::float8[])
         AS met (id, evidence) USING (id)
       WHERE ${open()} AND ${passes()} ORDER BY ${order(sort, fields)}`,
      values,
    );
    const known = new Set(without);
    const ids = rows.map(({ id }) => id).filter((id) => !known.has(id));
    const facets = rows.map((row) => row.facets).join(betweenDocuments);
    return { ids: ids.slice(0, count), facets: counted && rows.length > 0 ? facets : null };
  };
  return { whole, near };
}

/** The rarest of words, each with what it counts. */
export const weighed = (
  { words, weights }: Weighed,
  most: number,
): { word: Lookup; weight: number }[] =>
  words.slice(0, most).map((word, at) => ({ word, weight: weights[at] ?? 0 }));

/** The documents that have some of the words, each by the sum of what its words count. */
export async function documentsWith(
  server: Server,
  words: { word: Lookup; weight: number }[],
  of: Omit<Query, "q">,
): Promise<Map<string, number>> {
  const met = new Map<string, number>();
  if (words.length === 0) return met;
  const results = await askAll(
    server,
    words.map(({ word }) => ({ ...of, q: everyWord([word]) })),
  );
  results.forEach((result, index) => {
    const weight = words[index]?.weight ?? 0;
    for (const id of idsOf(result)) met.set(id, (met.get(id) ?? 0) + weight);
  });
  return met;
}

/** The most frequent first. */
function countsOf(distribution: Record<string, number> = {}): { value: string; count: number }[] {
  return Object.entries(distribution)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
