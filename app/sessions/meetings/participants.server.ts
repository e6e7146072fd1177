import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { apartFrom, holdBlocks } from "#app/blocks/blocks.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify } from "#app/notifications/notify.server.ts";
import type { PayloadOf } from "#app/kernel/news.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import {
  forbiddenPair,
  matchmakingSession,
  member,
  organisation,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";
import { type Session } from "#app/sessions/change.server.ts";
import { mayActFor } from "#app/sessions/policy.ts";
import { isAdmitted } from "#app/sessions/places.server.ts";
import { meetingNews } from "./news.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

/** A participant of an admitted organisation. */
export interface Participant {
  id: string;
  registrationId: string;
  organisationId: string;
  organisationName: string;
  userId: string | null;
  name: string;
  /** What two participants share that are one person: the account, else the mail address. */
  personKey: string;
}

/**
 * The given participants of a session, locked in one order until the transaction
 * ends, so that two who ask each other at once come one after the other.
 *
 * @throws Refusal notFound when one is not of an admitted organisation of the session
 */
export async function lockParticipants(
  transaction: Transaction,
  sessionId: string,
  ids: readonly [string, string],
): Promise<[Participant, Participant]> {
  const rows = await transaction
    .select({ participant: sessionParticipant, organisationName: organisation.name })
    .from(sessionParticipant)
    .innerJoin(sessionRegistration, isAdmitted)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .where(
      and(eq(sessionParticipant.sessionId, sessionId), inArray(sessionParticipant.id, [...ids])),
    )
    .orderBy(asc(sessionParticipant.id))
    .for("update", { of: sessionParticipant });
  const [one, other] = ids.map((id) => {
    const row = rows.find(({ participant }) => participant.id === id);
    return row && readParticipant(row.participant, row.organisationName);
  });
  if (!one || !other) throw new Refusal("notFound");
  return [one, other];
}

const readParticipant = (
  row: typeof sessionParticipant.$inferSelect,
  organisationName: string,
): Participant => ({
  id: row.id,
  registrationId: row.registrationId,
  organisationId: row.organisationId,
  organisationName,
  userId: row.userId,
  name: row.name,
  personKey: row.userId ?? keyOfAddress(row.email),
});

/** The session, kept as it is until the transaction ends. @throws Refusal notFound */
export async function shareSession(transaction: Transaction, sessionId: string): Promise<Session> {
  const [row] = await transaction
    .select()
    .from(matchmakingSession)
    .where(eq(matchmakingSession.id, sessionId))
    .for("share");
  if (!row) throw new Refusal("notFound");
  return row;
}

/**
 * Lets the transaction go on only with two who may be put together; it does not
 * say whether an organizer or one of the two wants it otherwise.
 *
 * @throws Refusal pairForbidden
 */
export async function refuseForbidden(
  transaction: Transaction,
  sessionId: string,
  one: Participant,
  other: Participant,
): Promise<void> {
  if (one.organisationId === other.organisationId || one.personKey === other.personKey)
    throw new Refusal("pairForbidden");
  const [first, second] = [one.organisationId, other.organisationId].sort();
  await holdBlocks(transaction);
  const apart = await apartFrom(transaction, one.organisationId);
  if (apart.has(other.organisationId)) throw new Refusal("pairForbidden");
  const forbidden = await transaction.$count(
    forbiddenPair,
    and(
      eq(forbiddenPair.sessionId, sessionId),
      eq(forbiddenPair.organisationId, first ?? ""),
      eq(forbiddenPair.otherOrganisationId, second ?? ""),
    ),
  );
  if (forbidden > 0) throw new Refusal("pairForbidden");
}

/**
 * The best match of what two registrations bring, 0 to 1; null when there is none.
 * It counts anonymous posts too and is for the scheduler and organizers alone.
 */
export async function pairScore(
  transaction: Transaction,
  one: Participant,
  other: Participant,
): Promise<number | null> {
  const { rows } = await transaction.execute<{ score: number | null }>(sql`
    SELECT max(m.score) AS score FROM standing_match m
    JOIN registration_post n ON n.post_id = m.need_id
    JOIN registration_post r ON r.post_id = m.result_id
    WHERE m.ended_at IS NULL AND (n.registration_id, r.registration_id) IN (
      (${one.registrationId}::uuid, ${other.registrationId}::uuid),
      (${other.registrationId}::uuid, ${one.registrationId}::uuid))`);
  return rows[0]?.score ?? null;
}

/** Tells a participant of a wish; one without an account through their organisation's people. */
export async function tellOfWish(
  transaction: Transaction,
  to: Participant,
  occasion: string,
  payload: PayloadOf<typeof meetingNews.wish>,
): Promise<void> {
  const told =
    to.userId !== null
      ? [to.userId]
      : (
          await transaction
            .select({ userId: member.userId })
            .from(member)
            .where(eq(member.organisationId, to.organisationId))
        ).map(({ userId }) => userId);
  await notify(transaction, told, { kind: meetingNews.wish, occasion, payload });
}

/** A person of the viewer's organisation, as whom they look for meetings. */
export interface OwnParticipant {
  id: string;
  name: string;
  isViewer: boolean;
  mayAct: boolean;
}

/**
 * The participants of the organisation the viewer acts for; the viewer first.
 * Empty when it is not admitted.
 */
export async function ownParticipants(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<OwnParticipant[]> {
  const organisationId = viewer.active?.organisationId;
  if (!organisationId) return [];
  const rows = await services.database
    .select({ participant: sessionParticipant })
    .from(sessionParticipant)
    .innerJoin(sessionRegistration, isAdmitted)
    .where(
      and(
        eq(sessionParticipant.sessionId, sessionId),
        eq(sessionParticipant.organisationId, organisationId),
      ),
    )
    .orderBy(asc(sessionParticipant.id));
  return rows
    .map(({ participant }) => ({
      id: participant.id,
      name: participant.name,
      isViewer: participant.userId === viewer.userId,
      mayAct: mayActFor(viewer, participant),
    }))
    .sort((one, other) => Number(other.isViewer) - Number(one.isViewer));
}
