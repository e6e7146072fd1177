import { and, asc, eq, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { requireAssignable } from "#app/tasks/tasks.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { meetingTask, user } from "#db/schema/index.ts";
import { announceSession } from "#app/sessions/change.server.ts";
import { readMeeting, type MeetingSide } from "#app/sessions/meetings/meeting-sides.server.ts";
import { mayActFor } from "#app/sessions/policy.ts";
import { followUpsOpen, maySeeMeeting, meetingSideOf, type MeetingTaskFields } from "./ratings.ts";

/** Something a side promised itself to do after a meeting. */
export interface MeetingTask {
  id: string;
  title: string;
  /** A calendar day, YYYY-MM-DD. */
  dueOn: string;
  done: boolean;
  version: number;
  /** Null when it is the whole organisation's. */
  assigneeId: string | null;
  assigneeName: string | null;
}

/** What one organisation has to do after a meeting: open ones first, by day. */
export async function tasksOfMeeting(
  reader: Reader,
  meetingId: string,
  organisationId: string,
): Promise<MeetingTask[]> {
  const rows = await reader
    .select({ task: meetingTask, assigneeName: user.name })
    .from(meetingTask)
    .leftJoin(user, eq(user.id, meetingTask.assigneeId))
    .where(
      and(eq(meetingTask.meetingId, meetingId), eq(meetingTask.organisationId, organisationId)),
    )
    .orderBy(sql`${meetingTask.doneAt} is not null`, asc(meetingTask.dueOn), asc(meetingTask.id));
  return rows.map(({ task, assigneeName }) => ({
    ...{ id: task.id, title: task.title, dueOn: task.dueOn, done: task.doneAt !== null },
    ...{ version: task.version, assigneeId: task.assigneeId, assigneeName },
  }));
}

/**
 * Adds something to do after a meeting, for the viewer's side.
 *
 * @throws Refusal notFound, forbidden, illegalStep before the meeting begins, or
 *   notAssignable when the organisation has no such person who writes for it
 */
export function addMeetingTask(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  task: MeetingTaskFields,
): Promise<void> {
  return withSide(services, viewer, sessionId, meetingId, async (transaction, own) => {
    await requireAssignable(transaction, own.organisationId, task.assigneeId);
    const [made] = await transaction
      .insert(meetingTask)
      .values({
        ...task,
        ...{ meetingId, organisationId: own.organisationId, createdById: viewer.userId },
      })
      .returning({ id: meetingTask.id });
    return { action: "meeting_task_add", taskId: made?.id ?? "" };
  });
}

/**
 * Changes what is to be done, by whom or until when; a new day is reminded of anew.
 *
 * @throws Refusal as addMeetingTask does, and conflict when it changed since it was read
 */
export function changeMeetingTask(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  taskId: string,
  { version, ...task }: MeetingTaskFields & { version: number },
): Promise<void> {
  return withSide(services, viewer, sessionId, meetingId, async (transaction, own) => {
    const found = await lockTask(transaction, own, meetingId, taskId);
    if (found.version !== version) throw new Refusal("conflict");
    if (task.assigneeId !== found.assigneeId)
      await requireAssignable(transaction, own.organisationId, task.assigneeId);
    await transaction
      .update(meetingTask)
      .set({
        ...task,
        version: version + 1,
        remindedAt: task.dueOn === found.dueOn ? found.remindedAt : null,
      })
      .where(eq(meetingTask.id, taskId));
    return { action: "meeting_task_change", taskId };
  });
}

/** Marks it as done, or as open again; either twice is the same as once. @throws Refusal as addMeetingTask does */
export function setMeetingTaskDone(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  taskId: string,
  done: boolean,
): Promise<void> {
  return withSide(services, viewer, sessionId, meetingId, async (transaction, own) => {
    const found = await lockTask(transaction, own, meetingId, taskId);
    if ((found.doneAt !== null) === done) return null;
    await transaction
      .update(meetingTask)
      .set({ doneAt: done ? services.now() : null, version: found.version + 1 })
      .where(eq(meetingTask.id, taskId));
    return { action: done ? "meeting_task_done" : "meeting_task_reopen", taskId };
  });
}

/** Takes it away. @throws Refusal as changeMeetingTask does */
export function removeMeetingTask(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  taskId: string,
  version: number,
): Promise<void> {
  return withSide(services, viewer, sessionId, meetingId, async (transaction, own) => {
    const found = await lockTask(transaction, own, meetingId, taskId);
    if (found.version !== version) throw new Refusal("conflict");
    await transaction.delete(meetingTask).where(eq(meetingTask.id, taskId));
    return { action: "meeting_task_remove", taskId };
  });
}

/** Does something as the viewer's side of a meeting, writes its audit entry and tells the side's open pages. */
function withSide(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  work: (
    transaction: Transaction,
    own: MeetingSide,
  ) => Promise<{ action: string; taskId: string } | null>,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await readMeeting(transaction, sessionId, meetingId);
    if (!maySeeMeeting(viewer, found.sides)) throw new Refusal("notFound");
    const own = meetingSideOf(viewer, found.sides);
    if (!own || !mayActFor(viewer, own)) throw new Refusal("forbidden");
    if (found.startsAt > services.now() || !followUpsOpen(found.session.state))
      throw new Refusal("illegalStep");
    const did = await work(transaction, own);
    if (did === null) return;
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: own.organisationId,
      subjectKind: "session",
      subjectId: sessionId,
      action: did.action,
      detail: { meetingId, taskId: did.taskId },
    });
    await announceSession(transaction, sessionId, [`organisation:${own.organisationId}`]);
  });
}

async function lockTask(
  transaction: Transaction,
  own: MeetingSide,
  meetingId: string,
  taskId: string,
): Promise<typeof meetingTask.$inferSelect> {
  const [row] = await transaction
    .select()
    .from(meetingTask)
    .where(
      and(
        eq(meetingTask.id, taskId),
        eq(meetingTask.meetingId, meetingId),
        eq(meetingTask.organisationId, own.organisationId),
      ),
    )
    .for("update");
  if (!row) throw new Refusal("notFound");
  return row;
}
