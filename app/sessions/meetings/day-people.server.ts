import { eq, inArray, sql } from "drizzle-orm";
import type { Reader, Transaction } from "#db/connection.ts";
import { organisation, sessionParticipant } from "#db/schema/index.ts";
import type { EventRoom } from "#realtime/events.ts";
import { announceSession } from "#app/sessions/change.server.ts";

/** A person of the day, with who acts for them. */
export interface DayPerson {
  id: string;
  name: string;
  organisationId: string;
  organisationName: string;
  userId: string | null;
  passKey: string;
  /** Accounts that are told: their own, else those of their organisation's people. */
  accounts: string[];
}

/** The participants with these ids, with the accounts that are told for them. */
export async function dayPeople(
  reader: Reader,
  participantIds: string[],
): Promise<Map<string, DayPerson>> {
  if (participantIds.length === 0) return new Map();
  const rows = await reader
    .select({
      id: sessionParticipant.id,
      name: sessionParticipant.name,
      organisationId: sessionParticipant.organisationId,
      organisationName: organisation.name,
      userId: sessionParticipant.userId,
      passKey: sessionParticipant.passKey,
      accounts: sql<string[]>`CASE WHEN ${sessionParticipant.userId} IS NULL
        THEN ARRAY(SELECT m.user_id::text FROM member m WHERE m.organisation_id = ${sessionParticipant.organisationId})
        ELSE ARRAY[${sessionParticipant.userId}::text] END`,
    })
    .from(sessionParticipant)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .where(inArray(sessionParticipant.id, participantIds));
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The rooms of those whom meetings of these participants concern: the participants,
 * their organisations' people, who see them among their colleagues, and organizers.
 */
export async function meetingRooms(
  reader: Reader,
  participantIds: string[],
): Promise<EventRoom<"session.changed">[]> {
  const people = [...(await dayPeople(reader, participantIds)).values()];
  const rooms = new Set<EventRoom<"session.changed">>(["organizers"]);
  for (const { userId, organisationId } of people) {
    rooms.add(`organisation:${organisationId}`);
    if (userId !== null) rooms.add(`user:${userId}`);
  }
  return [...rooms];
}

/** Tells those whom meetings of these participants concern, and nobody else of the session. */
export async function announceMeetings(
  transaction: Transaction,
  sessionId: string,
  participantIds: string[],
): Promise<void> {
  const rooms = await meetingRooms(transaction, participantIds);
  await announceSession(transaction, sessionId, rooms);
}
