import { and, asc, eq, gt, inArray, ne } from "drizzle-orm";
import { organisationDocument } from "#app/organisations/document.ts";
import { postDocument } from "#app/posts/document.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { sendJob } from "#db/jobs.ts";
import { inTransaction } from "#db/connection.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { removeSuggestions, updateSuggestions } from "#search/suggestions/index.ts";

const batchSize = 500;

/** Everything that belongs into the index, in batches, read from the database by key. */
export async function* allDocuments(
  services: Pick<Services, "database">,
): AsyncGenerator<SearchDocument[]> {
  for (let after: string | undefined; ;) {
    const rows = await services.database
      .select()
      .from(organisation)
      .where(after ? gt(organisation.id, after) : undefined)
      .orderBy(asc(organisation.id))
      .limit(batchSize);
    if (rows.length === 0) break;
    yield rows.map(organisationDocument);
    after = rows.at(-1)?.id;
  }
  for (let after: string | undefined; ;) {
    const rows = await services.database
      .select({ post, organisation })
      .from(post)
      .innerJoin(organisation, eq(organisation.id, post.organisationId))
      .where(
        and(
          inArray(post.publication, ["published", "closed"]),
          after ? gt(post.id, after) : undefined,
        ),
      )
      .orderBy(asc(post.id))
      .limit(batchSize);
    if (rows.length === 0) return;
    yield rows.flatMap((row) => postDocument(readPost(row.post), row.organisation) ?? []);
    after = rows.at(-1)?.post.id;
  }
}

/**
 * Brings the index up to an organisation's current state, and its posts, which show
 * its name; anonymous ones show nothing of it that could change, and are not touched,
 * since what moves at the same moment is known to belong together.
 */
export async function indexOrganisation(services: Services, organisationId: string): Promise<void> {
  const [row] = await services.database
    .select()
    .from(organisation)
    .where(eq(organisation.id, organisationId));
  const { $client: pool } = services.database;
  if (!row) {
    await removeSuggestions(pool, [organisationId]);
    return services.search.remove([organisationId]);
  }
  const document = organisationDocument(row);
  await updateSuggestions(pool, [document]);
  await services.search.upsert([document]);
  await inTransaction(services.database, async (transaction) => {
    const posts = await transaction
      .select({ id: post.id })
      .from(post)
      .where(
        and(
          eq(post.organisationId, organisationId),
          inArray(post.publication, ["published", "closed"]),
          ne(post.visibility, "anonymous"),
        ),
      );
    for (const { id } of posts) await sendJob(transaction, "post.publish", { postId: id });
  });
}
