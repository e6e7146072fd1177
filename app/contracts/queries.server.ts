import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, gt, isNotNull, lt, or } from "drizzle-orm";
import { auditLines } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { asReader } from "#db/row-security.ts";
import {
  contract,
  contractAmendment,
  contractSignature,
  contractVersion,
  deal,
} from "#db/schema/index.ts";
import type { AmendmentState, ContractState, MilestoneState } from "#app/codes/states.ts";
import { withAround } from "./change.server.ts";
import type { Check } from "./checks.ts";
import { mayBegin } from "./commands.server.ts";
import { differences, type Difference } from "./differences.ts";
import {
  amendmentMachine,
  contractMachine,
  milestoneMachine,
  type AmendmentAction,
  type ContractAction,
  type MilestoneAction,
} from "./lifecycle.ts";
import { milestonesOf } from "./milestones.server.ts";
import {
  mayAmend,
  mayAnswer,
  mayMove,
  mayRegister,
  maySeeContract,
  mayTake,
  contractSideOf,
} from "./policy.ts";
import { checksOf } from "./registration.server.ts";
import { registrationRuleOn, type RegistrationRule } from "./registration-rules.ts";
import { readAmendment, type Contract } from "./row.ts";
import { parseContract, type ContractContent } from "./schema.ts";

export interface ContractLine {
  id: string;
  title: string;
  number: string | null;
  state: ContractState;
  kind: string | null;
  /** Yuan; null while it is not said. */
  amount: string | null;
  buyerName: string;
  sellerName: string;
  /** Which side the viewer is on; null for brokers and organizers. */
  side: "buyer" | "seller" | null;
  updatedAt: string;
  submittedAt: string | null;
}

const lineOf = (viewer: Viewer, row: typeof contract.$inferSelect): ContractLine => {
  const { title, kind, contractAmount, buyerName, sellerName } = parseContract(row.content);
  const side = contractSideOf(viewer, row);
  return {
    id: row.id,
    title,
    number: row.number,
    state: row.state,
    kind,
    amount: contractAmount,
    buyerName,
    sellerName,
    side: side === null ? null : side === row.buyerOrganisationId ? "buyer" : "seller",
    updatedAt: row.updatedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
  };
};

/** The contracts of the viewer's organisation, or that they accompany as broker, newest first. */
export function listContracts(
  services: Services,
  viewer: Viewer,
  page: { before?: string | undefined; limit: number },
): Promise<Page<ContractLine>> {
  const own = viewer.active?.organisationId;
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const rows = await transaction
      .select({ contract })
      .from(contract)
      .innerJoin(deal, eq(deal.id, contract.dealId))
      .where(
        and(
          or(
            own ? eq(contract.buyerOrganisationId, own) : undefined,
            own ? eq(contract.sellerOrganisationId, own) : undefined,
            eq(deal.brokerId, viewer.userId),
          ),
          page.before ? lt(contract.id, page.before) : undefined,
        ),
      )
      .orderBy(desc(contract.id))
      .limit(rowsFor(page.limit));
    return pageOf(
      rows.map((row) => lineOf(viewer, row.contract)),
      page.limit,
      (last) => last.id,
    );
  });
}

export const queueStates = [
  "submitted",
  "returned",
  "registered",
  "performed",
  "terminated",
] as const;
export type QueueState = (typeof queueStates)[number];

/**
 * What was handed in for registration, by its state; those that wait are the
 * longest waiting first, paged by the last id.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function registrationQueue(
  services: Services,
  viewer: Viewer,
  page: { state: QueueState; after?: string | undefined; limit: number },
): Promise<Page<ContractLine>> {
  if (!mayRegister(viewer)) throw new Refusal("forbidden");
  const waits = page.state === "submitted";
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const [last] = page.after
      ? await transaction.select().from(contract).where(eq(contract.id, page.after))
      : [];
    const beyond = last?.submittedAt
      ? waits
        ? or(
            gt(contract.submittedAt, last.submittedAt),
            and(eq(contract.submittedAt, last.submittedAt), gt(contract.id, last.id)),
          )
        : or(
            lt(contract.submittedAt, last.submittedAt),
            and(eq(contract.submittedAt, last.submittedAt), lt(contract.id, last.id)),
          )
      : undefined;
    const order = waits
      ? [asc(contract.submittedAt), asc(contract.id)]
      : [desc(contract.submittedAt), desc(contract.id)];
    const rows = await transaction
      .select()
      .from(contract)
      .where(and(eq(contract.state, page.state), isNotNull(contract.submittedAt), beyond))
      .orderBy(...order)
      .limit(rowsFor(page.limit));
    return pageOf(
      rows.map((row) => lineOf(viewer, row)),
      page.limit,
      (last) => last.id,
    );
  });
}

export interface MilestoneLine {
  id: string;
  title: string;
  dueOn: string;
  amount: string;
  state: MilestoneState;
  rejectReason: string;
  version: number;
  overdue: boolean;
  may: MilestoneAction[];
}

export interface AmendmentLine {
  number: number;
  state: AmendmentState;
  reason: string;
  hash: string;
  byName: string;
  createdAt: string;
  differences: Difference[];
  may: AmendmentAction[];
}

export interface ContractView {
  id: string;
  dealId: string;
  number: string | null;
  state: ContractState;
  content: ContractContent;
  hash: string | null;
  round: number;
  version: number;
  side: "buyer" | "seller" | null;
  proposedByName: string | null;
  /** What is different from the text proposed last; empty when nothing is, or none was. */
  changedSince: Difference[];
  /** What the proposal that waits changed against the one before it. */
  changedBy: Difference[];
  signatures: { name: string; signedOn: string; signatory: string }[];
  signedOn: string | null;
  submittedAt: string | null;
  registrationNumber: string | null;
  registeredOn: string | null;
  returnReason: string;
  termination: { byName: string; reason: string } | null;
  milestones: MilestoneLine[];
  amendments: AmendmentLine[];
  checks: Check[];
  rule: RegistrationRule | null;
  may: ContractAction[];
  mayAmend: boolean;
  today: string;
  /** The newest of what was done, newest first. */
  log: { id: string; action: string; actorName: string | null; at: string }[];
}

async function findContract(
  transaction: Transaction,
  viewer: Viewer,
  contractId: string,
): Promise<Contract> {
  const [row] = await transaction.select().from(contract).where(eq(contract.id, contractId));
  const found = row && (await withAround(transaction, row));
  if (!found || !maySeeContract(viewer, found)) throw new Refusal("notFound");
  return found;
}

/**
 * A contract as its page shows it, with what the viewer may do now.
 *
 * @throws Refusal notFound for those who may not see it
 */
export function viewContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
): Promise<ContractView> {
  const today = dayOf(services.now());
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const found = await findContract(transaction, viewer, contractId);
    const { content } = found;
    const nameOf = (id: string) =>
      id === found.buyerOrganisationId ? content.buyerName : content.sellerName;
    const versions = await transaction
      .select()
      .from(contractVersion)
      .where(eq(contractVersion.contractId, contractId))
      .orderBy(desc(contractVersion.number))
      .limit(2);
    const [latest, previous] = versions.map((row) => parseContract(row.content));
    const signatures = await transaction
      .select()
      .from(contractSignature)
      .where(eq(contractSignature.contractId, contractId))
      .orderBy(asc(contractSignature.createdAt));
    const amendments = await transaction
      .select()
      .from(contractAmendment)
      .where(eq(contractAmendment.contractId, contractId))
      .orderBy(desc(contractAmendment.number));
    const milestones = await milestonesOf(transaction, contractId);
    const side = contractSideOf(viewer, found);
    const negotiating = ["draft", "proposed", "agreed", "half_signed"].includes(found.state);
    return {
      id: found.id,
      dealId: found.dealId,
      number: found.number,
      state: found.state,
      content,
      hash: found.contentHash,
      round: found.round,
      version: found.version,
      side: side === null ? null : side === found.buyerOrganisationId ? "buyer" : "seller",
      proposedByName: found.proposedById === null ? null : nameOf(found.proposedById),
      changedSince: found.state === "draft" && latest ? differences(latest, content) : [],
      changedBy: negotiating && latest && previous ? differences(previous, latest) : [],
      signatures: signatures.map((one) => ({
        name: nameOf(one.organisationId),
        signedOn: one.signedOn,
        signatory: one.signatory,
      })),
      signedOn: found.signedOn,
      submittedAt: found.submittedAt?.toISOString() ?? null,
      registrationNumber: found.registrationNumber,
      registeredOn: found.registeredOn,
      returnReason: found.returnReason,
      termination:
        found.terminationAskedById === null
          ? null
          : { byName: nameOf(found.terminationAskedById), reason: found.terminationReason },
      milestones: milestones.map((one) => ({
        id: one.id,
        title: one.title,
        dueOn: one.dueOn,
        amount: one.amount,
        state: one.state,
        rejectReason: one.rejectReason,
        version: one.version,
        overdue: one.dueOn < today && (one.state === "planned" || one.state === "rejected"),
        may: milestoneMachine.actions.filter((action) => mayMove(viewer, found, one.state, action)),
      })),
      amendments: amendments.map(readAmendment).map((one) => ({
        number: one.number,
        state: one.state,
        reason: one.reason,
        hash: one.hash,
        byName: nameOf(one.proposedById),
        createdAt: one.createdAt.toISOString(),
        differences: differences(one.before, one.content),
        may: amendmentMachine.actions.filter((action) => mayAnswer(viewer, found, one, action)),
      })),
      checks: await checksOf(transaction, found, services.now()),
      rule: registrationRuleOn(today),
      may: contractMachine.actions.filter((action) => mayTake(viewer, found, action)),
      mayAmend: mayAmend(viewer, found) && amendments.every(({ state }) => state !== "proposed"),
      today,
      log: (await auditLines(transaction, "contract", contractId, 30)).map((line) => ({
        id: line.id,
        action: line.action,
        actorName: line.actorName,
        at: line.at.toISOString(),
      })),
    };
  });
}

export interface PrintedContract {
  number: string | null;
  state: ContractState;
  content: ContractContent;
  hash: string | null;
  signatures: { organisationId: string; signedOn: string; signatory: string }[];
  amendments: number[];
  registrationNumber: string | null;
  registeredOn: string | null;
}

/**
 * What is printed: the text in force, and what was signed and registered of it.
 *
 * @throws Refusal notFound for those who may not see it
 */
export function printedContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
): Promise<PrintedContract & { buyerOrganisationId: string }> {
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const found = await findContract(transaction, viewer, contractId);
    const signatures = await transaction
      .select({
        organisationId: contractSignature.organisationId,
        signedOn: contractSignature.signedOn,
        signatory: contractSignature.signatory,
      })
      .from(contractSignature)
      .where(eq(contractSignature.contractId, contractId));
    const amendments = await transaction
      .select({ number: contractAmendment.number })
      .from(contractAmendment)
      .where(
        and(eq(contractAmendment.contractId, contractId), eq(contractAmendment.state, "agreed")),
      )
      .orderBy(asc(contractAmendment.number));
    return {
      number: found.number,
      state: found.state,
      content: found.content,
      hash: found.contentHash,
      buyerOrganisationId: found.buyerOrganisationId,
      signatures,
      amendments: amendments.map(({ number }) => number),
      registrationNumber: found.registrationNumber,
      registeredOn: found.registeredOn,
    };
  });
}

/** The contracts of a deal, the running one first, and whether the viewer may begin one. */
export function contractsOfDeal(
  services: Services,
  viewer: Viewer,
  dealId: string,
): Promise<{ lines: ContractLine[]; mayBegin: boolean }> {
  return asReader(services.database, readerOf(viewer), async (transaction) => {
    const rows = await transaction
      .select()
      .from(contract)
      .where(eq(contract.dealId, dealId))
      .orderBy(desc(contract.id))
      .limit(20);
    const [row] = await transaction.select().from(deal).where(eq(deal.id, dealId));
    const lines = rows.map((one) => lineOf(viewer, one));
    const running = lines.some(({ state }) => state !== "terminated" && state !== "discarded");
    return { lines, mayBegin: !running && row !== undefined && mayBegin(viewer, row) };
  });
}
