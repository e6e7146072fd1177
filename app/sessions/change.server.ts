import { eq, sql } from "drizzle-orm";
import { lockRow, takeStep, type Life, type StepRequest } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { matchmakingSession } from "#db/schema/index.ts";
import { realtime, type EventRoom } from "#realtime/events.ts";
import { sessionMachine, type SessionAction } from "./lifecycle.ts";
import { mayRunSessions } from "./policy.ts";

export type Session = typeof matchmakingSession.$inferSelect;

/** The session, locked until the transaction ends. @throws Refusal notFound */
export const lockSession = (transaction: Transaction, sessionId: string): Promise<Session> =>
  lockRow(transaction, sessionLife, eq(matchmakingSession.id, sessionId));

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

/** The life of a session; whose step it is asks the command. */
export const sessionLife: Life<
  Session,
  SessionAction,
  Partial<typeof matchmakingSession.$inferInsert>
> = {
  lock: (transaction, where) =>
    transaction.select().from(matchmakingSession).where(where).for("update"),
  can: ({ state }, action) => sessionMachine.can(state, action),
  next: ({ state }, action) => ({ state: sessionMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(matchmakingSession)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(matchmakingSession.id, id))
      .returning(),
  fact: ({ id }, _before, { action }) => ({
    organisationId: null,
    subjectKind: "session",
    subjectId: id,
    action,
  }),
};

type SessionStep = StepRequest<SessionAction, Partial<typeof matchmakingSession.$inferInsert>> & {
  /** Who is told; everyone with the session's pages open when it is left out. */
  rooms?: EventRoom<"session.changed">[] | undefined;
};

/** Takes a step of a session and tells its open pages. @throws Refusal as takeStep */
export async function takeSessionStep(
  transaction: Transaction,
  found: Session,
  { rooms, ...request }: SessionStep,
): Promise<Session> {
  const changed = await takeStep(transaction, sessionLife, found, request);
  await announceSession(transaction, found.id, rooms);
  return changed;
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
