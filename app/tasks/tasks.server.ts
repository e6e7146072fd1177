import { and, eq, ne, sql, type SQL } from "drizzle-orm";
import { addDays, dayOf } from "#app/kernel/dates.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { member, type dealTask, type meetingTask } from "#db/schema/index.ts";

const batch = 100;
/** Days before a task is due at which it is reminded of. */
const ahead = 1;

/**
 * Makes sure that a task of an organisation can be this person's; null is all of it.
 *
 * @throws Refusal notAssignable unless the person writes for the organisation
 */
export async function requireAssignable(
  transaction: Transaction,
  organisationId: string,
  personId: string | null,
): Promise<void> {
  if (personId === null) return;
  const known = await transaction.$count(
    member,
    and(
      eq(member.organisationId, organisationId),
      eq(member.userId, personId),
      ne(member.role, "reader"),
    ),
  );
  if (known === 0) throw new Refusal("notAssignable");
}

/**
 * Reminds of the tasks of a table that are due tomorrow or before, each once, in small
 * transactions. Safe to repeat and to run on several servers: rows in work are skipped.
 *
 * @param only a condition on the table's rows; others are not reminded of
 * @param remind gets the ids of tasks, the earliest due first
 */
export async function remindOfDue(
  services: Services,
  table: typeof dealTask | typeof meetingTask,
  remind: (transaction: Transaction, ids: string[]) => Promise<void>,
  only: SQL = sql`true`,
): Promise<void> {
  for (let reminded = batch; reminded === batch;)
    reminded = await inTransaction(services.database, async (transaction) => {
      const now = services.now();
      const { rows } = await transaction.execute<{ id: string }>(sql`
        WITH due AS MATERIALIZED (
          SELECT id, due_on FROM ${table}
          WHERE done_at IS NULL AND reminded_at IS NULL
            AND due_on <= ${dayOf(addDays(now, ahead))} AND ${only}
          ORDER BY due_on, id LIMIT ${batch} FOR UPDATE SKIP LOCKED
        ), marked AS (
          UPDATE ${table} SET reminded_at = ${now} WHERE id IN (SELECT id FROM due)
        )
        SELECT id FROM due ORDER BY due_on, id`);
      if (rows.length > 0)
        await remind(
          transaction,
          rows.map(({ id }) => id),
        );
      return rows.length;
    });
}
