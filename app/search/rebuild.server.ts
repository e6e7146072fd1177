import { desc, eq, inArray, isNull } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { indexRebuild, organisation, post } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import {
  offerOwn,
  prepareSuggestions as prepareTables,
  rebuildSuggestions,
} from "#search/suggestions/index.ts";
import { allDocuments } from "./index.server.ts";
import { loadSynonyms, noteIndexed, synonymsTouchIndex } from "#app/synonyms/set.server.ts";
import { houseEntries } from "./suggestions.server.ts";

/** Makes ready what the search box offers; collects it when it is new. */
export async function collectSuggestionsOnce(services: Services): Promise<void> {
  const { $client: pool } = services.database;
  const { rebuild } = await prepareTables(pool);
  if (rebuild) await rebuildSuggestions(pool, houseEntries(), allDocuments(services));
  else await offerOwn(pool, houseEntries());
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

/**
 * Builds suggestions and index anew from the database with the synonyms of now, and keeps record of it:
 * under the given record, or a new one.
 *
 * @throws SearchUnavailable when the index cannot be reached; the record says so too
 */
export async function rebuildIndex(
  services: Services,
  rebuildId: string = newId(),
): Promise<{ documents: number }> {
  const { database } = services;
  const record = (values: Partial<typeof indexRebuild.$inferInsert>) =>
    database
      .update(indexRebuild)
      .set({ ...values, movedAt: services.now() })
      .where(eq(indexRebuild.id, rebuildId));
  await database.insert(indexRebuild).values({ id: rebuildId }).onConflictDoNothing();
  // Both the suggestions and the index read every document once.
  const expected = 2 * (await countIndexable(database));
  await record({ startedAt: services.now(), expected, done: 0 });
  let done = 0;
  async function* reported(): AsyncGenerator<SearchDocument[]> {
    for await (const batch of allDocuments(services)) {
      yield batch;
      done += batch.length;
      await record({ done });
    }
  }
  try {
    const synonyms = await loadSynonyms(database);
    await rebuildSuggestions(database.$client, houseEntries(), reported());
    const { documents } = await services.search.rebuild(reported());
    await noteIndexed(services, synonyms);
    await record({ documents, finishedAt: services.now() });
    return { documents };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    await record({ failure, finishedAt: services.now() });
    throw error;
  }
}

/**
 * Builds the index anew when it is no longer whole, such as after a search server lost it, unless it is being built.
 *
 * @throws SearchUnavailable when the index cannot be reached
 */
export async function followIndex(services: Services): Promise<void> {
  const open = await services.database
    .select()
    .from(indexRebuild)
    .where(isNull(indexRebuild.finishedAt))
    .orderBy(desc(indexRebuild.id))
    .limit(20);
  if (open.some((row) => rebuildState(row, services.now()) === "running")) return;
  await prepareIndex(services, false);
}

/** How many rows belong into the index. */
export async function countIndexable(reader: Reader): Promise<number> {
  const onMarket = inArray(post.publication, ["published", "closed"]);
  const [posts, organisations] = await Promise.all([
    reader.$count(post, onMarket),
    reader.$count(organisation),
  ]);
  return posts + organisations;
}

/** A rebuild that has not moved for so many milliseconds was left by a server that is gone. */
const abandonedAfter = 5 * 60 * 1_000;

type Row = typeof indexRebuild.$inferSelect;

/** Where a rebuild stands. */
export type RebuildState = "waiting" | "running" | "done" | "failed" | "interrupted";

export function rebuildState(row: Row, now: Date): RebuildState {
  if (row.finishedAt) return row.failure === null ? "done" : "failed";
  if (!row.startedAt) return "waiting";
  const moved = row.movedAt ?? row.startedAt;
  return now.getTime() - moved.getTime() > abandonedAfter ? "interrupted" : "running";
}

/**
 * Asks for the index to be built anew in the background. It goes on when the
 * person leaves.
 *
 * @throws Refusal forbidden for others than organizers; conflict while another one waits or runs
 */
export async function askRebuild(services: Services, viewer: Viewer): Promise<string> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    await transaction.$client.query("SELECT pg_advisory_xact_lock($1)", [askLock]);
    const open = await transaction
      .select()
      .from(indexRebuild)
      .where(isNull(indexRebuild.finishedAt))
      .orderBy(desc(indexRebuild.id))
      .limit(20);
    const states = open.map((row) => rebuildState(row, services.now()));
    if (states.some((state) => state === "waiting" || state === "running"))
      throw new Refusal("conflict");
    const id = newId();
    await transaction.insert(indexRebuild).values({ id, askedById: viewer.userId });
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: viewer.active?.organisationId ?? null,
      subjectKind: "search",
      subjectId: id,
      action: "rebuild",
    });
    await sendJob(transaction, "search.rebuild", { rebuildId: id });
    return id;
  });
}

/** Two who ask at once are told apart. */
const askLock = 7_114_024;
