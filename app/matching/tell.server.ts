import { and, eq, inArray, sql } from "drizzle-orm";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Transaction } from "#db/connection.ts";
import { matchDay, matchFeedback, standingMatch } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { announcementRules, newsFor, withinCap, type PairForSide } from "./announce.ts";
import { briefReasons, hidingVerdicts } from "./schema.ts";
import { namedTerms } from "./views.ts";
import type { WrittenPair } from "./find.server.ts";
import { matchNews } from "./news.ts";

type Side = "need" | "result";
const sides = ["need", "result"] as const;

interface Telling extends PairForSide {
  side: Side;
  pair: WrittenPair;
}

/**
 * Tells both sides of a post's pairs as the rules of `announce.ts` say: at once
 * within the organisation's daily cap, else the pair waits for the digest.
 */
export async function tellOfPairs(
  transaction: Transaction,
  subject: SearchDocument,
  written: WrittenPair[],
  now: Date,
): Promise<void> {
  const promising = written.filter(({ score }) => score >= announcementRules.from);
  if (promising.length === 0) return;
  const ahead = await pairsAhead(transaction, promising);
  const hidden = await hiddenPairs(transaction, subject, promising);
  const byOrganisation = new Map<string, Telling[]>();
  for (const pair of promising)
    for (const side of sides) {
      const organisationId = pair[side].ownerId;
      const telling = tellingOf(pair, side, ahead, hidden);
      byOrganisation.set(organisationId, [...(byOrganisation.get(organisationId) ?? []), telling]);
    }
  const news = [...byOrganisation].flatMap(([organisationId, tellings]) => {
    const own = newsFor(tellings, organisationId === subject.ownerId);
    return own.length > 0 ? [{ organisationId, own }] : [];
  });
  if (news.length === 0) return;
  const told = await toldToday(
    transaction,
    news.map(({ organisationId }) => organisationId),
    dayOf(now),
  );
  const parts = news.map(({ organisationId, own }) => ({
    organisationId,
    ...withinCap(own, told.get(organisationId) ?? 0),
  }));
  await remember(transaction, parts, now);
  for (const { now: telling } of parts) for (const one of telling) await tellSide(transaction, one);
}

function tellingOf(
  pair: WrittenPair,
  side: Side,
  ahead: Map<string, Record<Side, number>>,
  hidden: Set<string>,
): Telling {
  const { row, before, need, result } = pair;
  return {
    side,
    pair,
    score: row.score,
    ahead: ahead.get(row.id)?.[side] ?? 0,
    sees: (side === "need" ? row.needSeesSince : row.resultSeesSince) !== null,
    hidden: hidden.has(`${pair[side].ownerId}/${need.id}/${result.id}`),
    toldScore: side === "need" ? row.needToldScore : row.resultToldScore,
    changed:
      before !== undefined &&
      (before.needRevision !== row.needRevision || before.resultRevision !== row.resultRevision),
  };
}

/** How many pairs of each side's own post stand before these, counted no further than the rules ask. */
async function pairsAhead(
  transaction: Transaction,
  pairs: WrittenPair[],
): Promise<Map<string, Record<Side, number>>> {
  const before = (side: Side) => {
    const own = sql.raw(`${side}_id`);
    const sees = sql.raw(`${side}_sees_since`);
    return sql`(select count(*)::int from (select 1 from standing_match as better
      where better.${own} = pair.${own} and better.ended_at is null and better.${sees} is not null
        and (better.score, better.id) > (pair.score, pair.id) limit ${announcementRules.top}) as few)`;
  };
  const ids = pairs.map(({ row }) => row.id);
  const { rows } = await transaction.execute<{ id: string; need: number; result: number }>(sql`
    select pair.id, ${before("need")} as need, ${before("result")} as result
    from standing_match as pair where pair.id in ${ids}`);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** Pairs of a post that one of its sides does not want to see, as organisation/need/result. */
async function hiddenPairs(
  transaction: Transaction,
  subject: SearchDocument,
  pairs: WrittenPair[],
): Promise<Set<string>> {
  const own = subject.kind === "need" ? matchFeedback.needId : matchFeedback.resultId;
  const owners = new Set(pairs.flatMap(({ need, result }) => [need.ownerId, result.ownerId]));
  const rows = await transaction
    .select()
    .from(matchFeedback)
    .where(
      and(
        inArray(matchFeedback.organisationId, [...owners]),
        eq(own, subject.id),
        inArray(matchFeedback.verdict, hidingVerdicts),
      ),
    );
  return new Set(
    rows.map(({ organisationId, needId, resultId }) => `${organisationId}/${needId}/${resultId}`),
  );
}

/** How many matches each organisation was told of today, locked until the transaction ends. */
async function toldToday(
  transaction: Transaction,
  organisationIds: string[],
  day: string,
): Promise<Map<string, number>> {
  const rows = await transaction
    .insert(matchDay)
    .values(organisationIds.sort().map((organisationId) => ({ organisationId, day })))
    .onConflictDoUpdate({
      target: [matchDay.organisationId, matchDay.day],
      set: { told: sql`match_day.told` },
    })
    .returning();
  return new Map(rows.map(({ organisationId, told }) => [organisationId, told]));
}

async function remember(
  transaction: Transaction,
  parts: { organisationId: string; now: Telling[]; later: Telling[] }[],
  now: Date,
): Promise<void> {
  const idsOf = (side: Side, when: "now" | "later") =>
    parts.flatMap((part) =>
      part[when].filter((one) => one.side === side).map((one) => one.pair.row.id),
    );
  await markTold(transaction, "need", idsOf("need", "now"), now);
  await markTold(transaction, "result", idsOf("result", "now"), now);
  await transaction
    .update(standingMatch)
    .set({ needWaitingSince: sql`coalesce(need_waiting_since, ${now.toISOString()}::timestamptz)` })
    .where(inArray(standingMatch.id, idsOf("need", "later")));
  await transaction
    .update(standingMatch)
    .set({
      resultWaitingSince: sql`coalesce(result_waiting_since, ${now.toISOString()}::timestamptz)`,
    })
    .where(inArray(standingMatch.id, idsOf("result", "later")));
  const counts = parts.filter((part) => part.now.length > 0);
  if (counts.length > 0)
    await transaction
      .insert(matchDay)
      .values(
        counts.map((part) => ({
          organisationId: part.organisationId,
          day: dayOf(now),
          told: part.now.length,
        })),
      )
      .onConflictDoUpdate({
        target: [matchDay.organisationId, matchDay.day],
        set: { told: sql`match_day.told + excluded.told` },
      });
}

/** Notes that a side was told of pairs, at the score they have now. */
export async function markTold(
  transaction: Transaction,
  side: Side,
  ids: string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .update(standingMatch)
    .set(
      side === "need"
        ? { needToldAt: now, needToldScore: sql`score`, needWaitingSince: null }
        : { resultToldAt: now, resultToldScore: sql`score`, resultWaitingSince: null },
    )
    .where(inArray(standingMatch.id, ids));
}

async function tellSide(transaction: Transaction, { side, pair, toldScore }: Telling) {
  const own = pair[side];
  const found = side === "need" ? pair.result : pair.need;
  const { terms, indicatorsMet, sharedClusters, trlDistance, sharedModes } = briefReasons(
    pair.reasons,
  );
  const first = `match_found:${own.id}:${found.id}`;
  await notifyMembers(transaction, own.ownerId, {
    kind: matchNews.found,
    occasion: toldScore === null ? first : `${first}:${own.revision}.${found.revision}`,
    payload: {
      postId: found.id,
      postKind: side === "need" ? "result" : "need",
      postTitle: found.title,
      ownPostId: own.id,
      ownPostTitle: own.title,
      score: pair.score,
      terms: namedTerms(terms),
      indicatorsMet,
      sharedClusters,
      trlDistance,
      sharedModes,
    },
  });
}
