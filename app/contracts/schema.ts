import { z } from "zod";
import {
  clusters,
  contractKinds,
  ipKinds,
  ipOwnerships,
  licenceTypes,
  partyNatures,
  paymentMethods,
  regions,
  type ContractKind,
} from "#app/codes/codes.ts";
import { calendarDay } from "#app/kernel/days.ts";
import { amount, choice, day, limits, line, requireFields, text } from "#app/listings/values.ts";
import { version } from "#app/kernel/version.ts";
import { decimalIn } from "#app/kernel/decimals.ts";
import { sumOf } from "./amounts.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";
import { lengthOf } from "#app/text/graphemes.ts";
import { written } from "#app/text/characters.ts";

/** Most milestones of a contract. */
export const mostMilestones = 40;

const milestoneRow = z.object({
  /** Names the milestone through amendments; the server gives it to a new row. */
  id: z.uuid().nullable().default(null),
  title: line,
  dueOn: day,
  amount,
});

const fields = {
  title: lineOf(limits.title).default(""),
  kind: choice(contractKinds),
  /** Of a licence only. */
  licenceType: choice(licenceTypes),
  cluster: choice(clusters),
  /** The field of technology within the cluster. */
  field: line,
  validFrom: day,
  validTo: day,
  /** Where it is signed. */
  place: line,
  buyerName: line,
  buyerRegion: choice(regions),
  buyerNature: choice(partyNatures),
  buyerSignatory: line,
  sellerName: line,
  sellerRegion: choice(regions),
  sellerNature: choice(partyNatures),
  sellerSignatory: line,
  /** 合同成交额: the whole price, in yuan. */
  contractAmount: amount,
  /** 技术交易额: the part of it that pays for technology. */
  technologyAmount: amount,
  payment: choice(paymentMethods),
  /** How a royalty is reckoned and when it is paid. */
  royaltyTerms: text,
  ipOwnership: choice(ipOwnerships),
  ipKind: choice(ipKinds),
  ipNumber: line,
  /** 标的. */
  subject: text,
  content: text,
  confidentiality: text,
  acceptanceStandard: text,
  liability: text,
  milestones: z.array(milestoneRow).max(mostMilestones).default([]),
};

/** A draft: any of it may be missing, but what is said is well formed. */
export const contractDraftSchema = z.object(fields);
export type ContractContent = z.infer<typeof contractDraftSchema>;
export type ContractField = keyof ContractContent;
export type MilestoneRow = ContractContent["milestones"][number];
export const contractFields = Object.keys(fields) as ContractField[];

const alwaysRequired = [
  "title",
  "kind",
  "cluster",
  "field",
  "validFrom",
  "validTo",
  "place",
  "buyerName",
  "buyerRegion",
  "buyerNature",
  "buyerSignatory",
  "sellerName",
  "sellerRegion",
  "sellerNature",
  "sellerSignatory",
  "contractAmount",
  "technologyAmount",
  "payment",
  "ipOwnership",
  "subject",
  "content",
  "confidentiality",
  "acceptanceStandard",
  "liability",
  "milestones",
] as const satisfies ContractField[];

/** What a kind requires beyond what all require. */
export const requiredOfKind: Record<ContractKind, readonly ContractField[]> = {
  development_commissioned: [],
  development_joint: [],
  transfer_patent: ["ipKind", "ipNumber"],
  transfer_patent_application: ["ipKind", "ipNumber"],
  transfer_technical_secret: ["ipKind"],
  licence_patent: ["licenceType", "ipKind", "ipNumber"],
  licence_technical_secret: ["licenceType", "ipKind"],
  consulting: [],
  service: [],
};

export const isRoyalty = (payment: string | null): boolean =>
  payment === "royalty" || payment === "royalty_with_entry_fee";

/** What must be said, and be consistent, before one side proposes the text to the other. */
export const contractCompleteSchema = contractDraftSchema.superRefine((content, context) => {
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  requireFields(content, context, [
    ...alwaysRequired,
    ...(content.kind ? requiredOfKind[content.kind] : []),
    ...(isRoyalty(content.payment) ? (["royaltyTerms"] as const) : []),
  ]);
  if (content.title !== "" && lengthOf(content.title) < 4) issue(["title"], "titleShort");
  const { validFrom, validTo, contractAmount, technologyAmount, milestones } = content;
  if (validFrom && validTo && validTo < validFrom) issue(["validTo"], "validityOrder");
  const [wholePrice, technologyPrice] = [decimalIn(contractAmount), decimalIn(technologyAmount)];
  if (wholePrice?.lessThanOrEqualTo(0)) issue(["contractAmount"], "amountPositive");
  if (wholePrice && technologyPrice?.greaterThan(wholePrice))
    issue(["technologyAmount"], "technologyAboveContract");
  for (const [index, row] of milestones.entries()) {
    if (row.title === "") issue(["milestones", index, "title"], "required");
    if (row.dueOn === null) issue(["milestones", index, "dueOn"], "required");
    else if (validFrom && row.dueOn < validFrom)
      issue(["milestones", index, "dueOn"], "milestoneEarly");
    if (row.amount === null) issue(["milestones", index, "amount"], "required");
  }
  const amounts = milestones.flatMap(({ amount: typed }) =>
    decimalIn(typed) ? [typed ?? ""] : [],
  );
  const whole = amounts.length === milestones.length && amounts.length > 0;
  /** A royalty is not known beforehand: its milestones may not exceed the amount, others meet it. */
  if (whole && wholePrice) {
    const compared = wholePrice.comparedTo(sumOf(amounts));
    if (isRoyalty(content.payment) ? compared < 0 : compared !== 0)
      context.addIssue({
        code: "custom",
        path: ["milestones"],
        message: "milestoneSum",
        params: { sum: sumOf(amounts), amount: contractAmount },
      });
  }
});

/** Text of a contract as it is stored, whatever its age. */
export const parseContract = (stored: unknown): ContractContent =>
  contractDraftSchema.parse(stored);

/** What one form of the contract's page sends: which text and which state it was about. */
export const stepSchema = z.object({
  version,
  hash: z.string().max(64).default(""),
});

/** A reason that the other side is told. */
export const reasonSchema = z.object({ reason: textOf(1000, 1) });

/** A change of a signed contract that is being written, and one that is proposed to the other side. */
export const amendmentDraftSchema = contractDraftSchema.extend({
  reason: textOf(1000).default(""),
});
export const amendmentSchema = z.intersection(contractCompleteSchema, reasonSchema);
export type AmendmentContent = z.infer<typeof amendmentDraftSchema>;

export const signatureSchema = z.object({
  signedOn: calendarDay("date"),
  signatory: lineOf(limits.line, 1),
});

/** The registry's number and day; the number has 16 digits. */
export const contractRegistrationSchema = z.object({
  registrationNumber: z
    .string()
    .overwrite((typed) => written(typed).normalize("NFKC").replace(/[\s-]/g, ""))
    .regex(/^\d{16}$/, "registrationNumber"),
  registeredOn: calendarDay("date"),
});
