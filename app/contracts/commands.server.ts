import { and, eq, inArray, notInArray } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { natureOfKind } from "#app/codes/codes.ts";
import { type Deal } from "#app/deals/change.server.ts";
import { dealMachine } from "#app/deals/stages.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import {
  contract,
  contractSignature,
  contractVersion,
  deal,
  organisation,
  post,
} from "#db/schema/index.ts";
import {
  announceContract,
  lockContract,
  moveDealOfContract,
  nameOfSide,
  contractLife,
  tellContractSides,
  withAround,
} from "./change.server.ts";
import { contractHashOf } from "./hash.server.ts";
import { plantMilestones } from "./milestones.server.ts";
import { nextContractNumber } from "./number.server.ts";
import { contractSideOf } from "./policy.ts";
import type { Contract } from "./row.ts";
import {
  contractCompleteSchema,
  contractDraftSchema,
  type ContractContent,
  type signatureSchema,
} from "./schema.ts";
import { checkStep, takeStep } from "#app/kernel/steps.server.ts";

/** Whether a viewer may begin a contract of this deal now, but for one that is there already. */
export const mayBegin = (viewer: Viewer, found: Deal): boolean =>
  dealMachine.can(found.stage, "sign") &&
  (mayWriteFor(viewer, found.demandOrganisationId) ||
    mayWriteFor(viewer, found.supplyOrganisationId));

/**
 * What a new contract of a deal says before anyone types: both sides as they
 * are known, and what its need and result say.
 *
 * @throws Refusal notFound for others than the two sides, or illegalStep
 */
export async function beginning(
  services: Services,
  viewer: Viewer,
  dealId: string,
): Promise<ContractContent> {
  const [dealRow] = await services.database.select().from(deal).where(eq(deal.id, dealId));
  if (!dealRow) throw new Refusal("notFound");
  const known = viewer.memberships.some(({ organisationId }) =>
    [dealRow.demandOrganisationId, dealRow.supplyOrganisationId].includes(organisationId),
  );
  if (!known) throw new Refusal("notFound");
  if (!dealMachine.can(dealRow.stage, "sign")) throw new Refusal("illegalStep");
  if (!mayBegin(viewer, dealRow)) throw new Refusal("forbidden");
  return prefilled(services.database, dealRow);
}

async function prefilled(reader: Reader, found: Deal): Promise<ContractContent> {
  const sides = await reader
    .select()
    .from(organisation)
    .where(inArray(organisation.id, [found.demandOrganisationId, found.supplyOrganisationId]));
  const buyer = sides.find(({ id }) => id === found.demandOrganisationId);
  const seller = sides.find(({ id }) => id === found.supplyOrganisationId);
  const postIds = [found.needId, found.resultId].filter((id): id is string => id !== null);
  const posts = await reader.select().from(post).where(inArray(post.id, postIds));
  const contents = posts.flatMap(({ content }) =>
    content === null ? [] : [content as { title?: string; cluster?: string; field?: string }],
  );
  const said = <Key extends "title" | "cluster" | "field">(key: Key) =>
    contents.map((one) => one[key]).find((value) => value !== undefined && value !== "");
  return contractDraftSchema.parse({
    title: said("title"),
    cluster: said("cluster") ?? null,
    field: said("field"),
    buyerName: buyer?.name,
    buyerRegion: buyer?.region ?? null,
    buyerNature: buyer ? natureOfKind[buyer.kind] : null,
    sellerName: seller?.name,
    sellerRegion: seller?.region ?? null,
    sellerNature: seller ? natureOfKind[seller.kind] : null,
  });
}

/** Names are those of the deal's organisations, and every milestone has its own id. */
const settled = (content: ContractContent, names: ContractContent): ContractContent => ({
  ...content,
  buyerName: names.buyerName,
  sellerName: names.sellerName,
  milestones: content.milestones.map((row) => ({ ...row, id: row.id ?? newId() })),
});

/**
 * Begins the contract of a deal as a draft that both sides see and write.
 *
 * @throws Refusal notFound, forbidden, illegalStep when the deal is not at that
 *   stage, or contractExists
 */
export async function createContract(
  services: Services,
  viewer: Viewer,
  dealId: string,
  content: ContractContent,
): Promise<string> {
  const names = await beginning(services, viewer, dealId);
  return inTransaction(services.database, async (transaction) => {
    const [found] = await transaction.select().from(deal).where(eq(deal.id, dealId));
    if (!found) throw new Refusal("notFound");
    const [row] = await transaction
      .insert(contract)
      .values({
        id: newId(),
        dealId,
        buyerOrganisationId: found.demandOrganisationId,
        sellerOrganisationId: found.supplyOrganisationId,
        content: settled(content, names),
        createdById: viewer.userId,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Refusal("contractExists");
    const made = await withAround(transaction, row);
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: contractSideOf(viewer, made),
      subjectKind: "contract",
      subjectId: made.id,
      action: "create",
      detail: { dealId },
    });
    await announceContract(transaction, made);
    return made.id;
  });
}

/** The contract of the deal that is not ended, if there is one. */
export async function liveContractOf(reader: Reader, dealId: string): Promise<string | null> {
  const [row] = await reader
    .select({ id: contract.id })
    .from(contract)
    .where(
      and(eq(contract.dealId, dealId), notInArray(contract.state, ["terminated", "discarded"])),
    );
  return row?.id ?? null;
}

/**
 * Keeps the draft as it was typed.
 *
 * @param version what the person started from: a text saved since is not overwritten
 * @throws Refusal notFound, forbidden, conflict, or illegalStep
 */
export function saveContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  content: ContractContent,
  version: number,
): Promise<Contract> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    return takeStep(transaction, contractLife, found, {
      now: services.now(),
      action: "save",
      viewer,
      version,
      changes: { content: settled(content, found.content) },
    });
  });
}

/**
 * Proposes the draft, as it is, to the other side.
 *
 * @throws Refusal incomplete when something that signing needs is missing, and those of saveContract
 */
export function proposeContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
): Promise<Contract> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    checkStep(contractLife, found, { action: "propose", viewer, version });
    if (!contractCompleteSchema.safeParse(found.content).success) throw new Refusal("incomplete");
    const side = contractSideOf(viewer, found);
    if (side === null) throw new Refusal("forbidden");
    const hash = contractHashOf(found.content);
    const round = found.round + 1;
    await transaction.insert(contractVersion).values({
      contractId,
      number: round,
      content: found.content,
      hash,
      proposedById: side,
    });
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      action: "propose",
      viewer,
      version,
      changes: { contentHash: hash, round, proposedById: side },
      detail: { round, hash },
    });
    await tellContractSides(transaction, changed, "proposed", {
      by: side,
      mark: round,
      byName: nameOfSide(changed, side),
    });
    return changed;
  });
}

/**
 * Agrees to exactly the text whose hash the person saw. The first agreement
 * gives the contract its number.
 *
 * @throws Refusal conflict when it is not the text that is proposed now
 */
export function agreeContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  read: { version: number; hash: string },
): Promise<Contract> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    if (isRepeat(found, viewer, read, "agreed")) return found;
    const step = { action: "agree", viewer, version: read.version } as const;
    checkStep(contractLife, found, step);
    if (read.hash !== found.contentHash) throw new Refusal("conflict");
    const year = Number(dayOf(services.now()).slice(0, 4));
    const number = found.number ?? (await nextContractNumber(transaction, year));
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      ...step,
      changes: { number },
      detail: { round: found.round, hash: read.hash },
    });
    const side = contractSideOf(viewer, found);
    await tellContractSides(transaction, changed, "agreed", {
      by: side,
      mark: found.round,
      byName: nameOfSide(changed, side),
    });
    return changed;
  });
}

/** The browser sent the step once more: it was taken on just this text by this side. */
const isRepeat = (
  found: Contract,
  viewer: Viewer,
  read: { version: number; hash: string },
  state: Contract["state"],
): boolean =>
  found.state === state &&
  found.version === read.version + 1 &&
  found.contentHash === read.hash &&
  found.proposedById !== contractSideOf(viewer, found);

/**
 * Takes the text back to a draft, so that either side may change it; what was
 * agreed or signed by one side is void then.
 */
export function reopenContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
): Promise<Contract> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    checkStep(contractLife, found, { action: "change", viewer, version });
    await transaction.delete(contractSignature).where(eq(contractSignature.contractId, contractId));
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      action: "change",
      viewer,
      version,
      detail: { round: found.round },
    });
    const side = contractSideOf(viewer, found);
    await tellContractSides(transaction, changed, "changed", {
      by: side,
      mark: changed.version,
      byName: nameOfSide(changed, side),
    });
    return changed;
  });
}

/**
 * Records that the viewer's side has signed the agreed text. When both have,
 * the contract is signed, its milestones run and the deal follows.
 *
 * @throws Refusal invalidDay when the day lies ahead, and those of the other steps
 */
export function signContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  read: { version: number; hash: string },
  signature: z.infer<typeof signatureSchema>,
): Promise<Contract> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const second = found.state === "half_signed";
    const action = second ? "countersign" : "sign";
    checkStep(contractLife, found, { action, viewer, version: read.version });
    const side = contractSideOf(viewer, found);
    if (side === null) throw new Refusal("forbidden");
    if (read.hash !== found.contentHash) throw new Refusal("conflict");
    if (signature.signedOn > dayOf(services.now())) throw new Refusal("dayAhead");
    await transaction.insert(contractSignature).values({
      contractId,
      organisationId: side,
      hash: read.hash,
      recordedById: viewer.userId,
      ...signature,
    });
    const signedOn = second ? await lastSignature(transaction, contractId) : null;
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      action,
      viewer,
      version: read.version,
      changes: { signedOn },
      detail: { hash: read.hash, signedOn: signature.signedOn },
    });
    if (second) {
      await plantMilestones(transaction, changed);
      await moveDealOfContract(transaction, changed, "sign", services.now());
    }
    await tellContractSides(transaction, changed, second ? "signed" : "halfSigned", {
      by: side,
      mark: changed.version,
      byName: nameOfSide(changed, side),
    });
    return changed;
  });
}

/** The day of the later of the two signatures. */
async function lastSignature(transaction: Transaction, contractId: string): Promise<string> {
  const days = await transaction
    .select({ signedOn: contractSignature.signedOn })
    .from(contractSignature)
    .where(eq(contractSignature.contractId, contractId));
  return days.map(({ signedOn }) => signedOn).reduce((one, other) => (one > other ? one : other));
}

/** Throws a draft away; it stays on record as discarded. */
export async function discardContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    await takeStep(transaction, contractLife, found, {
      now: services.now(),
      action: "discard",
      viewer,
      version,
    });
  });
}
