import { and, desc, eq, ne } from "drizzle-orm";
import { postDocument } from "#app/posts/document.ts";
import { maySeePublished } from "#app/posts/disclosure/policy.ts";
import { readPost } from "#app/posts/row.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { Services } from "#app/kernel/services.ts";
import { audiencesOf, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { DocumentKind, SearchDocument } from "#search/documents.ts";
import type { SearchHit, Segment } from "#search/engine.ts";
import { byFacet, type FacetName } from "./fields.ts";
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
  /** It has only some of the words asked for, and fills up a page of few hits. */
  partial: boolean;
}

export interface SearchResult {
  lines: SearchLine[];
  /** Where few have all words: others that mean about the same. */
  alike: SearchLine[];
  total: number;
  /** Total and counts are scaled from a sample. */
  approximate: boolean;
  pages: number;
  facets: Record<FacetName, { value: string; count: number }[]>;
}

/** So many that mean about the same are shown beside few hits. */
const mostAlike = 5;

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
    mostAlike,
  });
  return {
    total: page.total,
    approximate: page.approximate ?? false,
    pages: Math.ceil(page.total / limit),
    facets: byFacet((facet) => page.facets[facet] ?? []),
    lines: page.hits.map(lineOf),
    alike: page.alike.map(lineOf),
  };
}

/** What a result list shows of a document. */
export const lineOf = ({ document, title, excerpt, partial = false }: SearchHit): SearchLine => ({
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
  partial,
});

/** The open posts of an organisation that the viewer may see and that name it, newest first. */
export async function postsOf(
  services: Services,
  viewer: MaybeViewer,
  organisationId: string,
): Promise<SearchLine[]> {
  const rows = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(
      and(
        eq(post.organisationId, organisationId),
        eq(post.publication, "published"),
        // Not counted among the 50 either: a list that is short by some would tell of them.
        ne(post.visibility, "anonymous"),
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(50);
  return rows.flatMap((row) => {
    const found = readPost(row.post);
    const document = postDocument(found, row.organisation);
    if (!document || !maySeePublished(viewer, found)) return [];
    return [lineOf({ document, title: [{ text: document.title, hit: false }], excerpt: [] })];
  });
}
