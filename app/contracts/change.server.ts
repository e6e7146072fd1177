import { asc, eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { lockDeal, takeDealStep } from "#app/deals/change.server.ts";
import type { DealAction } from "#app/deals/stages.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { contract, contractSignature, deal } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { contractMachine, type ContractAction } from "./lifecycle.ts";
import { isEntitledToContractStep, maySeeContract, contractSideOf } from "./policy.ts";
import { readContract, type Contract } from "./row.ts";
import { contractNews, type ContractNewsStep } from "./news.ts";

/**
 * The contract, locked until the transaction ends.
 *
 * @throws Refusal notFound when there is none, or not for this viewer
 */
export async function lockContract(
  transaction: Transaction,
  viewer: Viewer | null,
  contractId: string,
): Promise<Contract> {
  const [row] = await transaction
    .select()
    .from(contract)
    .where(eq(contract.id, contractId))
    .for("update");
  if (!row) throw new Refusal("notFound");
  const found = await withAround(transaction, row);
  if (viewer && !maySeeContract(viewer, found)) throw new Refusal("notFound");
  return found;
}

/** A row of the table contract with its deal's broker and its signatures. */
export async function withAround(
  transaction: Transaction,
  row: typeof contract.$inferSelect,
): Promise<Contract> {
  const [around] = await transaction
    .select({ brokerId: deal.brokerId })
    .from(deal)
    .where(eq(deal.id, row.dealId));
  const signed = await transaction
    .select({ organisationId: contractSignature.organisationId })
    .from(contractSignature)
    .where(eq(contractSignature.contractId, row.id))
    .orderBy(asc(contractSignature.createdAt));
  return readContract(row, {
    brokerId: around?.brokerId ?? null,
    signedByIds: signed.map(({ organisationId }) => organisationId),
  });
}

type Changes = Partial<
  Omit<typeof contract.$inferInsert, "id" | "dealId" | "state" | "version" | "updatedAt">
>;

export interface ContractStep {
  action: ContractAction;
  /** Null when a record (a milestone, an amendment) takes the step. */
  viewer: Viewer | null;
  /** What the person had read: a step on what changed since is refused. */
  version?: number;
  set?: Changes;
  detail?: Record<string, unknown>;
}

/**
 * Checks that the viewer may take the step now.
 *
 * @throws Refusal forbidden, conflict when it changed since it was read, or illegalStep
 */
export function checkStep(found: Contract, { action, viewer, version }: ContractStep): void {
  if (viewer && !isEntitledToContractStep(viewer, found, action)) throw new Refusal("forbidden");
  if (version !== undefined && version !== found.version) throw new Refusal("conflict");
  if (!contractMachine.can(found.state, action)) throw new Refusal("illegalStep");
}

/**
 * Takes one step of a contract: checks that it is the viewer's and possible,
 * writes the row and its audit entry, and tells open pages, in the given
 * transaction, which holds the row's lock.
 *
 * @throws Refusal forbidden, conflict or illegalStep
 */
export async function takeContractStep(
  transaction: Transaction,
  found: Contract,
  step: ContractStep,
): Promise<Contract> {
  checkStep(found, step);
  const { action, viewer, set, detail } = step;
  const state = contractMachine.next(found.state, action);
  const [row] = await transaction
    .update(contract)
    .set({ ...set, state, version: found.version + 1, updatedAt: new Date() })
    .where(eq(contract.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  await audit(transaction, {
    actorId: viewer?.userId ?? null,
    organisationId: viewer ? contractSideOf(viewer, found) : null,
    subjectKind: "contract",
    subjectId: found.id,
    action,
    detail: { from: found.state, to: state, ...detail },
  });
  const changed = await withAround(transaction, row);
  await announceContract(transaction, changed);
  return changed;
}

/** Takes the step of the contract's deal that follows from what happened to the contract. */
export async function moveDealOfContract(
  transaction: Transaction,
  found: Contract,
  action: DealAction,
): Promise<void> {
  const locked = await lockDeal(transaction, found.dealId);
  if (!locked) throw new Refusal("notFound");
  await takeDealStep(transaction, locked, {
    action,
    viewer: null,
    detail: { contractId: found.id },
  });
}

/** Tells open pages of both sides, of the broker and of organizers that a contract changed. */
export const announceContract = (transaction: Transaction, changed: Contract): Promise<void> =>
  announce(
    transaction,
    realtime(
      "contract.changed",
      [
        `organisation:${changed.buyerOrganisationId}`,
        `organisation:${changed.sellerOrganisationId}`,
        ...(changed.submittedAt ? (["organizers"] as const) : []),
        ...(changed.brokerId ? [`user:${changed.brokerId}` as const] : []),
      ],
      { contractId: changed.id },
    ),
  );

/** Tells the members of both sides, or of the other side only, what happened to a contract. */
export async function tellContractSides(
  transaction: Transaction,
  found: Contract,
  told: ContractNewsStep,
  about: {
    /** Whose doing it was, and is not told; null tells both sides. */
    by: string | null;
    /** Names the occasion, so that a repeat tells nothing. */
    mark: string | number;
    byName?: string;
    note?: string;
  },
): Promise<void> {
  const sides = [found.buyerOrganisationId, found.sellerOrganisationId];
  for (const side of sides.filter((one) => one !== about.by))
    await notifyMembers(transaction, side, {
      kind: contractNews.step,
      occasion: `contract_step:${found.id}:${told}:${about.mark}`,
      payload: {
        contractId: found.id,
        title: found.content.title,
        step: told,
        organisationName: about.byName ?? "",
        note: about.note ?? "",
      },
    });
}

/** The name of the side that the viewer acts for. */
export const nameOfSide = (found: Contract, side: string | null): string =>
  side === found.buyerOrganisationId ? found.content.buyerName : found.content.sellerName;
