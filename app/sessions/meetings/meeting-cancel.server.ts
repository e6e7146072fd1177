import { and, eq, inArray } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting, meetingSeat, meetingWish, sessionParticipant } from "#db/schema/index.ts";
import { lockSession, type Session } from "#app/sessions/change.server.ts";
import { announceMeetings } from "./day-people.server.ts";
import { freeMeetings, meetingLife, tellOfTimetable } from "./meeting-changes.server.ts";
import { mayActFor, mayRunSessions } from "#app/sessions/policy.ts";
import type { FreedPlace } from "#app/sessions/meetings/offers/slot-candidates.server.ts";
import { offerPlaces } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import { wishLife } from "./wishes.server.ts";
import { lockRow, takeStep } from "#app/kernel/steps.server.ts";

/**
 * Cancels planned meetings as part of another step; the people of both sides are
 * told, unless they never saw them. Answers the places that became free, to be offered once the step is written.
 */
export async function cancelMeetings(
  transaction: Transaction,
  session: Session,
  ids: string[],
  now: Date,
  told = true,
): Promise<FreedPlace[]> {
  if (ids.length === 0) return [];
  const rows = await transaction.select().from(meeting).where(inArray(meeting.id, ids));
  await freeMeetings(transaction, ids, now);
  const wishIds = rows.flatMap(({ wishId }) => (wishId === null ? [] : [wishId]));
  if (told) await tellOfTimetable(transaction, session, "cancelled", { wishIds }, ids.join());
  return rows.map(placeOf);
}

const placeOf = ({ id, slotId, tableId }: typeof meeting.$inferSelect): FreedPlace => ({
  slotId,
  tableId,
  freedByMeetingId: id,
});

/**
 * Cancels one meeting. An organizer, and a side that books its own meetings,
 * leaves the wish as it is; a side that the organizer plans for takes back or
 * declines the wish with it, so that it is not planned anew. On the day the place
 * is offered to those who wait.
 *
 * @throws Refusal notFound, forbidden, conflict, or illegalStep
 */
export function cancelMeeting(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  version: number,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const session = await lockSession(transaction, sessionId);
    const found = await lockRow(
      transaction,
      meetingLife,
      and(eq(meeting.id, meetingId), eq(meeting.sessionId, sessionId)),
    );
    const sides = await transaction
      .select()
      .from(sessionParticipant)
      .where(inArray(sessionParticipant.id, [found.participantId, found.otherParticipantId]));
    const acting = sides.find((side) => mayActFor(viewer, side));
    if (!mayRunSessions(viewer) && !acting) throw new Refusal("forbidden");
    const now = services.now();
    await takeStep(transaction, meetingLife, found, {
      action: "cancel",
      viewer,
      version,
      now,
      changes: { pinned: false },
    });
    await transaction.delete(meetingSeat).where(eq(meetingSeat.meetingId, meetingId));
    if (acting && !mayRunSessions(viewer) && session.schedulingBy === "organizer")
      await endWish(transaction, viewer, found.wishId, acting.id, now);
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: acting?.organisationId ?? null,
      subjectKind: "session",
      subjectId: sessionId,
      action: "meeting_cancel",
      detail: { meetingId },
    });
    if (found.wishId !== null)
      await tellOfTimetable(
        transaction,
        session,
        "cancelled",
        { wishIds: [found.wishId] },
        `${meetingId}:${version}`,
      );
    await announceMeetings(transaction, sessionId, [found.participantId, found.otherParticipantId]);
    await offerPlaces(transaction, session, [placeOf(found)], now);
  });
}

/** Takes back or declines a wish for one of its sides, where that is still possible. */
async function endWish(
  transaction: Transaction,
  viewer: Viewer,
  wishId: string | null,
  participantId: string,
  now: Date,
): Promise<void> {
  if (wishId === null) return;
  const [wish] = await wishLife.lock(transaction, eq(meetingWish.id, wishId));
  if (!wish) return;
  const action = wish.fromParticipantId === participantId ? "withdraw" : "decline";
  if (wishLife.can(wish, action))
    await takeStep(transaction, wishLife, wish, { action, viewer, now });
}
