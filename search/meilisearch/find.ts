import type { Meilisearch, SearchParams } from "meilisearch";
import type { SearchDocument } from "../documents.ts";
import type { Candidate, SearchPage, SearchRequest } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import { unpackTerms } from "../matching/terms.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import { queryWordsOf } from "../text/segment.ts";
import { writingsOf } from "../text/synonyms.ts";
import { chosen, visible } from "./filter.ts";
import { recordSchema, sortAttribute, termsRecordSchema } from "./record.ts";

/** The document in a stored record. */
export const readRecord = (stored: unknown): SearchDocument => recordSchema.parse(stored).document;

/** The terms in a stored record. */
export function readTerms(stored: unknown): Candidate {
  const { id, terms } = termsRecordSchema.parse(stored);
  return { id, terms: unpackTerms(terms) };
}

function sorting(sort: string, { sorts }: IndexFields): string[] {
  if (sort === "relevance") return [];
  const declared = sorts.filter(({ name }) => name === sort);
  return [
    ...declared.map(({ name, direction }) => `${sortAttribute(name)}:${direction}`),
    "publishedAt:desc",
  ];
}

/**
 * The page and the counts of each chosen facet without its own filter, in one
 * request. A page with few hits is filled up in a second one by what has the rarer
 * of the words, which the server puts behind what has all.
 */
export async function search(
  client: Meilisearch,
  indexUid: string,
  request: SearchRequest,
  fields: IndexFields,
): Promise<SearchPage> {
  const facetNames = fields.facets.map(({ name }) => name);
  const words = queryWordsOf(request.text);
  const base = visible(request.audiences, request.now);
  const counted = facetNames.filter((facet) => (request.filters[facet]?.length ?? 0) > 0);
  const place = {
    sort: request.text === "" ? ["publishedAt:desc"] : sorting(request.sort, fields),
    offset: request.offset,
    limit: request.limit,
  };
  const ask = async (matchingStrategy: SearchParams["matchingStrategy"]) => {
    const query = { indexUid, q: words.join(" "), matchingStrategy };
    const { results } = await client.multiSearch({
      queries: [
        {
          ...query,
          filter: [...base, ...chosen(request.filters)],
          facets: facetNames,
          ...place,
        },
        ...counted.map((facet) => ({
          ...query,
          filter: [...base, ...chosen(request.filters, facet)],
          facets: [facet],
          limit: 0,
        })),
      ],
    });
    return results;
  };
  let results = await ask("all");
  const whole = results[0]?.estimatedTotalHits ?? 0;
  let hits = results[0]?.hits ?? [];
  if (words.length > 1 && whole === 0) {
    results = await ask("frequency");
    hits = results[0]?.hits ?? [];
  } else if (words.length > 1 && whole < request.offset + request.limit)
    hits = (
      await client.index(indexUid).search(words.join(" "), {
        matchingStrategy: "frequency",
        filter: [...base, ...chosen(request.filters)],
        ...place,
      })
    ).hits;
  const [page, ...own] = results;
  const marks = words.flatMap(writingsOf);
  const facets = Object.fromEntries(
    facetNames.map((facet) => {
      const source = own[counted.indexOf(facet)] ?? page;
      const counts = Object.entries(source?.facetDistribution?.[facet] ?? {});
      const sorted = counts.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
      return [facet, sorted.map(([value, count]) => ({ value, count }))];
    }),
  );
  return {
    total: page?.estimatedTotalHits ?? 0,
    facets,
    hits: hits.map((stored, index) => {
      const document = readRecord(stored);
      const passages = document.passages.map(({ text }) => text);
      return {
        document,
        title: highlight(document.title, marks),
        excerpt: excerpt(passages, marks),
        partial: request.offset + index >= whole && words.length > 1,
      };
    }),
  };
}
