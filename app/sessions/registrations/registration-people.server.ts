import { randomBytes } from "node:crypto";
import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import {
  meeting,
  member,
  participantAbsence,
  post,
  registrationPost,
  sessionParticipant,
  sessionSlot,
  user,
} from "#db/schema/index.ts";
import type { Session } from "#app/sessions/change.server.ts";
import { cancelMeetings } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { plannedOf } from "#app/sessions/meetings/meeting-changes.server.ts";
import { StandingMeetings } from "#app/sessions/consequences.ts";
import type { RegistrationFields } from "#app/sessions/schema.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

/** Keeps which of its published posts an organisation brings. */
export async function keepPosts(
  transaction: Transaction,
  registrationId: string,
  organisationId: string,
  postIds: string[],
): Promise<void> {
  await transaction
    .delete(registrationPost)
    .where(eq(registrationPost.registrationId, registrationId));
  if (postIds.length === 0) return;
  const own = await transaction
    .select({ postId: post.id })
    .from(post)
    .where(
      and(
        inArray(post.id, postIds),
        eq(post.organisationId, organisationId),
        eq(post.publication, "published"),
      ),
    );
  if (own.length !== new Set(postIds).size) throw new Refusal("notFound");
  await transaction
    .insert(registrationPost)
    .values(own.map(({ postId }) => ({ registrationId, postId })));
}

/** Who holds a secret link is its person: 24 random bytes. */
export const newPassKey = (): string => randomBytes(24).toString("base64url");

/** Keeps the people of a registration: those still named stay who they are. */
export async function keepPeople(
  transaction: Transaction,
  registration: { id: string; session: Session; organisationId: string },
  { people }: RegistrationFields,
  withMeetings: boolean,
  now: Date,
): Promise<void> {
  const { id: registrationId, session, organisationId } = registration;
  const sessionId = session.id;
  const there = await transaction
    .select()
    .from(sessionParticipant)
    .where(eq(sessionParticipant.registrationId, registrationId));
  const accounts = await accountsOf(
    transaction,
    organisationId,
    people.map(({ email }) => keyOfAddress(email)),
  );
  const slots = await transaction
    .select({ id: sessionSlot.id })
    .from(sessionSlot)
    .where(eq(sessionSlot.sessionId, sessionId));
  const known = new Set(slots.map(({ id }) => id));
  const rows = people.map((person) => {
    const email = keyOfAddress(person.email);
    const before =
      there.find(({ id }) => id === person.id) ??
      there.find((one) => keyOfAddress(one.email) === email);
    return {
      id: before?.id ?? newId(),
      sessionId,
      registrationId,
      organisationId,
      userId: accounts.get(email) ?? null,
      name: person.name,
      email,
      position: person.position,
      passKey: before?.passKey ?? newPassKey(),
    };
  });
  const kept = rows.map(({ id }) => id);
  const leaving = there.filter(({ id }) => !kept.includes(id)).map(({ id }) => id);
  const absences = people.flatMap(({ absences: slotIds }, at) =>
    [...new Set(slotIds)]
      .filter((slotId) => known.has(slotId))
      .map((slotId) => ({ participantId: kept[at] ?? "", slotId })),
  );
  const planned = await plannedOf(
    transaction,
    there.map(({ id }) => id),
  );
  const lost = planned.filter(
    ({ participantId, slotId }) =>
      leaving.includes(participantId) ||
      absences.some((one) => one.participantId === participantId && one.slotId === slotId),
  );
  if (lost.length > 0 && !withMeetings) throw new StandingMeetings(lost.length);
  await cancelMeetings(
    transaction,
    session,
    lost.map(({ id }) => id),
    now,
  );
  if (leaving.length > 0) await removePeople(transaction, registrationId, kept, leaving);
  await transaction
    .insert(sessionParticipant)
    .values(rows)
    .onConflictDoUpdate({
      target: sessionParticipant.id,
      set: {
        name: sql`excluded.name`,
        email: sql`excluded.email`,
        position: sql`excluded.position`,
        userId: sql`excluded.user_id`,
      },
    });
  await transaction
    .delete(participantAbsence)
    .where(inArray(participantAbsence.participantId, kept));
  if (absences.length > 0) await transaction.insert(participantAbsence).values(absences);
  await keepSeats(transaction, kept);
}

/**
 * A person who got an account, or another mail address, keeps their seats under
 * their new key.
 *
 * @throws StandingMeetings when they have another meeting at one of those times
 */
async function keepSeats(transaction: Transaction, participantIds: string[]): Promise<void> {
  const ids = sql`${sql.param(participantIds)}::uuid[]`;
  const key = sql`coalesce(p.user_id::text, lower(p.email))`;
  const { rows } = await transaction.execute(sql`
    SELECT FROM meeting_seat s JOIN session_participant p ON p.id = s.participant_id
    JOIN meeting_seat other ON other.slot_id = s.slot_id AND other.person_key = ${key}
      AND other.meeting_id <> s.meeting_id
    WHERE s.participant_id = ANY (${ids})`);
  if (rows.length > 0) throw new StandingMeetings(rows.length);
  await transaction.execute(sql`
    UPDATE meeting_seat s SET person_key = ${key} FROM session_participant p
    WHERE p.id = s.participant_id AND s.participant_id = ANY (${ids}) AND s.person_key <> ${key}`);
}

async function removePeople(
  transaction: Transaction,
  registrationId: string,
  kept: string[],
  leaving: string[],
): Promise<void> {
  const standing = await transaction.$count(
    meeting,
    and(
      sql`(${inArray(meeting.participantId, leaving)} OR ${inArray(meeting.otherParticipantId, leaving)})`,
      sql`${meeting.state} <> 'cancelled'`,
    ),
  );
  if (standing > 0) throw new StandingMeetings(standing);
  await transaction
    .delete(sessionParticipant)
    .where(
      and(
        eq(sessionParticipant.registrationId, registrationId),
        notInArray(sessionParticipant.id, kept),
      ),
    );
}

/** The organisation's members with these mail addresses. */
async function accountsOf(
  transaction: Transaction,
  organisationId: string,
  emails: string[],
): Promise<Map<string, string>> {
  const rows = await transaction
    .select({ id: user.id, email: user.email })
    .from(user)
    .innerJoin(member, eq(member.userId, user.id))
    .where(
      and(eq(member.organisationId, organisationId), inArray(sql`lower(${user.email})`, emails)),
    );
  return new Map(rows.map(({ id, email }) => [keyOfAddress(email), id]));
}
