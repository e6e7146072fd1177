import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { organisationDocument } from "#app/domain/organisations/document.ts";
import { postDocument } from "#app/domain/posts/document.ts";
import { readPost } from "#app/domain/posts/row.ts";
import type { Services } from "#app/domain/services.ts";
import { loadSynonyms, noteIndexed, synonymsTouchIndex } from "#app/domain/synonyms/set.server.ts";
import { sendJob } from "#db/jobs.ts";
import { inTransaction } from "#db/connection.ts";
import { organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";

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

/** Builds the index anew from the database, with the synonyms of now. */
export async function rebuildIndex(services: Services): Promise<{ documents: number }> {
  const synonyms = await loadSynonyms(services.database);
  const built = await services.search.rebuild(allDocuments(services));
  await noteIndexed(services, synonyms);
  return built;
}

/**
 * Makes the index ready; builds it when it is new, of an older version, holds
 * what was made with other synonyms, or `anew` asks for it.
 */
export async function prepareIndex(services: Services, anew: boolean): Promise<void> {
  const synonyms = await loadSynonyms(services.database);
  const { rebuild } = await services.search.prepare();
  if (!rebuild && !anew && !(await synonymsTouchIndex(services, synonyms))) return;
  const { documents } = await rebuildIndex(services);
  services.log.info({ documents, engine: services.search.name }, "search index built");
}

/** Brings the index up to an organisation's current state, and its posts, which show its name. */
export async function indexOrganisation(services: Services, organisationId: string): Promise<void> {
  const [row] = await services.database
    .select()
    .from(organisation)
    .where(eq(organisation.id, organisationId));
  if (!row) return services.search.remove([organisationId]);
  await services.search.upsert([organisationDocument(row)]);
  await inTransaction(services.database, async (transaction) => {
    const posts = await transaction
      .select({ id: post.id })
      .from(post)
      .where(
        and(
          eq(post.organisationId, organisationId),
          inArray(post.publication, ["published", "closed"]),
        ),
      );
    for (const { id } of posts) await sendJob(transaction, "post.publish", { postId: id });
  });
}
