import { alertSearches } from "#app/alerts/find.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { endAllMatches, settleMatches } from "#app/matching/standing.server.ts";
import { indexPost } from "#app/search/index-post.server.ts";

/**
 * Brings the index up to the post's current state, then its standing matches, and
 * tells those whose posts match it or whose saved searches find it. Safe to repeat: the index takes the newest
 * revision and a side is told of a pair once.
 *
 * @throws SearchUnavailable when the index cannot be reached; the job is tried again
 */
export async function publishPost(services: Services, postId: string): Promise<void> {
  const document = await indexPost(services, postId);
  if (document?.state === "published") await settleMatches(services, document);
  else await endAllMatches(services, postId);
  await alertSearches(services, postId);
}
