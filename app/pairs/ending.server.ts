import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { standingMatch } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";

/** An event must stay below what one notification of PostgreSQL holds. */
const roomsAtOnce = 50;

/** Tells open pages of these organisations that their matches changed. */
export async function announceMatches(
  transaction: Transaction,
  postId: string,
  organisationIds: Iterable<string>,
): Promise<void> {
  const rooms = [...new Set(organisationIds)].map((id) => `organisation:${id}` as const);
  for (let from = 0; from < rooms.length; from += roomsAtOnce)
    await announce(
      transaction,
      realtime("matches.changed", rooms.slice(from, from + roomsAtOnce), { postId }),
    );
}

/**
 * Ends the standing matches of a post that left the market. With "skip" it never
 * waits for other work on them, so that a person's step does not: what is passed
 * over is ended by the post's job, and lists do not show it meanwhile.
 */
export async function endMatches(
  transaction: Transaction,
  postId: string,
  now: Date,
  whenLocked: "skip" | "wait",
): Promise<void> {
  const standing = await transaction
    .select({ id: standingMatch.id })
    .from(standingMatch)
    .where(
      and(
        or(eq(standingMatch.needId, postId), eq(standingMatch.resultId, postId)),
        isNull(standingMatch.endedAt),
      ),
    )
    .orderBy(asc(standingMatch.id))
    .for("update", whenLocked === "skip" ? { skipLocked: true } : {});
  await endPairs(
    transaction,
    postId,
    standing.map(({ id }) => id),
    now,
  );
}

/** Ends these pairs of a post and tells those who saw them. */
export async function endPairs(
  transaction: Transaction,
  postId: string,
  ids: string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const ended = await transaction
    .update(standingMatch)
    .set({ endedAt: now, needWaitingSince: null, resultWaitingSince: null })
    .where(inArray(standingMatch.id, ids))
    .returning();
  const saw = ended.flatMap((pair) => [
    ...(pair.needSeesSince ? [pair.needOrganisationId] : []),
    ...(pair.resultSeesSince ? [pair.resultOrganisationId] : []),
  ]);
  await announceMatches(transaction, postId, saw);
}

/** Takes these pairs from the list of one of their sides, which loses sight of the other's post. */
export async function hideFromSide(
  transaction: Transaction,
  side: "need" | "result",
  ids: string[],
): Promise<void> {
  if (ids.length === 0) return;
  const hidden = await transaction
    .update(standingMatch)
    .set(
      side === "need"
        ? { needSeesSince: null, needWaitingSince: null }
        : { resultSeesSince: null, resultWaitingSince: null },
    )
    .where(inArray(standingMatch.id, ids))
    .returning();
  for (const { needId, needOrganisationId, resultOrganisationId } of hidden)
    await announceMatches(transaction, needId, [
      side === "need" ? needOrganisationId : resultOrganisationId,
    ]);
}
