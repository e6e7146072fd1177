import { eq } from "drizzle-orm";
import { notifyMembers } from "#app/domain/notifications/notify.server.ts";
import type { Services } from "#app/domain/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { organisation, post } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import type { SearchDocument } from "#search/documents.ts";
import type { Match } from "#search/matching/match.ts";
import { removeSuggestions, updateSuggestions } from "#search/suggestions/index.ts";
import { postDocument } from "./document.ts";
import { readPost } from "./row.ts";

/** A match below this is shown on request but announced to nobody. */
export const announceFrom = 0.5;
/** So many posts of the other side hear of a new post at most. */
const announceTo = 20;
/** The poster hears of so many; the page of the post shows the others. */
const announceToPoster = 3;

/**
 * Brings the index up to the post's current state and tells those whose posts
 * match it. Safe to repeat: the index takes the newest revision and a person is
 * told of a pair once.
 *
 * @throws SearchUnavailable when the index cannot be reached; the job is tried again
 */
export async function publishPost(services: Services, postId: string): Promise<void> {
  const document = await indexPost(services, postId);
  if (document?.state !== "published") return;
  const matches = await services.matcher.matchesFor(document, {
    audiences: null,
    limit: announceTo,
    now: services.now(),
    minimumScore: announceFrom,
  });
  await inTransaction(services.database, async (transaction) => {
    const visible = matches.filter(({ document: other }) => isVisibleTo(other.ownerId, document));
    for (const match of bestPerOwner(visible))
      await tellOwner(transaction, match.document, document, match);
    const toPoster = matches.filter(({ document: other }) => isVisibleTo(document.ownerId, other));
    for (const match of toPoster.slice(0, announceToPoster))
      await tellOwner(transaction, document, match.document, match);
  });
}

/** Of several posts of one organisation that match, the best is announced to it. */
function bestPerOwner(matches: Match[]): Match[] {
  const told = new Set<string>();
  return matches.filter(({ document }) => {
    const first = !told.has(document.ownerId);
    told.add(document.ownerId);
    return first;
  });
}

/**
 * Writes the post to the index and to what the search box offers, or takes it out. Reading the row and writing
 * the index happen under one lock per post, so an older state never follows a
 * newer one.
 */
export async function indexPost(
  services: Services,
  postId: string,
): Promise<SearchDocument | null> {
  return inTransaction(services.database, async (transaction) => {
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

/** Whether a post can be seen by the members of an organisation. */
const isVisibleTo = (organisationId: string, document: SearchDocument): boolean =>
  document.audience.some((token) =>
    ["public", "registered", `organisation:${organisationId}`].includes(token),
  );

async function tellOwner(
  transaction: Transaction,
  own: SearchDocument,
  found: SearchDocument,
  { score, reasons }: Match,
): Promise<void> {
  await notifyMembers(transaction, own.ownerId, {
    kind: "match_found",
    occasion: `match_found:${own.id}:${found.id}`,
    payload: {
      postId: found.id,
      postKind: found.kind === "need" ? "need" : "result",
      postTitle: found.title,
      ownPostId: own.id,
      ownPostTitle: own.title,
      score,
      terms: reasons.terms.slice(0, 4).map(({ term }) => term),
      indicatorsMet: reasons.indicators.filter(({ verdict }) => verdict === "met").length,
      sharedClusters: reasons.clusters.shared,
      trlDistance: reasons.trl?.distance ?? null,
      sharedModes: reasons.cooperationModes.shared,
    },
  });
  await announce(
    transaction,
    realtime("matches.changed", [`organisation:${own.ownerId}`], { postId: own.id }),
  );
}
