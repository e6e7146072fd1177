import type { TFunction } from "i18next";
import { plainYuan } from "#app/contracts/amounts.ts";
import type { ContractField, MilestoneRow } from "#app/contracts/schema.ts";
import { codeName, type CodeList } from "#app/i18n/codes.ts";
import type { Format } from "#app/i18n/format.ts";

const lists: Partial<Record<ContractField, CodeList>> = {
  kind: "contractKinds",
  licenceType: "licenceTypes",
  cluster: "clusters",
  buyerRegion: "regions",
  buyerNature: "partyNatures",
  sellerRegion: "regions",
  sellerNature: "partyNatures",
  payment: "paymentMethods",
  ipOwnership: "ipOwnerships",
  ipKind: "ipKinds",
};

/** The value of a field of a contract's text, as a person reads it; empty when nothing was said. */
export function fieldText(
  t: TFunction,
  format: Format,
  field: Exclude<ContractField, "milestones">,
  value: string | null,
): string {
  if (value === null || value === "") return "";
  const list = lists[field];
  if (list) return codeName(t, list, value);
  if (field === "contractAmount" || field === "technologyAmount") return plainYuan(value);
  if (field === "validFrom" || field === "validTo") return format.date(value);
  return value;
}

/** A milestone in one line; empty when there is none. */
export const milestoneText = (t: TFunction, format: Format, row: MilestoneRow | null): string =>
  row === null
    ? ""
    : t("contracts:milestone.said", {
        title: row.title,
        day: row.dueOn ? format.date(row.dueOn) : "–",
        amount: row.amount ? plainYuan(row.amount) : "–",
      });
