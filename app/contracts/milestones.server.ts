import { asc, eq } from "drizzle-orm";
import { takeStep, type Life } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { contractMilestone } from "#db/schema/index.ts";
import { compareAmounts } from "./amounts.ts";
import { announceContract, lockContract, nameOfSide } from "./change.server.ts";
import { performIfDone } from "./ending.server.ts";
import { milestoneMachine, type MilestoneAction } from "./lifecycle.ts";
import { mayMove, contractSideOf } from "./policy.ts";
import type { Contract, ContractMilestone } from "./row.ts";
import type { MilestoneRow } from "./schema.ts";
import { contractNews, type MilestoneNewsStep } from "./news.ts";

/** The milestones of a signed contract, in their order. */
export async function milestonesOf(
  transaction: Transaction,
  contractId: string,
): Promise<ContractMilestone[]> {
  const rows = await transaction
    .select()
    .from(contractMilestone)
    .where(eq(contractMilestone.contractId, contractId))
    .orderBy(asc(contractMilestone.position));
  return rows;
}

/** The life of a milestone; whose step it is depends on its contract, and the command asks. */
const milestoneLife: Life<
  ContractMilestone,
  MilestoneAction,
  Partial<typeof contractMilestone.$inferInsert>
> = {
  lock: (transaction, where) =>
    transaction.select().from(contractMilestone).where(where).for("update"),
  can: ({ state }, action) => milestoneMachine.can(state, action),
  next: ({ state }, action) => ({ state: milestoneMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(contractMilestone)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(contractMilestone.id, id))
      .returning(),
  fact: ({ id, contractId, title }, _before, { action }) => ({
    organisationId: null,
    subjectKind: "contract",
    subjectId: contractId,
    action: `milestone.${action}`,
    detail: { milestoneId: id, title },
  }),
};

/** What a milestone of a complete text says. */
function whole(row: MilestoneRow): { id: string; title: string; dueOn: string; amount: string } {
  const { id, title, dueOn, amount } = row;
  if (id === null || dueOn === null || amount === null) throw new Refusal("incomplete");
  return { id, title, dueOn, amount };
}

/** Sets the milestones of a text going, when both sides have signed it. */
export async function plantMilestones(transaction: Transaction, found: Contract): Promise<void> {
  await transaction.insert(contractMilestone).values(
    found.content.milestones.map((row, position) => ({
      contractId: found.id,
      position,
      ...whole(row),
    })),
  );
}

/** What an amendment would do to a milestone that work has begun on is refused. */
export function checkMilestonesKept(
  started: readonly ContractMilestone[],
  rows: MilestoneRow[],
): void {
  for (const milestone of started) {
    if (milestone.state === "planned") continue;
    const row = rows.find(({ id }) => id === milestone.id);
    const kept =
      row?.title === milestone.title &&
      row.dueOn === milestone.dueOn &&
      row.amount !== null &&
      compareAmounts(row.amount, milestone.amount) === 0;
    if (!kept) throw new Refusal("milestoneStarted");
  }
}

/** Brings the milestones to what an amendment says; those begun stay as they are. */
export async function replantMilestones(transaction: Transaction, found: Contract): Promise<void> {
  const present = await milestonesOf(transaction, found.id);
  const rows = found.content.milestones.map(whole);
  checkMilestonesKept(present, found.content.milestones);
  await transaction.delete(contractMilestone).where(eq(contractMilestone.contractId, found.id));
  await transaction.insert(contractMilestone).values(
    rows.map((row, position) => {
      const known = present.find(({ id }) => id === row.id);
      const sameDay = known?.dueOn === row.dueOn;
      return {
        contractId: found.id,
        position,
        ...(known
          ? {
              state: known.state,
              rejectReason: known.rejectReason,
              version: known.version + 1,
              remindersSent: sameDay ? known.remindersSent : 0,
            }
          : {}),
        ...row,
      };
    }),
  );
}

const toldOf: Record<MilestoneAction, MilestoneNewsStep> = {
  deliver: "delivered",
  accept: "accepted",
  reject: "rejected",
  pay: "paid",
  confirm: "settled",
  notReceived: "notReceived",
};

/**
 * Takes one step of a milestone. When the last one is settled, a registered
 * contract is performed.
 *
 * @param version what the person had read
 * @throws Refusal notFound, forbidden, conflict or illegalStep
 */
export async function moveMilestone(
  services: Services,
  viewer: Viewer,
  contractId: string,
  step: { milestoneId: string; action: MilestoneAction; version: number; reason?: string },
): Promise<void> {
  const { milestoneId, action, version, reason = "" } = step;
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const milestones = await milestonesOf(transaction, contractId);
    const milestone = milestones.find(({ id }) => id === milestoneId);
    if (!milestone) throw new Refusal("notFound");
    if (milestone.version !== version) throw new Refusal("conflict");
    if (!mayMove(viewer, found, milestone.state, action))
      throw new Refusal(
        milestoneMachine.can(milestone.state, action) ? "forbidden" : "illegalStep",
      );
    if (action === "reject" && reason === "") throw new Refusal("incomplete");
    const side = contractSideOf(viewer, found);
    await takeStep(transaction, milestoneLife, milestone, {
      action,
      viewer,
      now: services.now(),
      version,
      changes: { rejectReason: action === "reject" ? reason : "" },
      organisationId: side,
      detail: reason === "" ? {} : { reason },
    });
    const other =
      side === found.buyerOrganisationId ? found.sellerOrganisationId : found.buyerOrganisationId;
    await notifyMembers(transaction, other, {
      kind: contractNews.milestone,
      occasion: `contract_milestone:${milestoneId}:${action}:${version}`,
      payload: {
        contractId,
        title: found.content.title,
        milestone: milestone.title,
        step: toldOf[action],
        organisationName: nameOfSide(found, side),
        dueOn: milestone.dueOn,
        note: reason,
      },
    });
    await announceContract(transaction, found);
    await performIfDone(transaction, found, services.now());
  });
}
