import { and, asc, eq, inArray } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Reader, Transaction } from "#db/connection.ts";
import {
  matchmakingSession,
  meeting,
  organisation,
  sessionParticipant,
  sessionRegistration,
  sessionSlot,
  sessionTable,
} from "#db/schema/index.ts";
import { type Session } from "#app/sessions/change.server.ts";
import type { MeetingState } from "#app/codes/states.ts";
import { shareSession } from "./participants.server.ts";

/** One of the two sides of a meeting. */
export interface MeetingSide {
  participantId: string;
  registrationId: string;
  organisationId: string;
  organisationName: string;
  userId: string | null;
  name: string;
  position: string;
}

/** A meeting with its session, its time and place, and its two sides. */
export interface FoundMeeting {
  session: Session;
  id: string;
  version: number;
  state: MeetingState;
  startsAt: Date;
  endsAt: Date;
  tableName: string;
  hall: string;
  sides: [MeetingSide, MeetingSide];
}

/** @throws Refusal notFound, also for a meeting of another session */
export async function readMeeting(
  reader: Reader,
  sessionId: string,
  meetingId: string,
): Promise<FoundMeeting> {
  const [row] = await reader
    .select({ meeting, slot: sessionSlot, table: sessionTable, session: matchmakingSession })
    .from(meeting)
    .innerJoin(sessionSlot, eq(sessionSlot.id, meeting.slotId))
    .innerJoin(sessionTable, eq(sessionTable.id, meeting.tableId))
    .innerJoin(matchmakingSession, eq(matchmakingSession.id, meeting.sessionId))
    .where(and(eq(meeting.id, meetingId), eq(meeting.sessionId, sessionId)));
  if (!row) throw new Refusal("notFound");
  const ids = [row.meeting.participantId, row.meeting.otherParticipantId];
  const people = await reader
    .select({ participant: sessionParticipant, organisationName: organisation.name })
    .from(sessionParticipant)
    .innerJoin(organisation, eq(organisation.id, sessionParticipant.organisationId))
    .where(inArray(sessionParticipant.id, ids));
  const [one, other] = ids.map((id): MeetingSide | null => {
    const person = people.find(({ participant }) => participant.id === id);
    if (!person) return null;
    const { registrationId, organisationId, userId, name, position } = person.participant;
    const { organisationName } = person;
    return {
      participantId: id,
      ...{ registrationId, organisationId, organisationName, userId, name, position },
    };
  });
  if (!one || !other) throw new Refusal("notFound");
  return {
    session: row.session,
    id: meetingId,
    version: row.meeting.version,
    state: row.meeting.state,
    startsAt: row.slot.startsAt,
    endsAt: row.slot.endsAt,
    tableName: row.table.name,
    hall: row.table.hall,
    sides: [one, other],
  };
}

/**
 * As readMeeting, with everything kept as it is until the transaction ends: the
 * session, both registrations in one order, so that two meetings of one pair of
 * organisations come one after the other, and the meeting.
 */
export async function lockMeeting(
  transaction: Transaction,
  sessionId: string,
  meetingId: string,
): Promise<FoundMeeting> {
  await shareSession(transaction, sessionId);
  const { sides } = await readMeeting(transaction, sessionId, meetingId);
  await transaction
    .select({ id: sessionRegistration.id })
    .from(sessionRegistration)
    .where(
      inArray(
        sessionRegistration.id,
        sides.map(({ registrationId }) => registrationId),
      ),
    )
    .orderBy(asc(sessionRegistration.id))
    .for("update");
  await transaction
    .select({ id: meeting.id })
    .from(meeting)
    .where(eq(meeting.id, meetingId))
    .for("update");
  return readMeeting(transaction, sessionId, meetingId);
}

/** The other one of the two sides. */
export const facing = ({ sides }: FoundMeeting, own: MeetingSide): MeetingSide =>
  sides[0].participantId === own.participantId ? sides[1] : sides[0];
