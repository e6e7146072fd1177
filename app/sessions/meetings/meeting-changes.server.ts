import { and, eq, inArray, sql } from "drizzle-orm";
import type { PayloadOf } from "#app/kernel/news.ts";
import { notify } from "#app/notifications/notify.server.ts";
import type { Placement } from "#app/scheduling/schema.ts";
import type { Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { meeting, meetingSeat } from "#db/schema/index.ts";
import type { Session } from "#app/sessions/change.server.ts";
import { meetingMachine, type MeetingAction } from "#app/sessions/lifecycle.ts";
import type { MeetingRow } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";
import { meetingNews } from "./news.ts";
import type { Life } from "#app/kernel/steps.server.ts";

/** What changed in a timetable. */
export interface Written {
  added: Placement[];
  moved: { wish: string; from: Placement; to: Placement }[];
  dropped: Placement[];
}

/**
 * Brings the standing meetings of a session to a timetable: what stands where it
 * should is untouched, the rest is moved, planned or cancelled, and everyone has
 * their seat. The keys of tables and seats refuse what would clash.
 */
export async function writeTimetable(
  transaction: Transaction,
  session: Session,
  standing: MeetingRow[],
  wanted: Placement[],
  now: Date,
): Promise<Written> {
  const byWish = new Map(wanted.map((placement) => [placement.wish, placement]));
  const placementOf = (row: MeetingRow): Placement => ({
    wish: row.wishId ?? "",
    slot: row.slotId,
    table: row.tableId,
  });
  const written: Written = { added: [], moved: [], dropped: [] };
  const leaving: string[] = [];
  const rows: { id: string; slot: string; table: string }[] = [];
  for (const row of standing) {
    const to = byWish.get(row.wishId ?? "");
    byWish.delete(row.wishId ?? "");
    if (row.state !== "planned") continue;
    if (to?.slot === row.slotId && to.table === row.tableId) continue;
    leaving.push(row.id);
    if (to) {
      rows.push({ id: row.id, slot: to.slot, table: to.table });
      written.moved.push({ wish: to.wish, from: placementOf(row), to });
    } else written.dropped.push(placementOf(row));
  }
  await freeMeetings(transaction, leaving, now);
  written.added = [...byWish.values()];
  const added = written.added.map(({ wish, slot, table }) => ({ id: newId(), wish, slot, table }));
  if (rows.length > 0)
    await transaction.execute(sql`
      UPDATE meeting m SET state = 'planned', slot_id = t.slot, table_id = t.table_to,
        sequence = sequence + 1, updated_at = now()
      FROM jsonb_to_recordset(${JSON.stringify(rows.map(({ id, slot, table }) => ({ id, slot, table_to: table })))}::jsonb)
        AS t(id uuid, slot uuid, table_to uuid) WHERE m.id = t.id`);
  if (added.length > 0)
    await transaction.execute(sql`
      INSERT INTO meeting (id, session_id, slot_id, table_id, participant_id, other_participant_id, wish_id)
      SELECT t.id, ${session.id}, t.slot, t.table_to, w.from_participant_id, w.to_participant_id, w.id
      FROM jsonb_to_recordset(${JSON.stringify(added.map(({ id, wish, slot, table }) => ({ id, wish, slot, table_to: table })))}::jsonb)
        AS t(id uuid, wish uuid, slot uuid, table_to uuid)
      JOIN meeting_wish w ON w.id = t.wish`);
  await seatMeetings(
    transaction,
    [...rows, ...added].map(({ id }) => id),
  );
  return written;
}

/** The life of a meeting; the commands ask whose step it is, and say what happened in their words. */
export const meetingLife: Life<MeetingRow, MeetingAction, Partial<typeof meeting.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(meeting).where(where).for("update"),
  can: ({ state }, action) => meetingMachine.can(state, action),
  next: ({ state }, action) => ({ state: meetingMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(meeting)
      .set({
        ...changes,
        ...(changes.state === "held" ? { absentParticipantId: null } : {}),
        version: version + 1,
        updatedAt: now,
      })
      .where(eq(meeting.id, id))
      .returning(),
};

/** Cancels planned meetings, however many, and frees their seats and tables. */
export async function freeMeetings(
  transaction: Transaction,
  ids: string[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await transaction.delete(meetingSeat).where(inArray(meetingSeat.meetingId, ids));
  await transaction
    .update(meeting)
    .set({
      state: meetingMachine.next("planned", "cancel"),
      pinned: false,
      version: sql`${meeting.version} + 1`,
      updatedAt: now,
    })
    .where(and(inArray(meeting.id, ids), eq(meeting.state, "planned")));
}

/** Seats both sides of meetings that have no seats. */
export async function seatMeetings(transaction: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.execute(sql`
    INSERT INTO meeting_seat (slot_id, person_key, meeting_id, participant_id)
    SELECT m.slot_id, coalesce(p.user_id::text, lower(p.email)), m.id, p.id FROM meeting m
    JOIN session_participant p ON p.id IN (m.participant_id, m.other_participant_id)
    WHERE m.id = ANY (${sql.param(ids)}::uuid[])`);
}

/** Tells the people of these wishes that their meetings are not what they were. */
export async function tellOfTimetable(
  transaction: Transaction,
  session: Session,
  news: PayloadOf<typeof meetingNews.timetable>["news"],
  whom: { wishIds: string[] } | "everyone",
  occasion: string,
): Promise<void> {
  const concerned =
    whom === "everyone"
      ? sql`p.session_id = ${session.id}`
      : sql`EXISTS (SELECT FROM meeting_wish w WHERE w.id = ANY (${sql.param(whom.wishIds)}::uuid[])
          AND p.id IN (w.from_participant_id, w.to_participant_id))`;
  const { rows } = await transaction.execute<{ user_id: string }>(sql`
    SELECT DISTINCT p.user_id FROM session_participant p
    JOIN session_registration r ON r.id = p.registration_id AND r.state = 'admitted'
    WHERE p.user_id IS NOT NULL AND ${concerned}`);
  await notify(
    transaction,
    rows.map((row) => row.user_id),
    {
      kind: meetingNews.timetable,
      occasion: `session_timetable:${session.id}:${news}:${occasion}`,
      payload: { sessionId: session.id, sessionTitle: session.title, news },
    },
  );
}

/** The planned meetings in which one of the participants sits. */
export async function plannedOf(
  transaction: Transaction,
  participantIds: string[],
): Promise<{ id: string; participantId: string; slotId: string }[]> {
  if (participantIds.length === 0) return [];
  return transaction
    .select({
      id: meeting.id,
      participantId: meetingSeat.participantId,
      slotId: meeting.slotId,
    })
    .from(meetingSeat)
    .innerJoin(meeting, and(eq(meeting.id, meetingSeat.meetingId), eq(meeting.state, "planned")))
    .where(inArray(meetingSeat.participantId, participantIds));
}
