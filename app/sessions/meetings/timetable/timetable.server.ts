import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { Refusal } from "#app/kernel/refusals.ts";
import { move, swap, type Edited } from "#app/scheduling/edit.ts";
import type { Conflict } from "#app/scheduling/check.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting } from "#db/schema/index.ts";
import { lockForPlanning, takeSessionStep, type Session } from "#app/sessions/change.server.ts";
import { meetingRooms } from "#app/sessions/meetings/day-people.server.ts";
import { tellOfTimetable, writeTimetable } from "#app/sessions/meetings/meeting-changes.server.ts";
import { mayRunSessions } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import type { TimetableState } from "#app/codes/session-codes.ts";
import { problemOf } from "./timetable-instance.server.ts";

export {
  askForTimetable,
  cancelRun,
  lastRun,
  runOptions,
  type RunReport,
  type RunView,
} from "./timetable-runs.server.ts";

/** A change by hand that would break something; nothing was changed. */
export class BreaksTimetable extends Error {
  override name = "BreaksTimetable";
  constructor(readonly conflicts: Conflict[]) {
    super(conflicts.map(({ kind }) => kind).join(", "));
  }
}

/** Whether an error says what a change would break, also when it comes from another copy of this module. */
export const isBreaking = (error: unknown): error is BreaksTimetable =>
  error instanceof Error && error.name === "BreaksTimetable";

export const handEdit = z.discriminatedUnion("step", [
  z.object({ step: z.literal("move"), wish: z.uuid(), slot: z.uuid(), table: z.uuid() }),
  z.object({ step: z.literal("swap"), wish: z.uuid(), other: z.uuid() }),
]);
export type HandEdit = z.output<typeof handEdit>;

/** What a change by hand would break; it changes nothing. @throws Refusal forbidden or notFound */
export async function tryEdit(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  edit: HandEdit,
): Promise<Conflict[]> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const session = await findSession(services, viewer, sessionId);
  const { instance, placements } = await problemOf(services.database, session);
  return edited(instance, placements, edit).conflicts;
}

const edited = (
  instance: Parameters<typeof move>[0],
  placements: Parameters<typeof move>[1],
  edit: HandEdit,
): Edited =>
  edit.step === "move"
    ? move(instance, placements, { wish: edit.wish, slot: edit.slot, table: edit.table })
    : swap(instance, placements, edit.wish, edit.other);

/**
 * Moves a meeting, places a wish, or lets two meetings change places, by hand.
 *
 * @throws Refusal forbidden, conflict, or illegalStep
 * @throws BreaksTimetable with what stands against it
 */
export const editTimetable = (
  services: Services,
  viewer: Viewer,
  sessionId: string,
  version: number,
  edit: HandEdit,
): Promise<void> =>
  planningByHand(services, viewer, sessionId, version, edit.step, async (transaction, session) => {
    const { instance, meetings, placements } = await problemOf(transaction, session);
    const touched = edit.step === "move" ? [edit.wish] : [edit.wish, edit.other];
    if (meetings.some((row) => touched.includes(row.wishId ?? "") && row.state !== "planned"))
      throw new Refusal("illegalStep");
    const after = edited(instance, placements, edit);
    if (after.conflicts.length > 0) throw new BreaksTimetable(after.conflicts);
    const counting = new Set(placements.map(({ wish }) => wish));
    const others = meetings.filter(({ wishId }) => wishId !== null && !counting.has(wishId));
    const kept = others.map((row) => ({
      wish: row.wishId ?? "",
      slot: row.slotId,
      table: row.tableId,
    }));
    const wanted = [...after.meetings, ...kept];
    await writeTimetable(transaction, session, meetings, wanted, services.now());
    if (session.timetable !== "none")
      await tellOfTimetable(
        transaction,
        session,
        "changed",
        { wishIds: touched },
        String(session.version),
      );
    return instance.wishes.flatMap(({ id, a, b }) => (touched.includes(id) ? [a, b] : []));
  });

/**
 * Does work on the timetable and writes it down as one step of the session, which
 * outdates runs. The work answers whose meetings it changed: they and organizers are told.
 */
function planningByHand(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  version: number,
  what: string,
  work: (transaction: Transaction, session: Session) => Promise<string[]>,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const session = await lockForPlanning(transaction, viewer, sessionId, version);
    const changed = await work(transaction, session);
    await takeSessionStep(transaction, session, {
      now: services.now(),
      action: "edit",
      viewer,
      rooms: await meetingRooms(transaction, changed),
      detail: { what: `timetable_${what}` },
    });
  });
}

/** Pins a meeting where it is, or frees it. @throws Refusal forbidden, conflict, or notFound */
export const pinMeeting = (
  services: Services,
  viewer: Viewer,
  sessionId: string,
  version: number,
  { meetingId, pinned }: { meetingId: string; pinned: boolean },
): Promise<void> =>
  planningByHand(services, viewer, sessionId, version, "pin", async (transaction) => {
    const rows = await transaction
      .update(meeting)
      .set({ pinned, version: sql`${meeting.version} + 1` })
      .where(
        and(
          eq(meeting.id, meetingId),
          eq(meeting.sessionId, sessionId),
          eq(meeting.state, "planned"),
        ),
      )
      .returning({ id: meeting.id });
    if (rows.length === 0) throw new Refusal("notFound");
    return [];
  });

/**
 * Shows participants their meetings as preliminary or final, or takes the
 * timetable back; everyone who comes is told.
 */
export function publishTimetable(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  version: number,
  state: TimetableState,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const session = await lockForPlanning(transaction, viewer, sessionId, version);
    if (session.timetable === state) return;
    const after = await takeSessionStep(transaction, session, {
      now: services.now(),
      action: "edit",
      viewer,
      changes: { timetable: state },
      detail: { what: "timetable", state },
    });
    if (state !== "none")
      await tellOfTimetable(transaction, session, state, "everyone", String(after.version));
  });
}
