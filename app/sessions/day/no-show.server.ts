import { and, eq, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting, meetingSeat, sessionSlot, slotOffer } from "#db/schema/index.ts";
import { lockSession, type Session } from "#app/sessions/change.server.ts";
import { shownTime } from "#app/sessions/shown-time.ts";
import {
  announceMeetings,
  dayPeople,
  type DayPerson,
} from "#app/sessions/meetings/day-people.server.ts";
import {
  meetingLife,
  seatMeetings,
  tellOfTimetable,
} from "#app/sessions/meetings/meeting-changes.server.ts";
import {
  dayIsOpen,
  marksOpen,
  mayAnswerFor,
  mayRunSessions,
  type Acting,
} from "#app/sessions/policy.ts";
import {
  endOffers,
  offerLife,
  offerPlaces,
  tellOfOffer,
} from "#app/sessions/meetings/offers/slot-offers.server.ts";
import type { MeetingRow } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { checkStep, takeStep } from "#app/kernel/steps.server.ts";

interface Found {
  session: Session;
  row: MeetingRow;
  sides: DayPerson[];
  begins: Date;
}

async function lockMeeting(
  transaction: Transaction,
  services: Services,
  sessionId: string,
  meetingId: string,
): Promise<Found> {
  const session = await lockSession(transaction, sessionId);
  const [found] = await transaction
    .select({ row: meeting, slot: sessionSlot })
    .from(meeting)
    .innerJoin(sessionSlot, eq(sessionSlot.id, meeting.slotId))
    .where(and(eq(meeting.id, meetingId), eq(meeting.sessionId, sessionId)))
    .for("update", { of: meeting });
  if (!found) throw new Refusal("notFound");
  const row = found.row;
  const people = await dayPeople(transaction, [row.participantId, row.otherParticipantId]);
  const { startsAt } = shownTime(found.slot, session.delayMinutes, services.now());
  return { session, row, sides: [...people.values()], begins: startsAt };
}

/**
 * Writes down that a side did not come to its meeting. An organizer may say so of
 * either side, each side of the other once the slot began. The place is offered
 * at once to those who wait, and the side that came is free.
 *
 * @throws Refusal notFound, forbidden, conflict, notYetBegun, or illegalStep
 */
export function markAbsent(
  services: Services,
  acting: Acting,
  sessionId: string,
  meetingId: string,
  { absentParticipantId, version }: { absentParticipantId: string; version: number },
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockMeeting(transaction, services, sessionId, meetingId);
    const { session, row, sides, begins } = found;
    const absent = sides.find(({ id }) => id === absentParticipantId);
    const present = sides.find(({ id }) => id !== absentParticipantId);
    if (!absent || !present) throw new Refusal("notFound");
    const isOrganizer = mayRunSessions(acting.viewer);
    if (!isOrganizer && !mayAnswerFor(acting, present)) throw new Refusal("forbidden");
    const now = services.now();
    const request = { action: "miss", viewer: acting.viewer, version, now } as const;
    checkStep(meetingLife, row, request);
    const isOpen = dayIsOpen(session, now) || (isOrganizer && marksOpen(session, begins, now));
    if (!isOpen) throw new Refusal("illegalStep");
    if (!isOrganizer && begins > now) throw new Refusal("notYetBegun");
    await transaction.delete(meetingSeat).where(eq(meetingSeat.meetingId, meetingId));
    await takeStep(transaction, meetingLife, row, {
      ...request,
      changes: { absentParticipantId },
    });
    await audit(transaction, {
      actorId: acting.viewer?.userId ?? null,
      organisationId: isOrganizer ? null : present.organisationId,
      subjectKind: "session",
      subjectId: sessionId,
      action: "meeting_miss",
      detail: { meetingId, absentParticipantId },
    });
    if (row.wishId !== null)
      await tellOfTimetable(
        transaction,
        session,
        "missed",
        { wishIds: [row.wishId] },
        `${meetingId}:${version}`,
      );
    await announceMeetings(
      transaction,
      sessionId,
      sides.map(({ id }) => id),
    );
    const { slotId, tableId } = row;
    await offerPlaces(
      transaction,
      session,
      [{ slotId, tableId, freedByMeetingId: meetingId }],
      now,
    );
  });
}

/**
 * An organizer says that a meeting was held, also when a side was said not to have
 * come. Offers of its place are withdrawn.
 *
 * @throws Refusal forbidden, notFound, conflict, illegalStep, or slotTaken when its
 *   table was given away or a side sits in another meeting now
 */
export function markHeld(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  version: number,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const found = await lockMeeting(transaction, services, sessionId, meetingId);
    const { session, row, sides, begins } = found;
    const now = services.now();
    const request = { action: "hold", viewer, version, now } as const;
    checkStep(meetingLife, row, request);
    const wasMissed = row.state === "missed";
    const isOpen = marksOpen(session, begins, now) || (wasMissed && dayIsOpen(session, now));
    if (!isOpen) throw new Refusal("illegalStep");
    if (wasMissed && (await placeIsTaken(transaction, row))) throw new Refusal("slotTaken");
    await takeStep(transaction, meetingLife, row, request);
    if (wasMissed) await seatMeetings(transaction, [meetingId]);
    const open = await offerLife.lock(
      transaction,
      and(
        eq(slotOffer.slotId, row.slotId),
        eq(slotOffer.tableId, row.tableId),
        eq(slotOffer.state, "offered"),
      ),
    );
    await endOffers(transaction, open, "withdraw", now);
    for (const offer of open) await tellOfOffer(transaction, session, offer, "gone", "both");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: null,
      subjectKind: "session",
      subjectId: sessionId,
      action: "meeting_hold",
      detail: { meetingId },
    });
    await announceMeetings(
      transaction,
      sessionId,
      sides.map(({ id }) => id),
    );
  });
}

/** Whether another meeting has the table of a missed one, or one of its people, in its slot. */
async function placeIsTaken(transaction: Transaction, row: MeetingRow): Promise<boolean> {
  const { rows } = await transaction.execute(sql`
    SELECT FROM meeting_seat s JOIN session_participant p
      ON s.person_key = coalesce(p.user_id::text, lower(p.email))
    WHERE s.slot_id = ${row.slotId} AND p.id IN (${row.participantId}, ${row.otherParticipantId})
    UNION ALL
    SELECT FROM meeting m WHERE m.slot_id = ${row.slotId} AND m.table_id = ${row.tableId}
      AND m.state IN ('planned', 'held')`);
  return rows.length > 0;
}
