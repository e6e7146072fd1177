import { asc, eq } from "drizzle-orm";
import { lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";
import { dealLife, lockDeal } from "#app/deals/change.server.ts";
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
  const found = await lockRow(transaction, contractLife, eq(contract.id, contractId));
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
  Omit<typeof contract.$inferInsert, "id" | "dealId" | "version" | "updatedAt">
>;

/** The life of a contract. What a record (a milestone, an amendment) does is nobody's step. */
export const contractLife: Life<Contract, ContractAction, Changes> = {
  lock: async (transaction, where) => {
    const rows = await transaction.select().from(contract).where(where).for("update");
    return Promise.all(rows.map((row) => withAround(transaction, row)));
  },
  can: ({ state }, action) => contractMachine.can(state, action),
  next: ({ state }, action) => ({ state: contractMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  mayTake: (viewer, found, action) =>
    viewer === null || isEntitledToContractStep(viewer, found, action),
  write: async (transaction, { id, version }, changes, now) => {
    const rows = await transaction
      .update(contract)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(contract.id, id))
      .returning();
    return Promise.all(rows.map((row) => withAround(transaction, row)));
  },
  fact: ({ id, state }, before, { action, viewer }) => ({
    organisationId: viewer ? contractSideOf(viewer, before) : null,
    subjectKind: "contract",
    subjectId: id,
    action,
    detail: { from: before.state, to: state },
  }),
  follow: (transaction, changed) => announceContract(transaction, changed),
};

/** Takes the step of the contract's deal that follows from what happened to the contract. */
export async function moveDealOfContract(
  transaction: Transaction,
  found: Contract,
  action: DealAction,
  now: Date,
): Promise<void> {
  await takeStep(transaction, dealLife, await lockDeal(transaction, found.dealId), {
    action,
    viewer: null,
    now,
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
