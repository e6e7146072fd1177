import { and, eq, inArray } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting, meetingWish, sessionParticipant } from "#db/schema/index.ts";
import { lockSession, type Session } from "#app/sessions/change.server.ts";
import { announceMeetings } from "./day-people.server.ts";
import { meetingMachine, wishMachine } from "#app/sessions/lifecycle.ts";
import { freeMeetings, tellOfTimetable } from "./meeting-changes.server.ts";
import { mayActFor, mayRunSessions } from "#app/sessions/policy.ts";
import type { FreedPlace } from "#app/sessions/meetings/offers/slot-candidates.server.ts";
import { offerPlaces } from "#app/sessions/meetings/offers/slot-offers.server.ts";

/**
 * Cancels planned meetings as part of another step; the people of both sides are
 * told, unless they never saw them. Answers the places that became free, to be offered once the step is written.
 */
export async function cancelMeetings(
  transaction: Transaction,
  session: Session,
  ids: string[],
  told = true,
): Promise<FreedPlace[]> {
  if (ids.length === 0) return [];
  const rows = await transaction.select().from(meeting).where(inArray(meeting.id, ids));
  await freeMeetings(transaction, ids);
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
    const [row] = await transaction
      .select()
      .from(meeting)
      .where(and(eq(meeting.id, meetingId), eq(meeting.sessionId, sessionId)))
      .for("update");
    if (!row) throw new Refusal("notFound");
    const found = row;
    const sides = await transaction
      .select()
      .from(sessionParticipant)
      .where(inArray(sessionParticipant.id, [found.participantId, found.otherParticipantId]));
    const acting = sides.find((side) => mayActFor(viewer, side));
    if (!mayRunSessions(viewer) && !acting) throw new Refusal("forbidden");
    if (found.version !== version) throw new Refusal("conflict");
    if (!meetingMachine.can(found.state, "cancel")) throw new Refusal("illegalStep");
    await freeMeetings(transaction, [meetingId]);
    if (acting && !mayRunSessions(viewer) && session.schedulingBy === "organizer")
      await endWish(transaction, found.wishId, acting.id, services.now());
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
    await offerPlaces(transaction, session, [placeOf(row)], services.now());
  });
}

async function endWish(
  transaction: Transaction,
  wishId: string | null,
  participantId: string,
  now: Date,
): Promise<void> {
  if (wishId === null) return;
  const [wish] = await transaction
    .select()
    .from(meetingWish)
    .where(eq(meetingWish.id, wishId))
    .for("update");
  if (!wish) return;
  const action = wish.fromParticipantId === participantId ? "withdraw" : "decline";
  const state = wish.state;
  if (!wishMachine.can(state, action)) return;
  await transaction
    .update(meetingWish)
    .set({ state: wishMachine.next(state, action), answeredAt: now, version: wish.version + 1 })
    .where(eq(meetingWish.id, wishId));
}
