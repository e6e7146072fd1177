import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import { notify } from "#app/notifications/notify.server.ts";
import { remindOfDue } from "#app/tasks/tasks.server.ts";
import type { Transaction } from "#db/connection.ts";
import { deal, dealTask } from "#db/schema/index.ts";
import { dealNews } from "./news.ts";
import { assigneesOf } from "./tasks.server.ts";
import { describeDeal } from "./tell.server.ts";

/** Reminds of the tasks of deals that are due tomorrow or before, each once; of deals that ended of none. */
export const remindOfTasks = (services: Services): Promise<void> =>
  remindOfDue(
    services,
    dealTask,
    remind,
    sql`deal_id IN (SELECT id FROM ${deal} WHERE stage <> 'ended')`,
  );

async function remind(transaction: Transaction, ids: string[]): Promise<void> {
  const rows = await transaction
    .select({ task: dealTask, deal })
    .from(dealTask)
    .innerJoin(deal, eq(deal.id, dealTask.dealId))
    .where(inArray(dealTask.id, ids))
    .orderBy(asc(dealTask.dueOn), asc(dealTask.id));
  for (const { task, deal: found } of rows) {
    const { assigneeSide, assigneeId } = task;
    await notify(transaction, await assigneesOf(transaction, found, assigneeSide, assigneeId), {
      kind: dealNews.taskDue,
      occasion: `deal_task_due:${task.id}`,
      payload: {
        ...(await describeDeal(transaction, null, found)),
        task: task.title,
        dueOn: task.dueOn,
      },
    });
  }
}
