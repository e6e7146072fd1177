import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { member, sessionInvitation } from "#db/schema/index.ts";
import { announceSession, lockSession } from "#app/sessions/change.server.ts";
import { invitationMachine } from "#app/sessions/lifecycle.ts";
import { mayRunSessions } from "#app/sessions/policy.ts";
import type { InvitationState } from "#app/codes/states.ts";
import { sessionNews } from "#app/sessions/news.ts";
import { lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";

/** An organisation that would find partners at a session. */
export interface InvitationCandidate {
  organisationId: string;
  name: string;
  kind: string;
  region: string | null;
  verified: boolean;
  /** Its best match with a post that is brought, 0 to 1; null when only its clusters fit. */
  score: number | null;
  /** Matches with posts that are brought. */
  pairs: number;
  /** The posts of the best match: its own, and the one that is brought. */
  ownTitle: string | null;
  otherTitle: string | null;
  /** Its published posts in the session's clusters. */
  posts: number;
}

/**
 * The organisations with the best matches for a session that are neither
 * registered nor invited: by what those who come bring, then by published posts
 * in the session's clusters.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function suggestInvitations(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  limit: number,
): Promise<InvitationCandidate[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.$client.query<InvitationCandidate>(
    `WITH brought AS (
       SELECT rp.post_id FROM registration_post rp
       JOIN session_registration r ON r.id = rp.registration_id
       WHERE r.session_id = $1 AND r.state IN ('applied', 'waiting', 'admitted')
     ), pair AS (
       SELECT m.result_organisation_id AS organisation_id, m.score, m.result_id AS own_id, m.need_id AS other_id
       FROM standing_match m JOIN brought b ON b.post_id = m.need_id WHERE m.ended_at IS NULL
       UNION ALL
       SELECT m.need_organisation_id, m.score, m.need_id, m.result_id
       FROM standing_match m JOIN brought b ON b.post_id = m.result_id WHERE m.ended_at IS NULL
     ), best AS (
       SELECT DISTINCT ON (organisation_id) organisation_id, score, own_id, other_id,
         count(*) OVER (PARTITION BY organisation_id)::int AS pairs
       FROM pair ORDER BY organisation_id, score DESC
     ), in_clusters AS (
       SELECT p.organisation_id, count(*)::int AS posts FROM post p
       JOIN matchmaking_session s ON s.id = $1
       WHERE p.publication = 'published' AND (p.cluster = ANY (s.clusters) OR s.clusters = '{}')
       GROUP BY p.organisation_id
     )
     SELECT o.id AS "organisationId", o.name, o.kind, o.region, o.verified, best.score,
       coalesce(best.pairs, 0) AS pairs, own.content ->> 'title' AS "ownTitle",
       other.content ->> 'title' AS "otherTitle",
       coalesce(in_clusters.posts, 0) AS posts
     FROM organisation o
     LEFT JOIN best ON best.organisation_id = o.id
     LEFT JOIN in_clusters ON in_clusters.organisation_id = o.id
     LEFT JOIN post own ON own.id = best.own_id
     LEFT JOIN post other ON other.id = best.other_id
     WHERE (best.organisation_id IS NOT NULL OR in_clusters.organisation_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM session_registration r
         WHERE r.session_id = $1 AND r.organisation_id = o.id AND r.state <> 'cancelled')
       AND NOT EXISTS (SELECT FROM session_invitation i
         WHERE i.session_id = $1 AND i.organisation_id = o.id)
     ORDER BY best.score DESC NULLS LAST, posts DESC, o.id LIMIT $2`,
    [sessionId, limit],
  );
  return rows;
}

/** Invites organisations; one that is invited already is not told again. */
export function invite(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  invited: { organisationIds: string[]; message: string },
): Promise<number> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const session = await lockSession(transaction, sessionId);
    if (session.state !== "published") throw new Refusal("illegalStep");
    if (invited.organisationIds.length === 0) return 0;
    const made = await transaction
      .insert(sessionInvitation)
      .values(
        [...new Set(invited.organisationIds)].map((organisationId) => ({
          sessionId,
          organisationId,
          message: invited.message,
          invitedById: viewer.userId,
        })),
      )
      .onConflictDoNothing()
      .returning();
    const organisationIds = made.map(({ organisationId }) => organisationId);
    if (organisationIds.length === 0) return 0;
    const members = await transaction
      .select({ userId: member.userId })
      .from(member)
      .where(inArray(member.organisationId, organisationIds));
    await notify(transaction, [...new Set(members.map(({ userId }) => userId))], {
      kind: sessionNews.invitation,
      occasion: `session_invitation:${sessionId}`,
      payload: { sessionId, sessionTitle: session.title, message: invited.message },
    });
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: sessionId,
      action: "invite",
      detail: { organisationIds },
    });
    await announceSession(transaction, sessionId);
    return organisationIds.length;
  });
}

type InvitationAction = (typeof invitationMachine.actions)[number];

/** The life of an invitation; who answers it writes for the invited organisation. */
const invitationLife: Life<
  typeof sessionInvitation.$inferSelect,
  InvitationAction,
  Partial<typeof sessionInvitation.$inferInsert>
> = {
  lock: (transaction, where) =>
    transaction.select().from(sessionInvitation).where(where).for("update"),
  can: ({ state }, action) => invitationMachine.can(state, action),
  next: ({ state }, action) => ({ state: invitationMachine.next(state, action) }),
  write: (transaction, { id }, changes, now) =>
    transaction
      .update(sessionInvitation)
      .set({ ...changes, answeredAt: now })
      .where(eq(sessionInvitation.id, id))
      .returning(),
  fact: ({ sessionId, organisationId }, _before, { action }) => ({
    organisationId,
    subjectKind: "session",
    subjectId: sessionId,
    action: `invitation_${action}`,
  }),
};

/**
 * Accepts the invitations of organisations that register, also those that were declined
 * before; answers whether any of them was invited.
 */
export async function acceptInvitations(
  transaction: Transaction,
  viewer: Viewer | null,
  sessionId: string,
  organisationIds: string[],
  now: Date,
): Promise<boolean> {
  const invitations = await invitationLife.lock(
    transaction,
    and(
      eq(sessionInvitation.sessionId, sessionId),
      inArray(sessionInvitation.organisationId, organisationIds),
    ),
  );
  for (const invitation of invitations)
    if (invitationLife.can(invitation, "accept"))
      await takeStep(transaction, invitationLife, invitation, { action: "accept", viewer, now });
  return invitations.length > 0;
}

/** Declines the invitation of the organisation the viewer acts for; registering accepts it. */
export function declineInvitation(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<void> {
  const organisationId = viewer.active?.organisationId;
  if (!organisationId || !mayWriteFor(viewer, organisationId)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const invitation = await lockRow(
      transaction,
      invitationLife,
      and(
        eq(sessionInvitation.sessionId, sessionId),
        eq(sessionInvitation.organisationId, organisationId),
      ),
    );
    if (invitation.state === "declined") return;
    await takeStep(transaction, invitationLife, invitation, {
      action: "decline",
      viewer,
      now: services.now(),
    });
    await announceSession(transaction, sessionId);
  });
}

export interface InvitationLine {
  organisationId: string;
  name: string;
  state: InvitationState;
  at: string;
}

/** The invitations of a session, the newest first. */
export async function invitationsOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<InvitationLine[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.execute<{
    organisation_id: string;
    name: string;
    state: InvitationState;
    created_at: string;
  }>(sql`
    SELECT i.organisation_id, o.name, i.state, i.created_at FROM session_invitation i
    JOIN organisation o ON o.id = i.organisation_id
    WHERE i.session_id = ${sessionId} ORDER BY i.id DESC LIMIT 1000`);
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    name: row.name,
    state: row.state,
    at: new Date(row.created_at).toISOString(),
  }));
}
