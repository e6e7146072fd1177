import { and, eq, gt, inArray, isNull, like, or, sql, type SQL } from "drizzle-orm";
import { postDocument } from "#app/posts/document.ts";
import { disclosedTo } from "#app/posts/disclosure/disclosed.server.ts";
import { maySeePublished } from "#app/posts/disclosure/policy.ts";
import { readPost } from "#app/posts/row.ts";
import type { DeclaredFacet } from "#app/listings/search-fields.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { organisation, post } from "#db/schema/index.ts";
import { queryWordsOf } from "#search/text/segment.ts";
import { byFacet, facetNames, fieldFacet } from "./fields.ts";
import { fallbackLimit, filtersOf, pageSize, type SearchParameters } from "./request.ts";
import { lineOf, type SearchResult } from "./search.server.ts";
import { findableStates } from "#app/codes/states.ts";
import { postKinds } from "#app/codes/codes.ts";

const mostWords = 5;

/**
 * A simple search of the database for the time in which the index cannot be
 * reached: needs and results whose title or keywords have every word, newest
 * first, with the viewer's disclosure. One bounded query.
 */
export async function fallbackSearch(
  services: Services,
  viewer: MaybeViewer,
  parameters: SearchParameters,
): Promise<SearchResult> {
  const filters = filtersOf(parameters);
  const chosen = (condition: SQL | undefined, values: string[] | undefined) =>
    values && values.length > 0 ? condition : undefined;
  const rows = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(
      and(
        inArray(post.publication, findableStates),
        ...queryWordsOf(parameters.q).slice(0, mostWords).map(hasWord),
        inArray(
          post.publication,
          findableStates.filter((state) => filters.state?.includes(state)),
        ),
        or(
          eq(post.publication, "closed"),
          isNull(post.expiresAt),
          gt(post.expiresAt, services.now()),
        ),
        disclosedTo(viewer),
        chosen(
          inArray(
            post.kind,
            postKinds.filter((kind) => filters.kind?.includes(kind)),
          ),
          filters.kind,
        ),
        chosen(inArray(shownRegion, filters.region ?? []), filters.region),
        ...facetNames.map((name) => {
          const facet = fieldFacet(name);
          const values = filters[name] ?? [];
          return facet === null ? undefined : chosen(says(facet, values), values);
        }),
      ),
    )
    .orderBy(sql`${post.publishedAt} desc nulls last, ${post.id} desc nulls last`)
    .limit(fallbackLimit);
  const lines = rows.flatMap((row) => {
    const found = readPost(row.post);
    const document = postDocument(found, row.organisation);
    if (!document || !maySeePublished(viewer, found)) return [];
    return [lineOf({ document, title: [{ text: document.title, hit: false }], excerpt: [] })];
  });
  // An anonymous post shows the day alone, so it does not stand where its minute would put it.
  lines.sort((a, b) => b.publishedAt - a.publishedAt || (a.id < b.id ? 1 : -1));
  const from = (parameters.page - 1) * pageSize;
  return {
    total: lines.length,
    approximate: false,
    pages: Math.ceil(lines.length / pageSize),
    facets: {
      ...byFacet(() => []),
      kind: counted(lines.map(({ kind }) => [kind])),
      cluster: counted(lines.map(({ clusters }) => clusters)),
    },
    lines: lines.slice(from, from + pageSize),
    alike: [],
  };
}

/** The place as the index has it (publicOwner). */
const shownRegion: SQL = sql`case when ${post.visibility} = 'anonymous'
  then ${post.shownOwner} ->> 'region' else ${organisation.region} end`;

/** That a post's field has one of the values. */
const says = ({ fieldName, field }: DeclaredFacet, values: string[]): SQL =>
  field.type === "choices"
    ? sql`${post.content} -> ${fieldName}::text ?| ${sql.param(values)}::text[]`
    : sql`${post.content} ->> ${fieldName}::text = any(${sql.param(values)}::text[])`;

const hasWord = (word: string): SQL =>
  like(post.nameText, `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);

function counted(values: string[][]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values.flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}
