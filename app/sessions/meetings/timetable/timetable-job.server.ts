import { and, eq } from "drizzle-orm";
import { brokenPins, conflictsOf } from "#app/scheduling/check.ts";
import { solveInThread } from "#app/scheduling/run.server.ts";
import type { Timetable } from "#app/scheduling/schema.ts";
import type { Progress } from "#app/scheduling/solve.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import type { JobPayload } from "#db/job-payloads.ts";
import { matchmakingSession, timetableRun } from "#db/schema/index.ts";
import { announceSession, lockSession, takeSessionStep } from "#app/sessions/change.server.ts";
import { tellOfTimetable, writeTimetable } from "#app/sessions/meetings/meeting-changes.server.ts";
import { mayMakeTimetable } from "#app/sessions/policy.ts";
import { problemOf } from "./timetable-instance.server.ts";
import { takeRunStep, runLife, lockRun } from "./timetable-run.server.ts";

/** Progress is written and told about once a second. */
const toldEvery = 1_000;

/**
 * Works one run of the scheduler: builds the instance, solves it in a thread, and
 * writes the timetable if the session is still what it was asked for and nothing
 * that matters to it changed meanwhile; else the run is outdated and nothing is
 * written. A run that was cancelled ends within a second.
 */
export async function makeTimetable(
  services: Services,
  { runId, seconds, preview }: JobPayload<"timetable.make">,
): Promise<void> {
  const begun = await inTransaction(services.database, async (transaction) => {
    const run = await lockRun(transaction, runId);
    if (run === null || !runLife.can(run, "start")) return null;
    const now = services.now();
    await takeRunStep(transaction, run, "start", now, { startedAt: now, movedAt: now });
    const [row] = await transaction
      .select()
      .from(matchmakingSession)
      .where(eq(matchmakingSession.id, run.sessionId));
    return row ? { run, problem: await problemOf(transaction, row) } : null;
  });
  if (begun === null) return;
  const { instance, placements } = begun.problem;
  const watch = watchRun(services, runId);
  try {
    const timetable = await solveInThread(instance, {
      ...(seconds === null ? {} : { seconds }),
      previous: placements,
      ...watch,
    });
    await watch.settled();
    if (timetable !== null) await finish(services, runId, timetable, preview);
  } catch (error) {
    await watch.settled();
    await inTransaction(services.database, async (transaction) => {
      const run = await lockRun(transaction, runId);
      if (run && runLife.can(run, "fail"))
        await takeRunStep(transaction, run, "fail", services.now(), {
          failure: error instanceof Error ? error.message : String(error),
        });
    });
    throw error;
  }
}

/**
 * While a run is worked, writes down once a second that its server is there, with
 * the progress when there is news, and aborts once the run is no longer running.
 * The clock is this thread's: the solver may be silent for long within one programme.
 */
function watchRun(services: Services, runId: string) {
  const aborting = new AbortController();
  let news: Progress | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = (progress: Progress | null) =>
    inTransaction(services.database, async (transaction) => {
      const [row] = await transaction
        .update(timetableRun)
        .set({ movedAt: services.now(), ...(progress === null ? {} : { progress }) })
        .where(and(eq(timetableRun.id, runId), eq(timetableRun.state, "running")))
        .returning();
      if (!row) aborting.abort();
      else if (progress !== null) await announceSession(transaction, row.sessionId, ["organizers"]);
    });
  const clock = setInterval(() => {
    const progress = news;
    news = null;
    writing = writing
      .then(() => write(progress))
      .catch((error: unknown) => services.log.warn(error, "progress was not written"));
  }, toldEvery);
  return {
    signal: aborting.signal,
    onProgress: (progress: Progress) => {
      news = progress;
    },
    /** Ends the watch once all is written. */
    settled: () => {
      clearInterval(clock);
      return writing;
    },
  };
}

async function finish(
  services: Services,
  runId: string,
  timetable: Timetable,
  preview: boolean,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const [known] = await transaction
      .select({ sessionId: timetableRun.sessionId })
      .from(timetableRun)
      .where(eq(timetableRun.id, runId));
    if (!known) return;
    const session = await lockSession(transaction, known.sessionId);
    const run = await lockRun(transaction, runId);
    if (run === null || !runLife.can(run, "finish")) return;
    const now = services.now();
    const { instance, meetings } = await problemOf(transaction, session);
    const stale =
      session.version !== run.sessionVersion ||
      !mayMakeTimetable(session.state) ||
      conflictsOf(instance, timetable.meetings).length > 0 ||
      brokenPins(instance, timetable.meetings).some((wish) => !timetable.unkeptPins.includes(wish));
    const { meetings: wanted, ...report } = timetable;
    if (stale) {
      await takeRunStep(transaction, run, "outdate", now);
      return;
    }
    if (!preview) {
      const written = await writeTimetable(transaction, session, meetings, wanted, now);
      const changes = session.timetable === "final" ? { timetable: "preliminary" as const } : {};
      await takeSessionStep(transaction, session, {
        now: services.now(),
        action: "edit",
        viewer: null,
        changes,
        detail: { what: "timetable", runId, meetings: wanted.length },
      });
      const wishIds = [
        ...written.moved.map(({ wish }) => wish),
        ...written.dropped.map(({ wish }) => wish),
      ];
      if (session.timetable !== "none" && wishIds.length > 0)
        await tellOfTimetable(transaction, session, "changed", { wishIds }, runId);
    }
    await takeRunStep(transaction, run, "finish", now, {
      report: { ...report, placed: wanted.length, preview },
      progress: { value: report.value, bound: report.bound, passed: 1 },
    });
  });
}
