import { and, eq, ne, notInArray, sql } from "drizzle-orm";
import type { z } from "zod";
import type { CooperationMode } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyOrganizers } from "#app/notifications/notify.server.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader } from "#db/connection.ts";
import { contract, deal, post } from "#db/schema/index.ts";
import {
  lockContract,
  moveDealOfContract,
  nameOfSide,
  contractLife,
  tellContractSides,
} from "./change.server.ts";
import { contractChecks, hasErrors, type Check } from "./checks.ts";
import { performIfDone } from "./ending.server.ts";
import { contractSideOf } from "./policy.ts";
import type { Contract } from "./row.ts";
import { contractCompleteSchema, type contractRegistrationSchema } from "./schema.ts";
import { contractNews } from "./news.ts";
import { checkStep, takeStep } from "#app/kernel/steps.server.ts";

/** What is wrong or doubtful about a contract as it stands. */
export async function checksOf(
  reader: Reader,
  found: Pick<
    Contract,
    "id" | "dealId" | "buyerOrganisationId" | "sellerOrganisationId" | "content" | "signedOn"
  >,
  now: Date,
): Promise<Check[]> {
  const { content } = found;
  const duplicates = await reader.$count(
    contract,
    and(
      ne(contract.id, found.id),
      eq(contract.buyerOrganisationId, found.buyerOrganisationId),
      eq(contract.sellerOrganisationId, found.sellerOrganisationId),
      eq(contract.title, content.title),
      content.contractAmount === null
        ? undefined
        : eq(contract.contractAmount, content.contractAmount),
      notInArray(contract.state, ["terminated", "discarded"]),
    ),
  );
  const posts = await reader
    .select({ modes: sql<CooperationMode[] | null>`${post.content} -> 'cooperationModes'` })
    .from(deal)
    .innerJoin(post, sql`${post.id} in (${deal.needId}, ${deal.resultId})`)
    .where(eq(deal.id, found.dealId));
  return contractChecks({
    content,
    complete: contractCompleteSchema.safeParse(content).success,
    sameOrganisation: found.buyerOrganisationId === found.sellerOrganisationId,
    modes: posts.flatMap(({ modes }) => modes ?? []),
    signedOn: found.signedOn,
    duplicates,
    today: dayOf(now),
  });
}

/**
 * Hands a signed contract in for registration.
 *
 * @throws Refusal contractChecksFail while a check fails, and those of every step
 */
export async function submitContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const step = { action: "submit", viewer, version } as const;
    checkStep(contractLife, found, step);
    const checks = await checksOf(transaction, found, services.now());
    if (hasErrors(checks)) throw new Refusal("contractChecksFail");
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      ...step,
      changes: { submittedAt: services.now(), returnReason: "" },
      detail: { warnings: checks.map(({ code }) => code) },
    });
    const side = contractSideOf(viewer, found);
    const byName = nameOfSide(changed, side);
    await tellContractSides(transaction, changed, "submitted", {
      by: side,
      mark: changed.version,
      byName,
    });
    await notifyOrganizers(transaction, {
      kind: contractNews.step,
      occasion: `contract_step:${contractId}:submitted:${changed.version}`,
      payload: {
        contractId,
        title: found.content.title,
        step: "submitted",
        organisationName: byName,
        note: "",
      },
    });
  });
}

/**
 * Enters the registry's number and day.
 *
 * @throws Refusal registrationNumberTaken, dayAhead, dayBeforeSignature, and those of every step
 */
export async function registerContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
  { registrationNumber, registeredOn }: z.infer<typeof contractRegistrationSchema>,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const step = { action: "register", viewer, version } as const;
    checkStep(contractLife, found, step);
    if (registeredOn > dayOf(services.now())) throw new Refusal("dayAhead");
    if (found.signedOn !== null && registeredOn < found.signedOn)
      throw new Refusal("dayBeforeSignature");
    const taken = await transaction.$count(
      contract,
      eq(contract.registrationNumber, registrationNumber),
    );
    if (taken > 0) throw new Refusal("registrationNumberTaken");
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      ...step,
      changes: { registrationNumber, registeredOn },
      detail: { registrationNumber, registeredOn },
    });
    await moveDealOfContract(transaction, changed, "register", services.now());
    await tellContractSides(transaction, changed, "registered", {
      by: null,
      mark: 1,
      note: registrationNumber,
    });
    await performIfDone(transaction, changed, services.now());
  });
}

/** Gives a contract back to its sides with what is to be mended. */
export async function returnContract(
  services: Services,
  viewer: Viewer,
  contractId: string,
  version: number,
  reason: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockContract(transaction, viewer, contractId);
    const changed = await takeStep(transaction, contractLife, found, {
      now: services.now(),
      action: "return",
      viewer,
      version,
      changes: { returnReason: reason },
      detail: { reason },
    });
    await tellContractSides(transaction, changed, "returned", {
      by: null,
      mark: changed.version,
      note: reason,
    });
  });
}
