import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { Refusal } from "#app/domain/errors.ts";
import { boundKinds, placementSchema, unplacedReasons } from "#app/domain/scheduling/schema.ts";
import { move, swap, type Edited } from "#app/domain/scheduling/edit.ts";
import type { Conflict } from "#app/domain/scheduling/check.ts";
import type { Services } from "#app/domain/services.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { meeting, timetableRun } from "#db/schema/index.ts";
import {
  announceSession,
  lockForPlanning,
  takeSessionStep,
  type Session,
} from "./change.server.ts";
import { meetingRooms } from "./day-people.server.ts";
import { runMachine, type RunState } from "./lifecycle.ts";
import { tellOfTimetable, writeTimetable } from "./meeting-changes.server.ts";
import { mayMakeTimetable, mayRunSessions } from "./policy.ts";
import { findSession } from "./queries.server.ts";
import type { TimetableState } from "./schema.ts";
import { changeRun, lockRun } from "./timetable-run.server.ts";
import { problemOf } from "./timetable-instance.server.ts";

/** A run that has said nothing for so long is dead; its job expires after this time. */
const deadAfter = 30 * 60_000;

export const runOptions = z.object({
  /** The time limit; by default what is usual for the size. */
  seconds: z.preprocess(
    (value) => (value === "" ? null : value),
    z.coerce.number().int().min(2).max(600).nullable().default(null),
  ),
  /** Only say what it would change. */
  preview: z.preprocess((value) => value === "on" || value === true, z.boolean()),
});

/**
 * Asks the scheduler for a timetable; its job follows. What participants booked
 * themselves it only previews.
 *
 * @throws Refusal forbidden, illegalStep, conflict, or timetableRunning
 */
export function askForTimetable(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  { version, seconds, preview }: { version: number } & z.output<typeof runOptions>,
): Promise<string> {
  return inTransaction(services.database, async (transaction) => {
    const session = await lockForPlanning(transaction, viewer, sessionId, version);
    if (!mayMakeTimetable(session.state)) throw new Refusal("illegalStep");
    if (session.schedulingBy === "participants" && !preview) throw new Refusal("illegalStep");
    const now = services.now();
    const active = await transaction
      .select()
      .from(timetableRun)
      .where(
        and(
          eq(timetableRun.sessionId, sessionId),
          inArray(timetableRun.state, ["waiting", "running"]),
        ),
      )
      .for("update");
    const dead = active.filter(({ createdAt }) => now.getTime() - createdAt.getTime() >= deadAfter);
    if (dead.length < active.length) throw new Refusal("timetableRunning");
    if (dead.length > 0)
      await transaction
        .update(timetableRun)
        .set({ state: "failed", finishedAt: now })
        .where(
          inArray(
            timetableRun.id,
            dead.map(({ id }) => id),
          ),
        );
    const runId = newId();
    await transaction
      .insert(timetableRun)
      .values({ id: runId, sessionId, askedById: viewer.userId, sessionVersion: version });
    await sendJob(transaction, "timetable.make", { runId, seconds, preview });
    await announceSession(transaction, sessionId, ["organizers"]);
    return runId;
  });
}

/** Stops a run; nothing of it is kept. @throws Refusal forbidden, notFound, or illegalStep */
export function cancelRun(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  runId: string,
): Promise<void> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const run = await lockRun(transaction, runId);
    if (run?.sessionId !== sessionId) throw new Refusal("notFound");
    if (!runMachine.can(run.state, "cancel")) throw new Refusal("illegalStep");
    await changeRun(transaction, run, { state: "cancelled", finishedAt: services.now() });
  });
}

const reportSchema = z.object({
  placed: z.number(),
  preview: z.boolean(),
  value: z.number(),
  bound: z.number(),
  boundKind: z.enum(boundKinds),
  gap: z.number(),
  fairness: z.object({
    people: z.number(),
    withoutMeeting: z.number(),
    avoidable: z.number(),
    balance: z.number(),
  }),
  unplaced: z.array(z.object({ wish: z.string(), reason: z.enum(unplacedReasons) })),
  moved: z.array(
    z.object({ wish: z.string(), from: placementSchema, to: placementSchema.nullable() }),
  ),
  unkeptPins: z.array(z.string()),
});
export type RunReport = z.output<typeof reportSchema>;

export interface RunView {
  id: string;
  state: RunState;
  progress: { value: number; bound: number; passed: number } | null;
  report: RunReport | null;
  failure: string | null;
  createdAt: string;
  finishedAt: string | null;
}

const progressSchema = z
  .object({ value: z.number(), bound: z.number(), passed: z.number() })
  .nullable()
  .catch(null);

/** The last run of a session for its organizers; null before the first. */
export async function lastRun(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<RunView | null> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const [row] = await services.database
    .select()
    .from(timetableRun)
    .where(eq(timetableRun.sessionId, sessionId))
    .orderBy(desc(timetableRun.id))
    .limit(1);
  return row
    ? {
        id: row.id,
        state: row.state as RunState,
        progress: progressSchema.parse(row.progress),
        report: reportSchema.nullable().catch(null).parse(row.report),
        failure: row.failure,
        createdAt: row.createdAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      }
    : null;
}

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

export const handEdit = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("move"), wish: z.uuid(), slot: z.uuid(), table: z.uuid() }),
  z.object({ intent: z.literal("swap"), wish: z.uuid(), other: z.uuid() }),
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
  edit.intent === "move"
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
  planningByHand(
    services,
    viewer,
    sessionId,
    version,
    edit.intent,
    async (transaction, session) => {
      const { instance, meetings, placements } = await problemOf(transaction, session);
      const touched = edit.intent === "move" ? [edit.wish] : [edit.wish, edit.other];
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
      await writeTimetable(transaction, session, meetings, [...after.meetings, ...kept]);
      if (session.timetable !== "none")
        await tellOfTimetable(
          transaction,
          session,
          "changed",
          { wishIds: touched },
          String(session.version),
        );
      return instance.wishes.flatMap(({ id, a, b }) => (touched.includes(id) ? [a, b] : []));
    },
  );

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
      action: "edit",
      viewer,
      changes: { timetable: state },
      detail: { what: "timetable", state },
    });
    if (state !== "none")
      await tellOfTimetable(transaction, session, state, "everyone", String(after.version));
  });
}
