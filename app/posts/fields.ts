import { z } from "zod";
import {
  clusters,
  comparisons,
  cooperationModes,
  organisationKinds,
  regions,
  visibilities,
} from "#app/codes/codes.ts";
import { disciplines } from "#app/codes/disciplines.ts";
import { calendarDay } from "#app/kernel/days.ts";
import { decimalIn } from "#app/kernel/decimals.ts";

/**
 * Fields that both forms share. Every field has an empty value, so a draft of
 * any completeness parses; what a submission requires is added on top by
 * requireFields. Messages are keys of the translation namespace "errors".
 */

export const limits = {
  title: 120,
  line: 200,
  text: 5000,
  keyword: 100,
  keywords: 20,
  rows: 30,
} as const;

export const line = z.string().trim().max(limits.line).default("");
export const text = z.string().trim().max(limits.text).default("");
/** A choice from a code list; empty means "not said". */
export const choice = <Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.enum(codes).nullable().default(null);
export const level = z.number().int().min(1).max(9).nullable().default(null);
export const choices = <Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.array(z.enum(codes)).default([]);

/** An amount in yuan as a decimal string with at most two places. */
export const amount = z
  .string()
  .trim()
  .regex(/^\d{1,13}(\.\d{1,2})?$/, "amount")
  .nullable()
  .default(null);

/** A calendar day, YYYY-MM-DD. */
export const day = calendarDay("date").nullable().default(null);

const number = z
  .string()
  .trim()
  .regex(/^-?\d{1,15}(\.\d{1,10})?(e-?\d{1,2})?$/i, "number")
  .nullable()
  .default(null);

/** Whether both are numbers and the first is below the second. */
function isBelow(one: string | null, other: string | null): boolean {
  const [upper, lower] = [decimalIn(one), decimalIn(other)];
  return upper !== null && lower !== null && upper.lessThan(lower);
}

/** One technical indicator as name, today's value, wanted or reached value, unit, how measured. */
export const indicatorRow = z
  .object({
    name: z.string().trim().min(1).max(limits.line),
    /** Where it stands today; of a need only. */
    today: line,
    comparison: z.enum(comparisons).default("ge"),
    value: number,
    upper: number,
    unit: z.string().trim().max(40).default(""),
    /** How it is measured, or the whole indicator in words when it has no number. */
    method: line,
  })
  .superRefine((row, context) => {
    if (row.comparison !== "text" && row.value === null)
      context.addIssue({ code: "custom", path: ["value"], message: "indicatorValue" });
    if (row.comparison !== "range") return;
    if (row.upper === null)
      context.addIssue({ code: "custom", path: ["upper"], message: "indicatorUpper" });
    else if (isBelow(row.upper, row.value))
      context.addIssue({ code: "custom", path: ["upper"], message: "indicatorOrder" });
  });
export type IndicatorRow = z.infer<typeof indicatorRow>;

/** What a need and a result have in common. */
export const sharedFields = {
  title: z.string().trim().max(limits.title).default(""),
  cluster: choice(clusters),
  /** The field within the cluster, in the poster's own words. */
  field: line,
  discipline: choice(disciplines),
  keywords: z.array(z.string().trim().min(1).max(limits.keyword)).max(limits.keywords).default([]),
  indicators: z.array(indicatorRow).max(limits.rows).default([]),
  trl: level,
  /** Manufacturing readiness level, where a process fits it better than a technology. */
  mrl: z.number().int().min(1).max(10).nullable().default(null),
  cooperationModes: choices(cooperationModes),
  amountMin: amount,
  amountMax: amount,
  /** Budget or price is left to be agreed (面议). */
  amountToBeAgreed: z.boolean().default(false),
  partnerKinds: choices(organisationKinds),
  partnerRegions: choices(regions),
  partnerNote: line,
  /** Shown to registered people only; never in the search index. */
  registeredDetails: text,
  contactName: z.string().trim().max(40).default(""),
  contactPhone: z
    .string()
    .trim()
    .regex(/^[+\d][\d\s()-]{4,29}$/, "phone")
    .nullable()
    .default(null),
  contactEmail: z.email("email").max(200).nullable().default(null),
  visibility: z.enum(visibilities).default("public"),
  /** Organisations that may see a post whose visibility is "invited". */
  invited: z.array(z.uuid()).max(200).default([]),
};

export interface SharedContent {
  title: string;
  cluster: string | null;
  cooperationModes: string[];
  amountMin: string | null;
  amountMax: string | null;
  amountToBeAgreed: boolean;
  contactName: string;
  contactPhone: string | null;
  contactEmail: string | null;
  visibility: string;
  invited: string[];
}

/** Adds an issue "required" for each named field that is empty. */
export function requireFields<Content extends object>(
  content: Content,
  context: z.core.$RefinementCtx,
  fields: (keyof Content & string)[],
): void {
  for (const field of fields) {
    const value: unknown = content[field];
    const empty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
    if (empty) context.addIssue({ code: "custom", path: [field], message: "required" });
  }
}

/** What submission demands of both forms beyond the required fields. */
export function checkShared(content: SharedContent, context: z.core.$RefinementCtx): void {
  const issue = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (content.title !== "" && content.title.length < 4) issue("title", "titleShort");
  if (!content.amountToBeAgreed && content.amountMin === null && content.amountMax === null)
    issue("amountMax", "amountOrToBeAgreed");
  if (content.contactPhone === null && content.contactEmail === null)
    issue("contactPhone", "phoneOrEmail");
  if (content.visibility === "invited" && content.invited.length === 0)
    issue("invited", "invitedEmpty");
}

/** What even a draft must keep: an upper amount not below the lower one. */
export function checkAmounts(
  content: Pick<SharedContent, "amountMin" | "amountMax">,
  context: z.core.$RefinementCtx,
): void {
  if (isBelow(content.amountMax, content.amountMin))
    context.addIssue({ code: "custom", path: ["amountMax"], message: "amountOrder" });
}
