import { randomBytes } from "node:crypto";
import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import { Refusal } from "#app/domain/errors.ts";
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
import { StandingMeetings } from "./plan.server.ts";
import type { RegistrationFields } from "./schema.ts";

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
const newPassKey = (): string => randomBytes(24).toString("base64url");

/** Keeps the people of a registration: those still named stay who they are. */
export async function keepPeople(
  transaction: Transaction,
  registration: { id: string; sessionId: string; organisationId: string },
  { people }: RegistrationFields,
): Promise<void> {
  const { id: registrationId, sessionId, organisationId } = registration;
  const there = await transaction
    .select()
    .from(sessionParticipant)
    .where(eq(sessionParticipant.registrationId, registrationId));
  const accounts = await accountsOf(
    transaction,
    organisationId,
    people.map(({ email }) => email.toLowerCase()),
  );
  const slots = await transaction
    .select({ id: sessionSlot.id })
    .from(sessionSlot)
    .where(eq(sessionSlot.sessionId, sessionId));
  const known = new Set(slots.map(({ id }) => id));
  const rows = people.map((person) => {
    const email = person.email.toLowerCase();
    const before =
      there.find(({ id }) => id === person.id) ??
      there.find((one) => one.email.toLowerCase() === email);
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
  const absences = people.flatMap(({ absences: slotIds }, at) =>
    [...new Set(slotIds)]
      .filter((slotId) => known.has(slotId))
      .map((slotId) => ({ participantId: kept[at] ?? "", slotId })),
  );
  if (absences.length > 0) await transaction.insert(participantAbsence).values(absences);
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
  return new Map(rows.map(({ id, email }) => [email.toLowerCase(), id]));
}
