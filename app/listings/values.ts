import { z } from "zod";
import { comparisons } from "#app/codes/codes.ts";
import { calendarDay } from "#app/kernel/days.ts";
import { decimalIn } from "#app/kernel/decimals.ts";
import { amountText, signedNumberText } from "#app/kernel/numbers.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

/**
 * Kinds of value of the field's forms. Every one has an empty value, so a draft of
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
  person: 40,
  unit: 40,
} as const;

export const line = lineOf(limits.line).default("");
export const text = textOf(limits.text).default("");
/** A choice from a code list; empty means "not said". */
export const choice = <Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.enum(codes).nullable().default(null);
/** A level from 1 to the highest, such as of technology readiness. */
export const level = (highest: number) =>
  z.number().int().min(1).max(highest).nullable().default(null);
export const choices = <Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.array(z.enum(codes)).default([]);

/** An amount in yuan as a decimal string with at most two places. */
export const amount = amountText.nullable().default(null);

/** A calendar day, YYYY-MM-DD. */
export const day = calendarDay("date").nullable().default(null);

/** Whether both are numbers and the first is below the second. */
export function isBelow(one: string | null, other: string | null): boolean {
  const [upper, lower] = [decimalIn(one), decimalIn(other)];
  return upper !== null && lower !== null && upper.lessThan(lower);
}

const measured = signedNumberText.nullable().default(null);

/** The signs that say again what is chosen beside the number. */
const signOf: Partial<Record<(typeof comparisons)[number], { value: string; upper: string }>> = {
  ge: { value: "≥", upper: "" },
  le: { value: "≤", upper: "" },
  eq: { value: "=", upper: "" },
  range: { value: "≥", upper: "≤" },
};
const isSigned = (typed: string | null): boolean => /^[≥≤=]/.test(typed ?? "");

/** One technical indicator as name, today's value, wanted or reached value, unit, how measured. */
export const indicatorRow = z
  .object({
    name: lineOf(limits.line, 1),
    /** Where it stands today; of a need only. */
    today: line,
    comparison: z.enum(comparisons).default("ge"),
    value: measured,
    upper: measured,
    unit: lineOf(limits.unit).default(""),
    /** How it is measured, or the whole indicator in words when it has no number. */
    method: line,
  })
  .overwrite((row) => {
    const sign = signOf[row.comparison];
    const unsigned = (typed: string | null, said: string | undefined) =>
      said && typed?.startsWith(said) ? typed.slice(said.length) : typed;
    return {
      ...row,
      value: unsigned(row.value, sign?.value),
      upper: unsigned(row.upper, sign?.upper),
    };
  })
  .superRefine((row, context) => {
    for (const end of ["value", "upper"] as const)
      if (isSigned(row[end]))
        context.addIssue({ code: "custom", path: [end], message: "numberSign" });
    if (row.comparison !== "text" && row.value === null)
      context.addIssue({ code: "custom", path: ["value"], message: "indicatorValue" });
    if (row.comparison !== "range") return;
    if (row.upper === null)
      context.addIssue({ code: "custom", path: ["upper"], message: "indicatorUpper" });
    else if (isBelow(row.upper, row.value))
      context.addIssue({ code: "custom", path: ["upper"], message: "indicatorOrder" });
  });
export type IndicatorRow = z.infer<typeof indicatorRow>;

/** Whether nothing was said. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Adds an issue "required" for each named field that is empty. */
export function requireFields<Content extends object>(
  content: Content,
  context: z.core.$RefinementCtx,
  fields: (keyof Content & string)[],
): void {
  for (const field of fields) {
    if (isEmpty(content[field]))
      context.addIssue({ code: "custom", path: [field], message: "required" });
  }
}
