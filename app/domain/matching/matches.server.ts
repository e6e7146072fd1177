import { eq } from "drizzle-orm";
import { Refusal } from "#app/domain/errors.ts";
import { postDocument } from "#app/domain/posts/document.ts";
import { maySeePublished } from "#app/domain/posts/policy.ts";
import { readPost } from "#app/domain/posts/row.ts";
import type { Services } from "#app/domain/services.ts";
import { audiencesOf, type MaybeViewer } from "#app/domain/viewer/viewer.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import type { Match } from "#search/matching/match.ts";

/** Below this two posts share too little to be worth a look. */
const shownFrom = 0.3;

/** A match as the viewer may see it. */
export type MatchView = Pick<Match, "score" | "reasons" | "features"> & {
  document: Omit<SearchDocument, "ownerId" | "audience">;
};

/**
 * The posts of the other side that fit a published post, best first, among
 * those that the viewer may see.
 *
 * @throws Refusal notFound; SearchUnavailable when the index cannot be reached
 */
export async function matchesOf(
  services: Services,
  viewer: MaybeViewer,
  postId: string,
  limit: number,
): Promise<MatchView[]> {
  const [row] = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(eq(post.id, postId));
  const found = row && readPost(row.post);
  if (!found || !maySeePublished(viewer, found)) throw new Refusal("notFound");
  if (found.publication !== "published") return [];
  const subject = postDocument(found, row.organisation);
  if (!subject) return [];
  const matches = await services.matcher.matchesFor(subject, {
    audiences: audiencesOf(viewer),
    limit,
    now: services.now(),
    minimumScore: shownFrom,
  });
  return matches.map(({ document, score, reasons, features }) => {
    const { ownerId: _ownerId, audience: _audience, ...shown } = document;
    return { document: shown, score, reasons, features };
  });
}
