import { and, asc, desc, gt, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import { dayOf, startOfDay } from "#app/kernel/dates.ts";
import { publishedTitle } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { matchFeedback, post, standingMatch } from "#db/schema/index.ts";
import { announcementRules } from "./announce.ts";
import { hidingVerdicts } from "./schema.ts";
import { markTold } from "./tell.server.ts";
import { matchNews } from "./news.ts";

const organisationsAtOnce = 100;

/**
 * Tells each organisation, in one notification, of the matches that were over
 * its cap before today. Safe to repeat: a pair told once waits no more.
 */
export async function sendDigests(services: Services): Promise<void> {
  const until = startOfDay(services.now());
  for (let after: string | undefined; ;) {
    const waiting = await waitingOrganisations(services, until, after);
    for (const organisationId of waiting)
      await inTransaction(services.database, (transaction) =>
        sendDigest(transaction, organisationId, until, services.now()),
      );
    after = waiting.at(-1);
    if (waiting.length < organisationsAtOnce) return;
  }
}

async function waitingOrganisations(
  { database }: Services,
  until: Date,
  after?: string,
): Promise<string[]> {
  const { needOrganisationId, needWaitingSince } = standingMatch;
  const { resultOrganisationId, resultWaitingSince } = standingMatch;
  const page = (
    id: typeof needOrganisationId | typeof resultOrganisationId,
    since: typeof needWaitingSince | typeof resultWaitingSince,
  ) =>
    database
      .selectDistinct({ id })
      .from(standingMatch)
      .where(and(isNotNull(since), lt(since, until), after ? gt(id, after) : undefined))
      .orderBy(asc(id))
      .limit(organisationsAtOnce);
  const found = await Promise.all([
    page(needOrganisationId, needWaitingSince),
    page(resultOrganisationId, resultWaitingSince),
  ]);
  const ids = found.flat().map(({ id }) => id);
  return [...new Set(ids)].sort().slice(0, organisationsAtOnce);
}

async function sendDigest(
  transaction: Transaction,
  organisationId: string,
  until: Date,
  now: Date,
): Promise<void> {
  const found = [
    ...(await takeWaiting(transaction, "need", organisationId, until, now)),
    ...(await takeWaiting(transaction, "result", organisationId, until, now)),
  ].sort((a, b) => b.score - a.score);
  for (const side of ["need", "result"] as const) {
    const ids = found.filter((one) => one.side === side).map(({ id }) => id);
    await markTold(transaction, side, ids, now);
  }
  const wanted = found.filter(({ wanted }) => wanted);
  if (wanted.length === 0) return;
  await notifyMembers(transaction, organisationId, {
    kind: matchNews.digest,
    occasion: `match_digest:${organisationId}:${dayOf(now)}:${wanted[0]?.id}`,
    payload: {
      count: wanted.length,
      best: wanted
        .slice(0, announcementRules.digestNames)
        .map(({ title, ownTitle, score }) => ({ title, ownTitle, score })),
    },
  });
}

interface Waiting {
  id: string;
  side: "need" | "result";
  score: number;
  title: string;
  ownTitle: string;
  /** False when the organisation has said meanwhile that it does not want the pair. */
  wanted: boolean;
}

/** What waits for one side, best first; pairs that other work holds now wait on. */
async function takeWaiting(
  transaction: Transaction,
  side: Waiting["side"],
  organisationId: string,
  until: Date,
  now: Date,
): Promise<Waiting[]> {
  const needSide = side === "need";
  const ownOrganisation = needSide
    ? standingMatch.needOrganisationId
    : standingMatch.resultOrganisationId;
  const since = needSide ? standingMatch.needWaitingSince : standingMatch.resultWaitingSince;
  const sees = needSide ? standingMatch.needSeesSince : standingMatch.resultSeesSince;
  const own = alias(post, "own");
  const other = alias(post, "other");
  const rows = await transaction
    .select({
      id: standingMatch.id,
      score: standingMatch.score,
      own,
      other,
      wanted: sql<boolean>`not exists (select 1 from ${matchFeedback} where ${and(
        sql`${matchFeedback.organisationId} = ${organisationId}`,
        sql`${matchFeedback.needId} = ${standingMatch.needId}`,
        sql`${matchFeedback.resultId} = ${standingMatch.resultId}`,
        inArray(matchFeedback.verdict, hidingVerdicts),
      )})`,
    })
    .from(standingMatch)
    .innerJoin(own, sql`${own.id} = ${needSide ? standingMatch.needId : standingMatch.resultId}`)
    .innerJoin(
      other,
      sql`${other.id} = ${needSide ? standingMatch.resultId : standingMatch.needId}`,
    )
    .where(
      and(
        sql`${ownOrganisation} = ${organisationId}`,
        isNotNull(since),
        lt(since, until),
        isNotNull(sees),
        isNull(standingMatch.endedAt),
        sql`${other.publication} = 'published'`,
        or(isNull(other.expiresAt), gt(other.expiresAt, now)),
      ),
    )
    .orderBy(desc(standingMatch.score))
    .for("update", { of: standingMatch, skipLocked: true });
  return rows.map((row) => ({
    id: row.id,
    side,
    score: row.score,
    title: publishedTitle(row.other),
    ownTitle: publishedTitle(row.own),
    wanted: row.wanted,
  }));
}
