import { eq } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { organisation } from "#db/schema/index.ts";

/** The organisation that imports belong to unless another one is named. */
export const importerSlug = "imported";

/**
 * The id of the organisation with a slug; null when there is none. The importer is
 * made, and will be indexed, when it is missing.
 */
export async function importingOrganisation(
  { database }: Pick<Services, "database">,
  slug: string,
): Promise<string | null> {
  if (slug === importerSlug)
    await inTransaction(database, async (transaction) => {
      const [made] = await transaction
        .insert(organisation)
        .values({ name: "外部数据 (Imported)", slug, kind: "authority" })
        .onConflictDoNothing()
        .returning();
      if (made) await sendJob(transaction, "organisation.index", { organisationId: made.id });
    });
  const [row] = await database
    .select({ id: organisation.id })
    .from(organisation)
    .where(eq(organisation.slug, slug));
  return row?.id ?? null;
}
