import { and, asc, eq, inArray, lt, lte } from "drizzle-orm";
import { notify } from "#app/notifications/notify.server.ts";
import { addDays, dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { contract, contractMilestone, member, user } from "#db/schema/index.ts";
import { milestoneReminderDays } from "./lifecycle.ts";
import { parseContract } from "./schema.ts";
import { contractNews } from "./news.ts";

const batch = 100;

/**
 * Reminds both sides of milestones that are soon due and, once, of those that
 * are overdue, in small transactions. Safe to repeat and to run on several
 * servers: rows in work are skipped.
 */
export async function remindOfMilestones(services: Services): Promise<void> {
  const today = dayOf(services.now());
  const before = milestoneReminderDays.map((days) => dayOf(addDays(services.now(), days)));
  const yesterday = dayOf(addDays(services.now(), -1));
  /** The latest occasion first: what is overdue is not also told to be soon due. */
  const occasions = [...before, yesterday].map((until, index) => ({ until, index })).toReversed();
  for (const occasion of occasions) while ((await remindSome(services, occasion, today)) === batch);
}

type Milestone = typeof contractMilestone.$inferSelect;

function remindSome(
  services: Services,
  { until, index }: { until: string; index: number },
  today: string,
): Promise<number> {
  return inTransaction(services.database, async (transaction) => {
    const rows = await transaction
      .select({ milestone: contractMilestone, contract })
      .from(contractMilestone)
      .innerJoin(contract, eq(contract.id, contractMilestone.contractId))
      .where(
        and(
          inArray(contractMilestone.state, ["planned", "rejected"]),
          inArray(contract.state, ["signed", "submitted", "returned", "registered"]),
          lte(contractMilestone.dueOn, until),
          lt(contractMilestone.remindersSent, index + 1),
        ),
      )
      .orderBy(asc(contractMilestone.dueOn))
      .limit(batch)
      .for("update", { of: contractMilestone, skipLocked: true });
    if (rows.length === 0) return 0;
    await transaction
      .update(contractMilestone)
      .set({ remindersSent: index + 1 })
      .where(
        inArray(
          contractMilestone.id,
          rows.map(({ milestone }) => milestone.id),
        ),
      );
    const people = await membersOf(
      transaction,
      rows.flatMap((row) => [row.contract.buyerOrganisationId, row.contract.sellerOrganisationId]),
    );
    for (const row of rows) await remind(transaction, row, index, today, people);
    return rows.length;
  });
}

const membersOf = (transaction: Transaction, organisationIds: string[]) =>
  transaction
    .select({
      organisationId: member.organisationId,
      role: member.role,
      userId: user.id,
      name: user.name,
      email: user.email,
      locale: user.locale,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(inArray(member.organisationId, [...new Set(organisationIds)]));

async function remind(
  transaction: Transaction,
  row: { milestone: Milestone; contract: typeof contract.$inferSelect },
  index: number,
  today: string,
  people: Awaited<ReturnType<typeof membersOf>>,
): Promise<void> {
  const { milestone } = row;
  const sides = [row.contract.buyerOrganisationId, row.contract.sellerOrganisationId];
  const told = people.filter(({ organisationId }) => sides.includes(organisationId));
  const overdue = milestone.dueOn < today;
  const title = parseContract(row.contract.content).title;
  await notify(transaction, [...new Set(told.map(({ userId }) => userId))], {
    kind: contractNews.milestone,
    occasion: `contract_milestone_due:${milestone.id}:${milestone.dueOn}:${index}`,
    payload: {
      contractId: row.contract.id,
      title,
      milestone: milestone.title,
      step: overdue ? "overdue" : "due",
      organisationName: "",
      dueOn: milestone.dueOn,
      note: "",
    },
  });
}
