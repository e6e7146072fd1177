import { and, asc, eq, inArray, isNull, lte, ne } from "drizzle-orm";
import { notify } from "#app/notifications/notify.server.ts";
import { addDays, dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import type { DealSide } from "#app/codes/codes.ts";
import { inTransaction } from "#db/connection.ts";
import { deal, dealTask } from "#db/schema/index.ts";
import { readDeal } from "./change.server.ts";
import { assigneesOf } from "./tasks.server.ts";
import { describeDeal } from "./tell.server.ts";
import { dealNews } from "./news.ts";

const batch = 100;
/** Days before a task is due at which its assignee is reminded. */
const ahead = 1;

/**
 * Reminds of the tasks that are due tomorrow or before, each once, in small
 * transactions. Safe to repeat and to run on several servers: rows in work are
 * skipped.
 */
export async function remindOfTasks(services: Services): Promise<void> {
  while ((await remindSome(services)) === batch);
}

function remindSome(services: Services): Promise<number> {
  return inTransaction(services.database, async (transaction) => {
    const now = services.now();
    const rows = await transaction
      .select({ task: dealTask, deal })
      .from(dealTask)
      .innerJoin(deal, eq(deal.id, dealTask.dealId))
      .where(
        and(
          isNull(dealTask.doneAt),
          isNull(dealTask.remindedAt),
          lte(dealTask.dueOn, dayOf(addDays(now, ahead))),
          ne(deal.stage, "ended"),
        ),
      )
      .orderBy(asc(dealTask.dueOn))
      .limit(batch)
      .for("update", { of: dealTask, skipLocked: true });
    if (rows.length === 0) return 0;
    await transaction
      .update(dealTask)
      .set({ remindedAt: now })
      .where(
        inArray(
          dealTask.id,
          rows.map(({ task }) => task.id),
        ),
      );
    for (const { task, deal: row } of rows) {
      const found = readDeal(row);
      const side = task.assigneeSide as DealSide;
      await notify(transaction, await assigneesOf(transaction, found, side, task.assigneeId), {
        kind: dealNews.taskDue,
        occasion: `deal_task_due:${task.id}`,
        payload: {
          ...(await describeDeal(transaction, null, found)),
          task: task.title,
          dueOn: task.dueOn,
        },
      });
    }
    return rows.length;
  });
}
