import { and, eq, ne } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { contractAmendment, contractMilestone } from "#db/schema/index.ts";
import {
  lockContract,
  moveDealOfContract,
  nameOfSide,
  contractLife,
  tellContractSides,
} from "./change.server.ts";
import { amendmentLife } from "./amendment-life.server.ts";
import { mayTake, contractSideOf } from "./policy.ts";
import type { Contract } from "./row.ts";
import { checkStep, takeStep } from "#app/kernel/steps.server.ts";

/** How many milestones of a contract are not accepted and paid yet. */
const openMilestones = (transaction: Transaction, contractId: string): Promise<number> =>
  transaction.$count(
    contractMilestone,
    and(eq(contractMilestone.contractId, contractId), ne(contractMilestone.state, "settled")),
  );

/** A registered contract of which everything is accepted and paid is performed. */
export async function performIfDone(
  transaction: Transaction,
  found: Contract,
  now: Date,
): Promise<void> {
  if (found.state !== "registered") return;
  if ((await openMilestones(transaction, found.id)) > 0) return;
  await endPerformed(transaction, found, "perform", null, now);
}

async function endPerformed(
  transaction: Transaction,
  found: Contract,
  action: "perform" | "finish",
  viewer: Viewer | null,
  now: Date,
): Promise<void> {
  await voidAmendments(transaction, found.id, now);
  const changed = await takeStep(transaction, contractLife, found, {
    now,
    action,
    viewer,
    changes: { terminationAskedById: null },
  });
  await moveDealOfContract(transaction, changed, "perform", now);
  await tellContractSides(transaction, changed, "performed", { by: null, mark: 1 });
}

/** A proposal to change a contract that has ended is void. */
async function voidAmendments(
  transaction: Transaction,
  contractId: string,
  now: Date,
): Promise<void> {
  const waiting = await amendmentLife.lock(
    transaction,
    and(eq(contractAmendment.contractId, contractId), eq(contractAmendment.state, "proposed")),
  );
  for (const amendment of waiting)
    await takeStep(transaction, amendmentLife, amendment, {
      action: "withdraw",
      viewer: null,
      now,
    });
}

/**
 * Ends, as performed, a contract that is not to be registered.
 *
 * @throws Refusal milestonesOpen while anything is not accepted and paid
 */
export async function finishContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    checkStep(contractLife, found, { action: "finish", viewer, version });
    if ((await openMilestones(transaction, contractId)) > 0) throw new Refusal("milestonesOpen");
    await endPerformed(transaction, found, "finish", viewer, services.now());
  });
}

/** Asks the other side to end a signed contract, with a reason. */
export async function askTermination(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
  reason: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const step = { action: "askTermination", viewer, version } as const;
    checkStep(contractLife, found, step);
    if (!mayTake(viewer, found, "askTermination")) throw new Refusal("illegalStep");
    const side = contractSideOf(viewer, found);
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      ...step,
      changes: { terminationAskedById: side, terminationReason: reason },
      detail: { reason },
    });
    await tellContractSides(transaction, changed, "terminationAsked", {
      by: side,
      mark: changed.version,
      byName: nameOfSide(changed, side),
      note: reason,
    });
  });
}

/** Answers what the other side asked, or takes the own request back; an agreement ends the contract. */
export async function answerTermination(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
  action: "terminate" | "declineTermination" | "withdrawTermination",
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    if (found.terminationAskedById === null) throw new Refusal("conflict");
    const ends = action === "terminate";
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      action,
      viewer,
      version,
      changes: ends ? {} : { terminationAskedById: null, terminationReason: "" },
      detail: { reason: found.terminationReason },
    });
    if (ends) {
      await voidAmendments(transaction, contractId, services.now());
      await moveDealOfContract(transaction, changed, "terminate", services.now());
    }
    const side = contractSideOf(viewer, found);
    if (action !== "withdrawTermination")
      await tellContractSides(transaction, changed, ends ? "terminated" : "terminationDeclined", {
        by: side,
        mark: changed.version,
        byName: nameOfSide(changed, side),
        note: ends ? found.terminationReason : "",
      });
  });
}
