import { and, eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { contractAmendment } from "#db/schema/index.ts";
import {
  announceContract,
  lockContract,
  nameOfSide,
  contractLife,
  tellContractSides,
} from "./change.server.ts";
import { differences } from "./differences.ts";
import { contractHashOf } from "./hash.server.ts";
import { amendmentMachine, type AmendmentAction } from "./lifecycle.ts";
import { checkMilestonesKept, milestonesOf, replantMilestones } from "./milestones.server.ts";
import { mayAmend, mayAnswer, contractSideOf } from "./policy.ts";
import { amendmentLife } from "./amendment-life.server.ts";
import { contractCompleteSchema, type ContractContent } from "./schema.ts";
import { lockRow, takeStep } from "#app/kernel/steps.server.ts";

/** What an amendment leaves alone: a contract of another kind is another contract. */
const kept = (content: ContractContent, before: ContractContent): ContractContent => ({
  ...content,
  kind: before.kind,
  buyerName: before.buyerName,
  sellerName: before.sellerName,
  milestones: content.milestones.map((row) => ({ ...row, id: row.id ?? newId() })),
});

/**
 * Proposes to change a signed contract: the whole text as it is to be.
 *
 * @throws Refusal forbidden, conflict, illegalStep, incomplete, nothingChanged,
 *   milestoneStarted, or amendmentOpen while another proposal waits
 */
export async function proposeAmendment(
  services: Services,
  viewer: Viewer,
  contractId: string,
  proposal: { content: ContractContent; reason: string; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const side = contractSideOf(viewer, found);
    if (side === null) throw new Refusal("forbidden");
    if (proposal.version !== found.version) throw new Refusal("conflict");
    if (!mayAmend(viewer, found)) throw new Refusal("illegalStep");
    const content = kept(proposal.content, found.content);
    if (!contractCompleteSchema.safeParse(content).success) throw new Refusal("incomplete");
    if (differences(found.content, content).length === 0) throw new Refusal("nothingChanged");
    checkMilestonesKept(await milestonesOf(transaction, contractId), content.milestones);
    const number =
      (await transaction.$count(contractAmendment, eq(contractAmendment.contractId, contractId))) +
      1;
    const [made] = await transaction
      .insert(contractAmendment)
      .values({
        contractId,
        number,
        reason: proposal.reason,
        before: found.content,
        content,
        hash: contractHashOf(content),
        proposedById: side,
      })
      .onConflictDoNothing()
      .returning();
    if (!made) throw new Refusal("amendmentOpen");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: side,
      subjectKind: "contract",
      subjectId: contractId,
      action: "amendment.propose",
      detail: { number, hash: made.hash },
    });
    await tellContractSides(transaction, found, "amendmentProposed", {
      by: side,
      mark: number,
      byName: nameOfSide(found, side),
      note: proposal.reason,
    });
    await announceContract(transaction, found);
  });
}

/**
 * Agrees to, declines, or takes back the proposal that waits. An agreement puts
 * its text in force, milestones included.
 *
 * @param read the proposal's number and the hash of the text that was read
 * @throws Refusal conflict when it is not this proposal any more, forbidden, illegalStep
 */
export async function answerAmendment(
  services: Services,
  viewer: Viewer,
  contractId: string,
  read: { number: number; hash: string },
  action: AmendmentAction,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const amendment = await lockRow(
      transaction,
      amendmentLife,
      and(eq(contractAmendment.contractId, contractId), eq(contractAmendment.number, read.number)),
    );
    if (amendment.hash !== read.hash || !amendmentMachine.can(amendment.state, action))
      throw new Refusal("conflict");
    if (!mayAnswer(viewer, found, amendment, action)) {
      const { by } = amendmentMachine.steps[action];
      const own = contractSideOf(viewer, found) === amendment.proposedById;
      throw new Refusal(own === (by === "asker") ? "illegalStep" : "forbidden");
    }
    const side = contractSideOf(viewer, found);
    await takeStep(transaction, amendmentLife, amendment, {
      action,
      viewer,
      now: services.now(),
      organisationId: side,
    });
    if (action === "agree") {
      const changed = await takeStep(transaction, contractLife, found, {
        now: services.now(),
        action: "amend",
        viewer: null,
        changes: { content: amendment.content, contentHash: amendment.hash },
        detail: { number: read.number },
      });
      await replantMilestones(transaction, changed);
    } else await announceContract(transaction, found);
    if (action !== "withdraw")
      await tellContractSides(
        transaction,
        found,
        action === "agree" ? "amendmentAgreed" : "amendmentDeclined",
        { by: side, mark: read.number, byName: nameOfSide(found, side) },
      );
  });
}
