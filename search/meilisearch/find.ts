import type { Meilisearch, SearchParams } from "meilisearch";
import type { SearchDocument } from "../documents.ts";
import { facetNames, type Candidate, type SearchPage, type SearchRequest } from "../engine.ts";
import { unpackTerms } from "../matching/terms.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import { queryWordsOf } from "../text/segment.ts";
import { writingsOf } from "../text/synonyms.ts";
import { chosen, visible } from "./filter.ts";
import { recordSchema, termsRecordSchema } from "./record.ts";

/** The document in a stored record. */
export const readRecord = (stored: unknown): SearchDocument => recordSchema.parse(stored).document;

/** The terms in a stored record. */
export function readTerms(stored: unknown): Candidate {
  const { id, terms } = termsRecordSchema.parse(stored);
  return { id, terms: unpackTerms(terms) };
}

const sorting: Record<SearchRequest["sort"], string[]> = {
  relevance: [],
  newest: ["publishedAt:desc"],
  deadline: ["deadline:asc", "publishedAt:desc"],
};

/** The page and the counts of each chosen facet without its own filter, in one request. */
export async function search(
  client: Meilisearch,
  indexUid: string,
  request: SearchRequest,
): Promise<SearchPage> {
  const words = queryWordsOf(request.text);
  const base = visible(request.audiences, request.now);
  const counted = facetNames.filter((facet) => (request.filters[facet]?.length ?? 0) > 0);
  const ask = async (matchingStrategy: SearchParams["matchingStrategy"]) => {
    const query = { indexUid, q: words.join(" "), matchingStrategy };
    const { results } = await client.multiSearch({
      queries: [
        {
          ...query,
          filter: [...base, ...chosen(request.filters)],
          facets: [...facetNames],
          sort: request.text === "" ? ["publishedAt:desc"] : sorting[request.sort],
          offset: request.offset,
          limit: request.limit,
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
  if (results[0]?.hits.length === 0 && words.length > 1) results = await ask("last");
  const [page, ...own] = results;
  const marks = words.flatMap(writingsOf);
  const facets = Object.fromEntries(
    facetNames.map((facet) => {
      const source = own[counted.indexOf(facet)] ?? page;
      const counts = Object.entries(source?.facetDistribution?.[facet] ?? {});
      const sorted = counts.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
      return [facet, sorted.map(([value, count]) => ({ value, count }))];
    }),
  ) as SearchPage["facets"];
  return {
    total: page?.estimatedTotalHits ?? 0,
    facets,
    hits: (page?.hits ?? []).map((stored) => {
      const document = readRecord(stored);
      const passages = document.passages.map(({ text }) => text);
      return {
        document,
        title: highlight(document.title, marks),
        excerpt: excerpt(passages, marks),
      };
    }),
  };
}
