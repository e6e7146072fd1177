import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { forbiddenPair, meeting } from "#db/schema/index.ts";
import { announceSession } from "#app/sessions/change.server.ts";
import { lockParticipants, shareSession } from "./participants.server.ts";
import { StandingMeetings } from "#app/sessions/consequences.ts";
import { mayRunSessions, wishesOpen } from "#app/sessions/policy.ts";
import type { WishState } from "#app/codes/states.ts";
import { addAccepted } from "./wishes.server.ts";

/** Puts two participants together; it counts as accepted. @throws Refusal */
export function addPair(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  pair: readonly [string, string],
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const session = await shareSession(transaction, sessionId);
    if (!wishesOpen(session.state)) throw new Refusal("wishesClosed");
    const both = await lockParticipants(transaction, sessionId, pair);
    await addAccepted(transaction, session, viewer, both, services.now());
  });
}

/**
 * Keeps two organisations apart; their wishes stay and do not count.
 *
 * @throws Refusal forbidden, or pairForbidden for one organisation with itself
 * @throws StandingMeetings when they have planned meetings
 */
export function forbidPair(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  pair: { one: string; other: string; reason: string },
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  if (pair.one === pair.other) throw new Refusal("pairForbidden");
  return inTransaction(services.database, async (transaction) => {
    await shareSession(transaction, sessionId);
    const [organisationId = "", otherOrganisationId = ""] = [pair.one, pair.other].sort();
    const standing = await transaction.$count(
      meeting,
      and(
        eq(meeting.sessionId, sessionId),
        eq(meeting.state, "planned"),
        sql`(SELECT array_agg(DISTINCT organisation_id ORDER BY organisation_id) FROM session_participant
          WHERE id IN (${meeting.participantId}, ${meeting.otherParticipantId}))
          = ARRAY[${organisationId}, ${otherOrganisationId}]::uuid[]`,
      ),
    );
    if (standing > 0) throw new StandingMeetings(standing);
    await transaction
      .insert(forbiddenPair)
      .values({
        sessionId,
        organisationId,
        otherOrganisationId,
        reason: pair.reason,
        addedById: viewer.userId,
      })
      .onConflictDoUpdate({
        target: [
          forbiddenPair.sessionId,
          forbiddenPair.organisationId,
          forbiddenPair.otherOrganisationId,
        ],
        set: { reason: pair.reason },
      });
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: sessionId,
      action: "pair_forbid",
      detail: { organisationId, otherOrganisationId, reason: pair.reason },
    });
    await announceSession(transaction, sessionId);
  });
}

/** Lets two organisations be put together again. */
export function allowPair(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  pair: { one: string; other: string },
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    await transaction
      .delete(forbiddenPair)
      .where(
        and(
          eq(forbiddenPair.sessionId, sessionId),
          eq(forbiddenPair.organisationId, pair.one),
          eq(forbiddenPair.otherOrganisationId, pair.other),
        ),
      );
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: sessionId,
      action: "pair_allow",
      detail: pair,
    });
    await announceSession(transaction, sessionId);
  });
}

/** A wish as organizers see it. */
export interface PairLine {
  id: string;
  state: WishState;
  from: string;
  fromOrganisation: string;
  to: string;
  toOrganisation: string;
  score: number | null;
  fromRank: number | null;
  toRank: number | null;
  byOrganizer: boolean;
  forbidden: boolean;
}

export const pairPage = z.object({
  state: z.enum(["asked", "accepted", "declined", "withdrawn"]).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

/** The wishes of a session for its organizers, the newest first, paged by the last id. */
export async function pairsOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  page: z.output<typeof pairPage> & { limit: number },
): Promise<Page<PairLine>> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.$client.query<PairLine>(
    `SELECT w.id, w.state, a.name AS "from", ao.name AS "fromOrganisation", b.name AS "to",
       bo.name AS "toOrganisation", w.score, w.from_rank AS "fromRank", w.to_rank AS "toRank",
       w.added_by_id IS NOT NULL AS "byOrganizer",
       EXISTS (SELECT FROM forbidden_pair f WHERE f.session_id = w.session_id
         AND f.organisation_id = least(ao.id, bo.id)
         AND f.other_organisation_id = greatest(ao.id, bo.id)) AS forbidden
     FROM meeting_wish w
     JOIN session_participant a ON a.id = w.from_participant_id
     JOIN organisation ao ON ao.id = a.organisation_id
     JOIN session_participant b ON b.id = w.to_participant_id
     JOIN organisation bo ON bo.id = b.organisation_id
     WHERE w.session_id = $1 AND ($2::text IS NULL OR w.state = $2) AND ($3::uuid IS NULL OR w.id < $3)
     ORDER BY w.id DESC LIMIT $4`,
    [sessionId, page.state ?? null, page.after ?? null, rowsFor(page.limit)],
  );
  return pageOf(rows, page.limit, ({ id }) => id);
}

/** How many wishes stand in each state. */
export async function countWishes(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<Partial<Record<WishState, number>>> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.execute<{ state: WishState; number: number }>(
    sql`SELECT state, count(*)::int AS number FROM meeting_wish
      WHERE session_id = ${sessionId} GROUP BY state`,
  );
  return Object.fromEntries(rows.map(({ state, number }) => [state, number]));
}

export interface ForbiddenLine {
  one: string;
  oneName: string;
  other: string;
  otherName: string;
  reason: string;
}

/** The pairs of organisations that are kept apart. */
export async function forbiddenOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<ForbiddenLine[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.$client.query<ForbiddenLine>(
    `SELECT a.id AS one, a.name AS "oneName", b.id AS other, b.name AS "otherName", f.reason
     FROM forbidden_pair f JOIN organisation a ON a.id = f.organisation_id
     JOIN organisation b ON b.id = f.other_organisation_id
     WHERE f.session_id = $1 ORDER BY f.created_at DESC LIMIT 1000`,
    [sessionId],
  );
  return rows;
}

/** Everyone who comes for an admitted organisation, for the organizer's choice of a pair. */
export async function everyoneOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<{ id: string; name: string; organisationId: string; organisationName: string }[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.$client.query<{
    id: string;
    name: string;
    organisationId: string;
    organisationName: string;
  }>(
    `SELECT p.id, p.name, o.id AS "organisationId", o.name AS "organisationName"
     FROM session_participant p
     JOIN session_registration r ON r.id = p.registration_id AND r.state = 'admitted'
     JOIN organisation o ON o.id = p.organisation_id
     WHERE p.session_id = $1 ORDER BY o.name, o.id, p.id LIMIT 5000`,
    [sessionId],
  );
  return rows;
}
