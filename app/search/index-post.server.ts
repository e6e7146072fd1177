import { eq } from "drizzle-orm";
import { postDocument } from "#app/posts/document.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransactionTakingMore } from "#db/connection.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { removeSuggestions, updateSuggestions } from "#search/suggestions/index.ts";

/**
 * Writes the post to the index and to what the search box offers, or takes it out. Reading the row and writing
 * the index happen under one lock per post, so an older state never follows a
 * newer one.
 */
export async function indexPost(
  services: Services,
  postId: string,
): Promise<SearchDocument | null> {
  return inTransactionTakingMore(services.database, async (transaction) => {
    await transaction.$client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      postId,
    ]);
    const [row] = await transaction
      .select({ post, organisation })
      .from(post)
      .innerJoin(organisation, eq(organisation.id, post.organisationId))
      .where(eq(post.id, postId));
    const document = row ? postDocument(readPost(row.post), row.organisation) : null;
    const { $client: pool } = services.database;
    // Before the index: what is hidden now is no longer offered even while the index is down.
    if (document) await updateSuggestions(pool, [document]);
    else await removeSuggestions(pool, [postId]);
    if (document) await services.search.upsert([document]);
    else await services.search.remove([postId]);
    return document;
  });
}
