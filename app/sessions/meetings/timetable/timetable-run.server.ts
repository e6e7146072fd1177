import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { timetableRun } from "#db/schema/index.ts";
import { announceSession } from "#app/sessions/change.server.ts";
import { takeStep, type Life } from "#app/kernel/steps.server.ts";
import { runMachine } from "#app/sessions/lifecycle.ts";

export type Run = typeof timetableRun.$inferSelect;

/** Milliseconds without a sign after which a run's server is taken to be gone. */
const silentAfter = 60_000;
/** A run that no server took up has this long: then its job expires. */
const waitsFor = 30 * 60_000;

/** What a run says that failed because its server gave no sign any more. */
export const silent = "silent";

/** Whether a run that has not ended never will. */
export function isDead({ state, createdAt, startedAt, movedAt }: Run, now: Date): boolean {
  const since = (moment: Date) => now.getTime() - moment.getTime();
  if (state === "running") return since(movedAt ?? startedAt ?? createdAt) >= silentAfter;
  return state === "waiting" && since(createdAt) >= waitsFor;
}

/** Writes down that dead runs failed, of one session or of all; open pages are told. */
export async function failDeadRuns(
  transaction: Transaction,
  now: Date,
  sessionId?: string,
): Promise<void> {
  const rows = await runLife.lock(
    transaction,
    and(
      inArray(timetableRun.state, ["waiting", "running"]),
      sessionId === undefined
        ? // Only the last run of a session can be one that has not ended.
          sql`${timetableRun.id} IN (SELECT last.id FROM matchmaking_session s
              CROSS JOIN LATERAL (SELECT id FROM timetable_run WHERE session_id = s.id
                ORDER BY id DESC LIMIT 1) last
              WHERE s.state IN ('published', 'registration_closed', 'scheduled', 'running'))`
        : eq(timetableRun.sessionId, sessionId),
    ),
  );
  for (const run of rows)
    if (isDead(run, now)) await takeRunStep(transaction, run, "fail", now, { failure: silent });
}

/** A run, locked until the transaction ends; null when there is none. */
export async function lockRun(transaction: Transaction, runId: string): Promise<Run | null> {
  const [run] = await runLife.lock(transaction, eq(timetableRun.id, runId));
  return run ?? null;
}

type RunAction = (typeof runMachine.actions)[number];
type RunChanges = Partial<typeof timetableRun.$inferInsert>;

/** The life of a run; organizers, who alone see runs, are told. */
export const runLife: Life<Run, RunAction, RunChanges> = {
  lock: (transaction, where) => transaction.select().from(timetableRun).where(where).for("update"),
  can: ({ state }, action) => runMachine.can(state, action),
  next: ({ state }, action) => ({ state: runMachine.next(state, action) }),
  write: (transaction, { id }, changes, now) =>
    transaction
      .update(timetableRun)
      .set({ ...changes, ...(changes.state === "running" ? {} : { finishedAt: now }) })
      .where(eq(timetableRun.id, id))
      .returning(),
  follow: (transaction, { sessionId }) => announceSession(transaction, sessionId, ["organizers"]),
};

/** Takes a step of a locked run. Organizers, who may cancel one, are asked for by the command. */
export const takeRunStep = (
  transaction: Transaction,
  run: Run,
  action: RunAction,
  now: Date,
  changes: RunChanges = {},
): Promise<Run> => takeStep(transaction, runLife, run, { action, viewer: null, now, changes });
