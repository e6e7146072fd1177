import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { timetableRun } from "#db/schema/index.ts";
import { announceSession } from "#app/sessions/change.server.ts";

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
  const rows = await transaction
    .select()
    .from(timetableRun)
    .where(
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
    )
    .for("update");
  for (const run of rows)
    if (isDead(run, now))
      await changeRun(transaction, run, { state: "failed", failure: silent, finishedAt: now });
}

/** A run, locked until the transaction ends. */
export async function lockRun(transaction: Transaction, runId: string): Promise<Run | null> {
  const [row] = await transaction
    .select()
    .from(timetableRun)
    .where(eq(timetableRun.id, runId))
    .for("update");
  return row ? row : null;
}

/** Writes a run down and tells organizers, who alone see runs. */
export async function changeRun(
  transaction: Transaction,
  run: Run,
  changes: Partial<typeof timetableRun.$inferInsert>,
): Promise<void> {
  await transaction.update(timetableRun).set(changes).where(eq(timetableRun.id, run.id));
  await announceSession(transaction, run.sessionId, ["organizers"]);
}
