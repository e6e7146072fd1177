import { and, asc, eq, inArray, isNull, lt } from "drizzle-orm";
import { postDocument } from "#app/posts/document.ts";
import { isOnMarket } from "#app/posts/on-market.server.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { matchedPost, organisation, post, standingMatch } from "#db/schema/index.ts";
import { earlierContacts } from "./contacts.server.ts";
import { endPairs } from "#app/pairs/ending.server.ts";
import { comparePair, isOpen, knowing } from "./find.server.ts";
import { standsFrom } from "./schema.ts";
import { settleMatches } from "./standing.server.ts";

const postsAtOnce = 20;
const pairsAtOnce = 200;
/** How long a score stays good, in milliseconds, while how common words are goes on changing. */
const scoreLifetime = 20 * 60 * 60 * 1_000;

/**
 * One batch of upkeep: first published posts that were never matched, as after a
 * load of data that asks for no jobs, then pairs whose score is old. Tells nobody.
 * Asks for itself again while there is more.
 *
 * @throws SearchUnavailable when the index cannot be reached
 */
export async function refreshMatches(services: Services): Promise<void> {
  const goesOn = (await matchUnmatched(services)) || (await rescoreOld(services));
  if (goesOn)
    await inTransaction(services.database, (transaction) =>
      sendJob(transaction, "matches.refresh", {}),
    );
}

/** Answers whether there may be more that it can do. */
async function matchUnmatched(services: Services): Promise<boolean> {
  const now = services.now();
  const rows = await services.database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .leftJoin(matchedPost, eq(matchedPost.postId, post.id))
    .where(and(isOnMarket(post, now), isNull(matchedPost.postId)))
    .orderBy(asc(post.id))
    .limit(postsAtOnce);
  let settledAny = false;
  for (const row of rows) {
    const document = postDocument(readPost(row.post), row.organisation);
    if (!document) continue;
    const { settled } = await settleMatches(services, document, true);
    settledAny ||= settled;
  }
  return rows.length === postsAtOnce && settledAny;
}

/** Answers whether there may be more. */
async function rescoreOld(services: Services): Promise<boolean> {
  const now = services.now();
  const pairs = await services.database
    .select()
    .from(standingMatch)
    .where(
      and(
        isNull(standingMatch.endedAt),
        lt(standingMatch.scoredAt, new Date(now.getTime() - scoreLifetime)),
      ),
    )
    .orderBy(asc(standingMatch.scoredAt))
    .limit(pairsAtOnce);
  if (pairs.length === 0) return false;
  const ids = pairs.flatMap(({ needId, resultId }) => [needId, resultId]);
  const [documents, contacts] = await Promise.all([
    services.search.documents([...new Set(ids)]),
    earlierContacts(services.database, [
      ...new Set(pairs.map(({ needOrganisationId }) => needOrganisationId)),
    ]),
  ]);
  const byId = new Map(documents.map((document) => [document.id, document]));
  const scored = await Promise.all(
    pairs.map(async (pair) => {
      const need = byId.get(pair.needId);
      const result = byId.get(pair.resultId);
      if (!need || !result || !isOpen(need, now) || !isOpen(result, now))
        return { ...pair, stands: true };
      const own = contacts.get(pair.needOrganisationId) ?? {};
      const alone = await comparePair(services, need, result);
      const { score, features } = knowing(services, own, need, result, alone);
      return { ...pair, score, features, stands: alone.score >= standsFrom };
    }),
  );
  await writeScores(services, scored, now);
  return pairs.length === pairsAtOnce;
}

type Scored = typeof standingMatch.$inferSelect & { stands: boolean };

/** Writes the new scores of pairs that did not change meanwhile; waits for nobody. */
async function writeScores(services: Services, scored: Scored[], now: Date): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const held = await transaction
      .select()
      .from(standingMatch)
      .where(
        inArray(
          standingMatch.id,
          scored.map(({ id }) => id),
        ),
      )
      .orderBy(asc(standingMatch.id))
      .for("update", { skipLocked: true });
    const current = new Map(held.map((row) => [row.id, row]));
    const same = scored.filter(({ id, needRevision, resultRevision }) => {
      const row = current.get(id);
      return (
        row?.endedAt === null &&
        row.needRevision === needRevision &&
        row.resultRevision === resultRevision
      );
    });
    await transaction.$client.query(
      `UPDATE standing_match SET score = fresh.score, features = fresh.features, scored_at = $4
       FROM unnest($1::uuid[], $2::float8[], $3::jsonb[]) AS fresh (id, score, features)
       WHERE standing_match.id = fresh.id`,
      [
        same.map(({ id }) => id),
        same.map(({ score }) => score),
        same.map(({ features }) => JSON.stringify(features)),
        now,
      ],
    );
    for (const pair of same.filter(({ stands }) => !stands))
      await endPairs(transaction, pair.needId, [pair.id], now);
  });
}
