import { and, eq, sql } from "drizzle-orm";
import { audit } from "#app/domain/audit/audit.server.ts";
import { Refusal } from "#app/domain/errors.ts";
import { move } from "#app/domain/scheduling/edit.ts";
import type { Services } from "#app/domain/services.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { meetingWish, sessionParticipant } from "#db/schema/index.ts";
import { lockSession } from "./change.server.ts";
import { announceMeetings } from "./day-people.server.ts";
import { tellOfTimetable, writeTimetable } from "./meeting-changes.server.ts";
import { mayActFor, wishesOpen } from "./policy.ts";
import { problemOf } from "./timetable-instance.server.ts";

/**
 * Where both sides of an accepted wish are free: slots to come with the first
 * open table, by the same rules as the timetable's.
 */
export async function freePlaces(
  services: Services,
  sessionId: string,
  wishIds: string[],
): Promise<Record<string, { slotId: string; tableId: string; startsAt: string; table: string }[]>> {
  if (wishIds.length === 0) return {};
  const { rows } = await services.database.$client.query<{
    wish: string;
    slotId: string;
    tableId: string;
    startsAt: Date;
    table: string;
  }>(
    `SELECT DISTINCT ON (w.id, s.starts_at) w.id AS wish, s.id AS "slotId", t.id AS "tableId",
       s.starts_at AS "startsAt", trim(t.hall || ' ' || t.name) AS table
     FROM meeting_wish w
     JOIN session_participant a ON a.id = w.from_participant_id
     JOIN session_participant b ON b.id = w.to_participant_id
     JOIN session_slot s ON s.session_id = w.session_id AND s.kind = 'meeting' AND s.starts_at > $3
     JOIN session_table t ON t.session_id = w.session_id
     WHERE w.session_id = $1 AND w.id = ANY ($2::uuid[]) AND w.state = 'accepted'
       AND NOT EXISTS (SELECT FROM meeting m WHERE m.wish_id = w.id AND m.state <> 'cancelled')
       AND NOT EXISTS (SELECT FROM meeting_seat x WHERE x.slot_id = s.id AND x.person_key IN
         (coalesce(a.user_id::text, lower(a.email)), coalesce(b.user_id::text, lower(b.email))))
       AND NOT EXISTS (SELECT FROM participant_absence n WHERE n.slot_id = s.id AND n.participant_id IN (a.id, b.id))
       AND NOT EXISTS (SELECT FROM table_closure c WHERE c.slot_id = s.id AND c.table_id = t.id)
       AND NOT EXISTS (SELECT FROM meeting m WHERE m.slot_id = s.id AND m.table_id = t.id AND m.state <> 'cancelled')
       AND CASE WHEN t.host_organisation_id IS NULL
         THEN NOT EXISTS (SELECT FROM session_table h WHERE h.session_id = w.session_id
           AND h.host_organisation_id IN (a.organisation_id, b.organisation_id))
         ELSE t.host_organisation_id IN (a.organisation_id, b.organisation_id) END
     ORDER BY w.id, s.starts_at, t.hall, t.position, t.id`,
    [sessionId, wishIds, services.now()],
  );
  const places: Record<
    string,
    { slotId: string; tableId: string; startsAt: string; table: string }[]
  > = {};
  for (const { wish, startsAt, ...place } of rows)
    (places[wish] ??= []).push({ ...place, startsAt: startsAt.toISOString() });
  return places;
}

/**
 * A side of an accepted wish books a slot and a table for it, where participants
 * make the meetings.
 *
 * @throws Refusal notFound, forbidden, illegalStep where the organizer plans or the
 *   wish is not accepted, wishesClosed, or slotTaken when it is not free any more
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
    if (after.conflicts.length > 0) throw new Refusal("slotTaken");
    const standing = meetings.map((row) => ({
      wish: row.wishId ?? "",
      slot: row.slotId,
      table: row.tableId,
    }));
    await writeTimetable(transaction, session, meetings, [...standing, wanted]);
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
