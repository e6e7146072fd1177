import { z } from "zod";
import { ipKinds, ipStates, visibilities } from "#app/codes/codes.ts";
import type { Component, Complain, Single, Traits } from "./declaration.ts";
import { judging, lenientFlag, lenientText, type Rule } from "./judging.ts";
import { amount, indicatorRow, isBelow, limits, line } from "./values.ts";
import { lineOf } from "#app/kernel/texts.ts";
import { mailAddress } from "#app/kernel/mail-address.ts";
import { plainly } from "#app/text/numbers.ts";

const optional = z.string().nullable().catch(null);
const lenientIndicator = z
  .object({
    name: lenientText,
    comparison: lenientText,
    value: optional,
    upper: optional,
    unit: lenientText,
  })
  .catch({ name: "", comparison: "", value: null, upper: null, unit: "" });
/** Indicators as they are read to be judged. */
export const lenientIndicators = z.array(lenientIndicator).catch([]);
export type LenientIndicator = z.output<typeof lenientIndicator>;

const indicatorList = z.array(indicatorRow).max(limits.rows).default([]);

/** The technical indicators: wanted ones with today's value, or reached ones. */
export interface IndicatorsField extends Single<typeof indicatorList>, Traits {
  type: "indicators";
  side: "wanted" | "reached";
}
export const indicators = <
  const Given extends Traits & {
    side: IndicatorsField["side"];
    judged?: readonly Rule<LenientIndicator[]>[];
  },
>(
  given: Given,
) => ({
  ...given,
  type: "indicators" as const,
  schema: indicatorList,
  judge: judging(lenientIndicators, given.judged),
});

/** One piece of intellectual property. */
export const intellectualProperty = z.object({
  kind: z.enum(ipKinds),
  /** Patent or registration number; a technical secret has none. */
  number: lineOf(60).default(""),
  state: z.enum(ipStates).default("granted"),
  owner: line,
});
export type IntellectualProperty = z.output<typeof intellectualProperty>;

const lenientRights = z
  .array(z.object({ kind: lenientText, number: lenientText }).catch({ kind: "", number: "" }))
  .catch([]);
const rightsList = z.array(intellectualProperty).max(limits.rows).default([]);

/** Intellectual property, a row each. */
export interface RightsField extends Single<typeof rightsList>, Traits {
  type: "rights";
}
export const rights = <
  const Given extends Traits & {
    judged?: readonly Rule<z.output<typeof lenientRights>>[];
  },
>(
  given: Given,
) => ({
  ...given,
  type: "rights" as const,
  schema: rightsList,
  judge: judging(lenientRights, given.judged),
});

const moneyShape = {
  amountMin: amount,
  amountMax: amount,
  /** Budget or price is left to be agreed (面议). */
  amountToBeAgreed: z.boolean().default(false),
};
export const moneyValues = z.object(moneyShape);
/** Checks run beside those of each value, so they read values that may be wrong in themselves. */
const said = z.string().nullable();
const moneySaid = z.object({ amountMin: said, amountMax: said, amountToBeAgreed: z.boolean() });
const lenientMoney = z.object({
  amountMin: lenientText,
  amountMax: lenientText,
  amountToBeAgreed: lenientFlag,
});

/** A budget or a price in yuan: from, up to, or to be agreed. */
export interface MoneyField extends Component<typeof moneyShape> {
  type: "money";
  side: "budget" | "price";
  imported?: true;
}
export const money = <
  const Given extends Pick<Traits, "section"> & {
    side: MoneyField["side"];
    imported?: true;
    judged?: readonly Rule<z.output<typeof lenientMoney>>[];
  },
>(
  given: Given,
) => ({
  ...given,
  type: "money" as const,
  shape: moneyShape,
  judge: judging(lenientMoney, given.judged),
  checkDraft: (content: unknown, complain: Complain) => {
    const { amountMin, amountMax } = moneySaid.parse(content);
    if (isBelow(amountMax, amountMin)) complain("amountMax", "amountOrder");
  },
  checkSubmission: (content: unknown, complain: Complain) => {
    const { amountMin, amountMax, amountToBeAgreed } = moneySaid.parse(content);
    if (!amountToBeAgreed && amountMin === null && amountMax === null)
      complain("amountMax", "amountOrToBeAgreed");
  },
});

/** A telephone number as people write it, also in full width and with an extension (转801). */
const phone = z
  .string()
  .overwrite(plainly)
  .regex(/^[+(\d][\d\s()-]{4,29}(?:\s*(?:转|ext\.?|x)\s*\d{1,6})?$/i, "phone");

const contactShape = {
  contactName: lineOf(limits.person).default(""),
  contactPhone: phone.nullable().default(null),
  contactEmail: mailAddress.nullable().default(null),
};
const contactSaid = z.object({ contactName: z.string(), contactPhone: said, contactEmail: said });

/** Whom to reach, by telephone or email. */
export interface ContactField extends Component<typeof contactShape> {
  type: "contact";
  imported?: true;
}
export const contact = <const Given extends Pick<Traits, "section"> & { imported?: true }>(
  given: Given,
) => ({
  ...given,
  type: "contact" as const,
  shape: contactShape,
  judge: judging(z.unknown()),
  disclosed: { contactName: "contact", contactPhone: "contact", contactEmail: "contact" } as const,
  checkSubmission: (content: unknown, complain: Complain) => {
    const { contactName, contactPhone, contactEmail } = contactSaid.parse(content);
    if (contactName === "") complain("contactName", "required");
    if (contactPhone === null && contactEmail === null) complain("contactPhone", "phoneOrEmail");
  },
});

const audienceShape = {
  visibility: z.enum(visibilities).default("public"),
  /** Organisations that may see a listing whose visibility is "invited". */
  invited: z.array(z.uuid()).max(200).default([]),
};
const audienceSaid = z.object({ visibility: z.string(), invited: z.array(z.string()) });

/** Who may see the listing. */
export interface AudienceField extends Component<typeof audienceShape> {
  type: "audience";
}
export const audience = <const Given extends Pick<Traits, "section">>(given: Given) => ({
  ...given,
  type: "audience" as const,
  shape: audienceShape,
  judge: judging(z.unknown()),
  disclosed: { invited: "contact" } as const,
  checkSubmission: (content: unknown, complain: Complain) => {
    const { visibility, invited } = audienceSaid.parse(content);
    if (visibility === "invited" && invited.length === 0) complain("invited", "invitedEmpty");
  },
});
