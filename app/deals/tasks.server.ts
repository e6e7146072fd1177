import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { requireAssignable } from "#app/tasks/tasks.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { DealSide } from "#app/codes/codes.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { dealTask } from "#db/schema/index.ts";
import { announceContents, type Deal } from "./change.server.ts";
import { mayWriteContents, organisationOfSide } from "./policy.ts";
import type { taskSchema } from "./schema.ts";
import { describeDeal, lockDealFor, organisationOf, peopleOf } from "./tell.server.ts";
import { dealNews } from "./news.ts";

/**
 * Adds a task for a side, or for one person of it, and tells them. The same
 * clientKey is stored once.
 *
 * @throws Refusal notFound, forbidden, or notAssignable when that side has no such person
 */
export async function addTask(
  services: Services,
  viewer: Viewer,
  dealId: string,
  { assignee, ...task }: z.infer<typeof taskSchema>,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteContents(viewer, found)) throw new Refusal("forbidden");
    await requireOfSide(transaction, found, assignee.side, assignee.personId);
    const [made] = await transaction
      .insert(dealTask)
      .values({
        ...task,
        dealId,
        assigneeSide: assignee.side,
        assigneeId: assignee.personId,
        createdById: viewer.userId,
      })
      .onConflictDoNothing()
      .returning({ id: dealTask.id });
    if (!made) return;
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: organisationOf(viewer, found),
      subjectKind: "deal",
      subjectId: dealId,
      action: "addTask",
      detail: { taskId: made.id },
    });
    const told = await assigneesOf(transaction, found, assignee.side, assignee.personId);
    await notify(
      transaction,
      told.filter((userId) => userId !== viewer.userId),
      {
        kind: dealNews.taskAssigned,
        occasion: `deal_task_assigned:${made.id}`,
        payload: {
          ...(await describeDeal(transaction, viewer, found)),
          task: task.title,
          dueOn: task.dueOn,
        },
      },
    );
    await announceContents(transaction, found);
  });
}

/** Whom a task is for: the one person, or the whole side. */
export const assigneesOf = async (
  transaction: Transaction,
  found: Deal,
  side: DealSide,
  personId: string | null,
): Promise<string[]> => (personId === null ? peopleOf(transaction, found, [side]) : [personId]);

/** @throws Refusal notAssignable when that side has no such person */
async function requireOfSide(
  transaction: Transaction,
  found: Deal,
  side: DealSide,
  personId: string | null,
): Promise<void> {
  const organisationId = organisationOfSide(found, side);
  if (organisationId !== null) return requireAssignable(transaction, organisationId, personId);
  if (found.brokerId === null || (personId !== null && personId !== found.brokerId))
    throw new Refusal("notAssignable");
}

/**
 * Marks a task as done, or as open again; either twice is the same as once.
 *
 * @throws Refusal notFound or forbidden
 */
export async function setTaskDone(
  services: Services,
  viewer: Viewer,
  dealId: string,
  taskId: string,
  done: boolean,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayWriteContents(viewer, found)) throw new Refusal("forbidden");
    const [task] = await transaction
      .select()
      .from(dealTask)
      .where(and(eq(dealTask.id, taskId), eq(dealTask.dealId, dealId)));
    if (!task) throw new Refusal("notFound");
    if ((task.doneAt !== null) === done) return;
    await transaction
      .update(dealTask)
      .set({ doneAt: done ? services.now() : null, doneById: done ? viewer.userId : null })
      .where(eq(dealTask.id, taskId));
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: organisationOf(viewer, found),
      subjectKind: "deal",
      subjectId: dealId,
      action: done ? "finishTask" : "reopenTask",
      detail: { taskId },
    });
    await announceContents(transaction, found);
  });
}
