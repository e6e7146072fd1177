import { eq } from "drizzle-orm";
import {
  agreeContract,
  createContract,
  proposeContract,
  signContract,
} from "#app/contracts/commands.server.ts";
import { contractDraftSchema, type ContractContent } from "#app/contracts/schema.ts";
import { submitContract } from "#app/contracts/registration.server.ts";
import type { Contract } from "#app/contracts/row.ts";
import { dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { contract } from "#db/schema/index.ts";
import { dealBetween } from "./deals.ts";
import { createPerson } from "./market.ts";

export interface Sides {
  buyer: Viewer;
  seller: Viewer;
  organizer: Viewer;
}

/** The two sides of contracts and who registers them. */
export async function openSides(services: Services): Promise<Sides> {
  return {
    buyer: await createPerson(services, { region: "3205" }),
    seller: await createPerson(services, { kind: "university" }),
    organizer: await createPerson(services, { kind: "authority", platformRole: "organizer" }),
  };
}

/** A deal whose interest the buyer accepted. */
export const openDealOf = (
  services: Services,
  { buyer, seller, organizer }: Sides,
): Promise<string> => dealBetween(services, buyer, seller, organizer, []);

/** A text that can be proposed; names come from the deal. */
export const completeContract = (changes: Partial<ContractContent> = {}): ContractContent =>
  contractDraftSchema.parse({
    title: "碳化硅陶瓷基板烧结工艺委托开发",
    kind: "development_commissioned",
    cluster: "frontier_materials",
    field: "先进陶瓷",
    validFrom: "2026-01-01",
    validTo: "2030-12-31",
    place: "南京",
    buyerName: "买方",
    buyerRegion: "3205",
    buyerNature: "enterprise",
    buyerSignatory: "王敏",
    sellerName: "卖方",
    sellerRegion: "3201",
    sellerNature: "public_institution",
    sellerSignatory: "李强",
    contractAmount: "300000.30",
    technologyAmount: "250000",
    payment: "instalments",
    ipOwnership: "joint",
    subject: "高导热碳化硅陶瓷基板烧结工艺。",
    content: "完成配方、烧结制度和样件。",
    confidentiality: "双方对技术资料保密五年。",
    acceptanceStandard: "热导率不低于180W/(m·K)。",
    liability: "逾期按日承担违约金。",
    milestones: [
      { title: "样件", dueOn: "2029-06-30", amount: "100000.10" },
      { title: "验收", dueOn: "2029-12-31", amount: "200000.20" },
    ],
    ...changes,
  });

/** The contract as it stands. */
export async function readRow(services: Services, id: string) {
  const [row] = await services.database.select().from(contract).where(eq(contract.id, id));
  if (!row) throw new Error("no such contract");
  return row;
}

/** A contract that both sides agreed on. */
export async function agreedContract(
  services: Services,
  sides: Sides,
  changes: Partial<ContractContent> = {},
): Promise<Contract> {
  const dealId = await openDealOf(services, sides);
  const id = await createContract(services, sides.seller, dealId, completeContract(changes));
  const { version, contentHash } = await proposeContract(services, sides.seller, id, 1);
  return agreeContract(services, sides.buyer, id, { version, hash: contentHash ?? "" });
}

/** A contract that both sides signed, today unless told otherwise. */
export async function signedContract(
  services: Services,
  sides: Sides,
  changes: Partial<ContractContent> = {},
  signedOn = dayOf(services.now()),
): Promise<Contract> {
  let found = await agreedContract(services, sides, changes);
  for (const side of [sides.seller, sides.buyer])
    found = await signContract(
      services,
      side,
      found.id,
      { version: found.version, hash: found.contentHash ?? "" },
      { signedOn, signatory: "签约人" },
    );
  return found;
}

/** A contract handed in for registration. */
export async function submittedContract(
  services: Services,
  sides: Sides,
  changes: Partial<ContractContent> = {},
  signedOn?: string,
): Promise<{ id: string; version: number }> {
  const { id, version } = await signedContract(services, sides, changes, signedOn);
  await submitContract(services, sides.seller, id, version);
  return { id, version: version + 1 };
}
