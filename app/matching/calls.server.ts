import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { addDays } from "#app/kernel/dates.ts";
import { isOnMarket } from "#app/posts/on-market.server.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import type { CallOutcome } from "#app/codes/codes.ts";
import { inTransaction } from "#db/connection.ts";
import {
  callCandidate,
  matchCall,
  organisation,
  post,
  standingMatch,
  user,
} from "#db/schema/index.ts";
import { restDays, type Call } from "./calls.ts";
import { briefReasonsSchema, type BriefReasons } from "./schema.ts";

/** One side of a pair as an organizer who calls needs it. */
export interface CallSide {
  postId: string;
  title: string;
  organisationId: string;
  organisationName: string;
  contactName: string;
  contactPhone: string | null;
  contactEmail: string | null;
}

export interface CallLine {
  matchId: string;
  /** 0 to 1. */
  score: number;
  priority: number;
  deadline: string | null;
  cluster: string | null;
  reasons: BriefReasons;
  need: CallSide;
  result: CallSide;
  /** The last call, which is long enough ago. */
  lastCall: { outcome: CallOutcome; note: string; by: string | null; at: string } | null;
}

/** Where a page of the list ended. */
export const callKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([z.string().transform(Number).pipe(z.number().min(0).max(1)), z.uuid()]));

const need = alias(post, "need");
const result = alias(post, "result");
const asking = alias(organisation, "asking");
const offering = alias(organisation, "offering");

/**
 * The pairs most worth a call, by falling priority, paged by `callKey`; without
 * those where somebody has spoken, called or left the market since they were chosen.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function pairsWorthACall(
  services: Services,
  viewer: Viewer,
  page: { after?: z.output<typeof callKey> | undefined; limit: number },
): Promise<Page<CallLine>> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const now = services.now();
  const lastCall = services.database
    .select({
      outcome: matchCall.outcome,
      note: matchCall.note,
      by: user.name,
      at: matchCall.createdAt,
    })
    .from(matchCall)
    .leftJoin(user, eq(user.id, matchCall.calledById))
    .where(
      and(
        eq(matchCall.needId, standingMatch.needId),
        eq(matchCall.resultId, standingMatch.resultId),
      ),
    )
    .orderBy(desc(matchCall.restsUntil))
    .limit(1)
    .as("last_call");
  const rows = await services.database
    .select({
      candidate: callCandidate,
      pair: standingMatch,
      need,
      result,
      asking: asking.name,
      offering: offering.name,
      called: { outcome: lastCall.outcome, note: lastCall.note, by: lastCall.by, at: lastCall.at },
    })
    .from(callCandidate)
    .innerJoin(standingMatch, eq(standingMatch.id, callCandidate.matchId))
    .innerJoin(need, eq(need.id, standingMatch.needId))
    .innerJoin(result, eq(result.id, standingMatch.resultId))
    .innerJoin(asking, eq(asking.id, standingMatch.needOrganisationId))
    .innerJoin(offering, eq(offering.id, standingMatch.resultOrganisationId))
    .leftJoinLateral(lastCall, sql`true`)
    .where(
      and(
        isNull(standingMatch.endedAt),
        eq(asking.verified, true),
        eq(offering.verified, true),
        isOnMarket(need, now),
        isOnMarket(result, now),
        sql`not exists (select 1 from match_call as call where call.need_id = ${standingMatch.needId}
          and call.result_id = ${standingMatch.resultId} and call.rests_until > ${now.toISOString()}::timestamptz
          ${eachByIndex})`,
        bothSilent,
        page.after
          ? sql`(${callCandidate.priority}, ${callCandidate.matchId}) < (${page.after[0]}::float8, ${page.after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(callCandidate.priority), desc(callCandidate.matchId))
    .limit(rowsFor(page.limit));
  const { lines, next } = pageOf(
    rows,
    page.limit,
    ({ candidate: { priority, matchId } }) => `${priority}/${matchId}`,
  );
  return {
    lines: lines.map((row) => ({
      matchId: row.pair.id,
      score: row.pair.score,
      priority: row.candidate.priority,
      deadline: row.candidate.deadline,
      cluster: readPost(row.need).content?.cluster ?? null,
      reasons: briefReasonsSchema.parse(row.pair.reasons),
      need: sideOf(row.need, row.asking),
      result: sideOf(row.result, row.offering),
      lastCall: row.called
        ? {
            outcome: row.called.outcome,
            note: row.called.note,
            by: row.called.by,
            at: row.called.at.toISOString(),
          }
        : null,
    })),
    next,
  };
}

/**
 * Kept from becoming a join: for the few pairs of a page an index is asked once
 * each, where a join would read whole tables.
 */
const eachByIndex = sql`offset 0`;

/** Neither side has answered the match or asked the other about it. */
const bothSilent = sql`not exists (select 1 from match_feedback as feedback
    where feedback.organisation_id in (${standingMatch.needOrganisationId}, ${standingMatch.resultOrganisationId})
      and feedback.need_id = ${standingMatch.needId} and feedback.result_id = ${standingMatch.resultId}
    ${eachByIndex})
  and not exists (select 1 from interest where interest.post_id = ${standingMatch.needId}
    and interest.from_organisation_id = ${standingMatch.resultOrganisationId} ${eachByIndex})
  and not exists (select 1 from interest where interest.post_id = ${standingMatch.resultId}
    and interest.from_organisation_id = ${standingMatch.needOrganisationId} ${eachByIndex})`;

function sideOf(row: typeof post.$inferSelect, organisationName: string): CallSide {
  const { id, organisationId, content } = readPost(row);
  return {
    postId: id,
    title: content?.title ?? "",
    organisationId,
    organisationName,
    contactName: content?.contactName ?? "",
    contactPhone: content?.contactPhone ?? null,
    contactEmail: content?.contactEmail ?? null,
  };
}

/**
 * Notes that an organizer called the sides of a pair, which takes it off the
 * list for a while that depends on the outcome. The same clientKey is kept once.
 *
 * @throws Refusal forbidden for others than organizers, notFound, or conflict when
 *   a colleague has called meanwhile
 */
export async function noteCall(
  services: Services,
  viewer: Viewer,
  { matchId, outcome, note, clientKey }: Call,
): Promise<void> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const now = services.now();
  await inTransaction(services.database, async (transaction) => {
    const [pair] = await transaction
      .select()
      .from(standingMatch)
      .where(eq(standingMatch.id, matchId))
      .for("update");
    if (!pair) throw new Refusal("notFound");
    const { needId, resultId } = pair;
    const resting = await transaction
      .select({ clientKey: matchCall.clientKey })
      .from(matchCall)
      .where(
        and(
          eq(matchCall.needId, needId),
          eq(matchCall.resultId, resultId),
          gt(matchCall.restsUntil, now),
        ),
      );
    if (resting.some((call) => call.clientKey === clientKey)) return;
    if (resting.length > 0) throw new Refusal("conflict");
    await transaction.insert(matchCall).values({
      needId,
      resultId,
      outcome,
      note,
      calledById: viewer.userId,
      restsUntil: addDays(now, restDays[outcome]),
      clientKey,
    });
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "match",
      subjectId: matchId,
      action: "call",
      detail: { needId, resultId, outcome, note },
    });
  });
}
