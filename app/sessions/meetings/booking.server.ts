import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Conflict } from "#app/scheduling/check.ts";
import { move } from "#app/scheduling/edit.ts";
import { openPlaces } from "#app/scheduling/places.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { matchmakingSession, meetingWish, sessionParticipant } from "#db/schema/index.ts";
import { lockSession } from "#app/sessions/change.server.ts";
import { announceMeetings } from "./day-people.server.ts";
import { tellOfTimetable, writeTimetable } from "./meeting-changes.server.ts";
import { mayActFor, wishesOpen } from "#app/sessions/policy.ts";
import { tablesOfSession } from "#app/sessions/queries.server.ts";
import { problemOf } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";

/** A slot and a table that are free for a meeting. */
export interface BookablePlace {
  slotId: string;
  tableId: string;
  startsAt: string;
  table: string;
}

/**
 * Where accepted wishes that have no meeting can have one: slots to come with the
 * first open table, by the rules of the timetable.
 */
export async function freePlaces(
  services: Services,
  sessionId: string,
  wishIds: string[],
): Promise<Record<string, BookablePlace[]>> {
  const open = await openWishes(services, sessionId, wishIds);
  const [session] = await services.database
    .select()
    .from(matchmakingSession)
    .where(eq(matchmakingSession.id, sessionId));
  if (open.length === 0 || !session) return {};
  const { instance, placements, begins } = await problemOf(services.database, session);
  const now = services.now();
  const names = new Map(
    (await tablesOfSession(services, sessionId)).map(({ id, hall, name }) => [
      id,
      `${hall} ${name}`.trim(),
    ]),
  );
  const toCome = instance.slots
    .map(({ id }) => id)
    .filter((id) => (begins.get(id) ?? now).getTime() > now.getTime());
  const places: Record<string, BookablePlace[]> = {};
  for (const wishId of open) {
    const bySlot = new Map<string, BookablePlace>();
    for (const { slot, table } of openPlaces(instance, placements, wishId, toCome))
      if (!bySlot.has(slot))
        bySlot.set(slot, {
          ...{ slotId: slot, tableId: table },
          startsAt: (begins.get(slot) ?? now).toISOString(),
          table: names.get(table) ?? "",
        });
    if (bySlot.size > 0) places[wishId] = [...bySlot.values()];
  }
  return places;
}

async function openWishes(
  services: Services,
  sessionId: string,
  wishIds: string[],
): Promise<string[]> {
  if (wishIds.length === 0) return [];
  const rows = await services.database
    .select({ id: meetingWish.id })
    .from(meetingWish)
    .where(
      and(
        eq(meetingWish.sessionId, sessionId),
        inArray(meetingWish.id, wishIds),
        eq(meetingWish.state, "accepted"),
        sql`NOT EXISTS (SELECT FROM meeting m WHERE m.session_id = ${sessionId} AND m.wish_id = ${meetingWish.id} AND m.state <> 'cancelled')`,
      ),
    );
  return rows.map(({ id }) => id);
}

const limitKinds: readonly Conflict["kind"][] = [
  "person_limit",
  "part_limit",
  "organisation_limit",
];

/**
 * A side of an accepted wish books a slot and a table for it, where participants
 * make the meetings.
 *
 * @throws Refusal notFound, forbidden, illegalStep where the organizer plans or the
 *   wish is not accepted, wishesClosed, meetingLimit, or slotTaken when it is not free any more
 */
export function bookMeeting(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  { wishId, slotId, tableId }: { wishId: string; slotId: string; tableId: string },
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const session = await lockSession(transaction, sessionId);
    const sides = await transaction
      .select({ participant: sessionParticipant, state: meetingWish.state })
      .from(meetingWish)
      .innerJoin(sessionParticipant, eq(sessionParticipant.sessionId, meetingWish.sessionId))
      .where(
        and(
          eq(meetingWish.id, wishId),
          eq(meetingWish.sessionId, sessionId),
          sql`${sessionParticipant.id} IN (${meetingWish.fromParticipantId}, ${meetingWish.toParticipantId})`,
        ),
      );
    if (sides.length === 0) throw new Refusal("notFound");
    const acting = sides.find(({ participant }) => mayActFor(viewer, participant));
    if (!acting) throw new Refusal("forbidden");
    if (session.schedulingBy !== "participants" || acting.state !== "accepted")
      throw new Refusal("illegalStep");
    if (!wishesOpen(session.state)) throw new Refusal("wishesClosed");
    const { instance, meetings, placements } = await problemOf(transaction, session);
    if (meetings.some((row) => row.wishId === wishId)) throw new Refusal("slotTaken");
    const wanted = { wish: wishId, slot: slotId, table: tableId };
    const after = move(instance, placements, wanted);
    if (after.conflicts.some(({ kind }) => limitKinds.includes(kind)))
      throw new Refusal("meetingLimit");
    if (after.conflicts.length > 0) throw new Refusal("slotTaken");
    const standing = meetings.map((row) => ({
      wish: row.wishId ?? "",
      slot: row.slotId,
      table: row.tableId,
    }));
    await writeTimetable(transaction, session, meetings, [...standing, wanted], services.now());
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: acting.participant.organisationId,
      subjectKind: "session",
      subjectId: sessionId,
      action: "meeting_book",
      detail: wanted,
    });
    await tellOfTimetable(
      transaction,
      session,
      "booked",
      { wishIds: [wishId] },
      `${wishId}:${slotId}:${services.now().toISOString()}`,
    );
    await announceMeetings(
      transaction,
      sessionId,
      sides.map(({ participant }) => participant.id),
    );
  });
}
