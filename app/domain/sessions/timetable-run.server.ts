import { eq } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { timetableRun } from "#db/schema/index.ts";
import { announceSession } from "./change.server.ts";
import type { RunState } from "./lifecycle.ts";

export type Run = Omit<typeof timetableRun.$inferSelect, "state"> & { state: RunState };

/** A run, locked until the transaction ends. */
export async function lockRun(transaction: Transaction, runId: string): Promise<Run | null> {
  const [row] = await transaction
    .select()
    .from(timetableRun)
    .where(eq(timetableRun.id, runId))
    .for("update");
  return row ? (row as Run) : null;
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
