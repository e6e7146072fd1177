import { eq, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { matchmakingSession } from "#db/schema/index.ts";
import { realtime, type EventRoom } from "#realtime/events.ts";
import { sessionMachine, type SessionAction } from "./lifecycle.ts";
import { mayRunSessions } from "./policy.ts";

export type Session = typeof matchmakingSession.$inferSelect;

/**
 * The session, locked until the transaction ends.
 *
 * @throws Refusal notFound
 */
export async function lockSession(transaction: Transaction, sessionId: string): Promise<Session> {
  const [row] = await transaction
    .select()
    .from(matchmakingSession)
    .where(eq(matchmakingSession.id, sessionId))
    .for("update");
  if (!row) throw new Refusal("notFound");
  return row;
}

/**
 * The session locked for an organizer's change of its plan.
 *
 * @throws Refusal forbidden, illegalStep when nothing may be changed any more,
 *   or conflict when it changed since it was read
 */
export async function lockForPlanning(
  transaction: Transaction,
  viewer: Viewer,
  sessionId: string,
  version: number | undefined,
): Promise<Session> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const found = await lockSession(transaction, sessionId);
  if (!sessionMachine.can(found.state, "edit")) throw new Refusal("illegalStep");
  if (version !== undefined && version !== found.version) throw new Refusal("conflict");
  return found;
}

export interface SessionStep {
  action: SessionAction;
  /** Null when the clock takes the step. */
  viewer: Viewer | null;
  version?: number;
  changes?: Partial<typeof matchmakingSession.$inferInsert>;
  detail?: Record<string, unknown>;
  /** Who is told; everyone with the session's pages open when it is left out. */
  rooms?: EventRoom<"session.changed">[] | undefined;
}

/**
 * Takes one step of a session's life: checks that it is possible, writes the row
 * and its audit entry, and tells open pages, in the given transaction.
 *
 * @throws Refusal illegalStep, or conflict when the session changed since it was read
 */
export async function takeSessionStep(
  transaction: Transaction,
  found: Session,
  { action, viewer, version, changes, detail, rooms }: SessionStep,
): Promise<Session> {
  if (version !== undefined && version !== found.version) throw new Refusal("conflict");
  if (!sessionMachine.can(found.state, action)) throw new Refusal("illegalStep");
  const [row] = await transaction
    .update(matchmakingSession)
    .set({
      ...changes,
      state: sessionMachine.next(found.state, action),
      version: found.version + 1,
      updatedAt: new Date(),
    })
    .where(eq(matchmakingSession.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  await audit(transaction, {
    actorId: viewer?.userId ?? null,
    organisationId: null,
    subjectKind: "session",
    subjectId: found.id,
    action,
    detail,
  });
  await announceSession(transaction, found.id, rooms);
  return row;
}

/** Tells open pages of a session that something in it changed; only those in the rooms, when some are named. */
export const announceSession = (
  transaction: Transaction,
  sessionId: string,
  rooms: EventRoom<"session.changed">[] = [`session:${sessionId}`],
): Promise<void> => announce(transaction, realtime("session.changed", rooms, { sessionId }));

/** Brings a session's begin and end up to its slots and programme. */
export async function followPlan(transaction: Transaction, sessionId: string): Promise<void> {
  await transaction.execute(sql`
    UPDATE matchmaking_session SET (starts_at, ends_at) = (
      SELECT min(starts_at), max(ends_at) FROM (
        SELECT starts_at, ends_at FROM session_slot WHERE session_id = ${sessionId}
        UNION ALL
        SELECT starts_at, ends_at FROM programme_item WHERE session_id = ${sessionId}
      ) planned
    ) WHERE id = ${sessionId}`);
}
