import { z } from "zod";
import { newsKind, type NewsGroup } from "#app/kernel/news.ts";

/** A contract waits for whom it binds, so its lines always stand in the product. */
const contracts: NewsGroup = {
  name: "contracts",
  title: (t) => t("contracts:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
  mandatory: { inProduct: true },
};

/** What people hear of a contract. */
const contractSteps = [
  "proposed",
  "agreed",
  "changed",
  "halfSigned",
  "signed",
  "submitted",
  "registered",
  "returned",
  "performed",
  "terminationAsked",
  "terminationDeclined",
  "terminated",
  "amendmentProposed",
  "amendmentAgreed",
  "amendmentDeclined",
] as const;
export type ContractNewsStep = (typeof contractSteps)[number];

/** What people hear of a milestone. */
const milestoneSteps = [
  "delivered",
  "accepted",
  "rejected",
  "paid",
  "settled",
  "notReceived",
  "due",
  "overdue",
] as const;
export type MilestoneNewsStep = (typeof milestoneSteps)[number];

const aboutContract = z.object({
  contractId: z.uuid(),
  title: z.string(),
  /** Who did it; empty for the clock and for what both sides are told. */
  organisationName: z.string(),
  note: z.string(),
});

export const contractNews = {
  step: newsKind({
    name: "contract_step",
    group: contracts,
    payload: aboutContract.extend({ step: z.enum(contractSteps) }),
    words: (payload, { t }) => ({
      title: t(`contracts:news.${payload.step}`, payload),
      lines: [payload.note],
      href: `/contracts/${payload.contractId}`,
    }),
  }),
  milestone: newsKind({
    name: "contract_milestone",
    group: contracts,
    payload: aboutContract.extend({
      step: z.enum(milestoneSteps),
      milestone: z.string(),
      dueOn: z.iso.date(),
    }),
    words: (payload, { t, format }) => ({
      title: t(`contracts:news.milestone.${payload.step}`, {
        ...payload,
        day: format.date(payload.dueOn),
      }),
      lines: [payload.note],
      href: `/contracts/${payload.contractId}`,
    }),
  }),
};
