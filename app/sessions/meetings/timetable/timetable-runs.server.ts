import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { Refusal } from "#app/kernel/refusals.ts";
import { boundKinds, placementSchema, unplacedReasons } from "#app/scheduling/schema.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import { timetableRun } from "#db/schema/index.ts";
import { announceSession, lockForPlanning } from "#app/sessions/change.server.ts";
import { mayMakeTimetable, mayRunSessions } from "#app/sessions/policy.ts";
import { takeRunStep, failDeadRuns, isDead, lockRun, silent } from "./timetable-run.server.ts";
import { runSeconds } from "#app/sessions/schema.ts";
import type { RunState } from "#app/codes/states.ts";

export const runOptions = z.object({
  /** The time limit; by default what is usual for the size. */
  seconds: z.preprocess(
    (value) => (value === "" ? null : value),
    z.coerce.number().int().min(runSeconds.min).max(runSeconds.max).nullable().default(null),
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
    await failDeadRuns(transaction, services.now(), sessionId);
    const active = await transaction.$count(
      timetableRun,
      and(
        eq(timetableRun.sessionId, sessionId),
        inArray(timetableRun.state, ["waiting", "running"]),
      ),
    );
    if (active > 0) throw new Refusal("timetableRunning");
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
    await takeRunStep(transaction, run, "cancel", services.now());
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
  /** "silent" when its server is gone, else what the error said. */
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
  const dead = row !== undefined && isDead(row, services.now());
  return row
    ? {
        id: row.id,
        state: dead ? "failed" : row.state,
        progress: progressSchema.parse(row.progress),
        report: reportSchema.nullable().catch(null).parse(row.report),
        failure: dead ? silent : row.failure,
        createdAt: row.createdAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      }
    : null;
}
