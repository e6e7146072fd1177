import type { Services } from "#app/domain/services.ts";
import { audiencesOf, type MaybeViewer } from "#app/domain/viewer/viewer.ts";
import type { DocumentKind, SearchDocument } from "#search/documents.ts";
import type { SearchPage, Segment } from "#search/engine.ts";
import { filtersOf, pageSize, type SearchParameters } from "./request.ts";

/** One row of the result list: what decides, and nothing that the viewer may not know. */
export interface SearchLine {
  id: string;
  kind: DocumentKind;
  state: SearchDocument["state"];
  title: Segment[];
  excerpt: Segment[];
  organisationName: string;
  verified: boolean;
  clusters: string[];
  region: string | null;
  trl: number | null;
  cooperationModes: string[];
  indicators: SearchDocument["indicators"];
  amountMin: number | null;
  amountMax: number | null;
  /** Seconds since 1970 UTC. */
  deadline: number | null;
  publishedAt: number;
}

export interface SearchResult {
  lines: SearchLine[];
  total: number;
  pages: number;
  facets: SearchPage["facets"];
}

/**
 * Searches for what the viewer may see.
 *
 * @throws SearchUnavailable when the index cannot be reached
 */
export async function searchFor(
  services: Services,
  viewer: MaybeViewer,
  parameters: SearchParameters,
  limit = pageSize,
): Promise<SearchResult> {
  const page = await services.search.search({
    text: parameters.q,
    filters: filtersOf(parameters),
    audiences: audiencesOf(viewer),
    sort: parameters.q === "" && parameters.sort === "relevance" ? "newest" : parameters.sort,
    offset: (parameters.page - 1) * limit,
    limit,
    now: services.now(),
  });
  return {
    total: page.total,
    pages: Math.ceil(page.total / limit),
    facets: page.facets,
    lines: page.hits.map(({ document, title, excerpt }) => ({
      id: document.id,
      kind: document.kind,
      state: document.state,
      title,
      excerpt,
      organisationName: document.organisationName,
      verified: document.verified,
      clusters: document.clusters,
      region: document.region,
      trl: document.trl,
      cooperationModes: document.cooperationModes,
      indicators: document.indicators.slice(0, 3),
      amountMin: document.amountMin,
      amountMax: document.amountMax,
      deadline: document.deadline,
      publishedAt: document.publishedAt,
    })),
  };
}
