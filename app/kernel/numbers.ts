import Decimal from "decimal.js";
import { z } from "zod";
import {
  readAmount,
  readNumber,
  type AmountProblem,
  type NumberProblem,
} from "#app/text/numbers.ts";

/**
 * Kinds of number as people write them (decision 31), each a decimal string or a whole
 * number once it is read. What is not read stays as it was typed, with the key of an error
 * that says how to mend it.
 */

const amountErrors: Record<AmountProblem, string> = {
  none: "amount",
  range: "amountRange",
  comma: "numberComma",
  ambiguous: "numberAmbiguous",
  currency: "amountCurrency",
  places: "amountPlaces",
  tooLarge: "amountTooLarge",
  negative: "amountNegative",
};

const numberErrors: Record<NumberProblem, string> = {
  none: "number",
  range: "numberRange",
  sign: "numberSign",
  unit: "numberUnit",
  comma: "numberComma",
  ambiguous: "numberAmbiguous",
};

/** What a text is read as, or the key of the error to show. */
type Read = { value: string } | { error: string };

/** A text that is read as something, and kept as that. */
const readAs = (read: (typed: string) => Read) =>
  z
    .string()
    .overwrite((typed) => {
      const reading = read(typed);
      return "value" in reading ? reading.value : typed;
    })
    .check(({ value, issues }) => {
      const reading = read(value);
      if ("error" in reading)
        issues.push({ code: "custom", message: reading.error, input: value, continue: true });
    });

/** What an amount in yuan is read as: a decimal string with at most two places. */
export function amountRead(typed: string): Read {
  const reading = readAmount(typed);
  return "yuan" in reading ? { value: reading.yuan } : { error: amountErrors[reading.problem] };
}

/** An amount in yuan as a decimal string with at most two places. */
export const amountText = readAs(amountRead);

/** Numbers of measures: so many places before the point and after it, or a power of ten. */
const plain = /^-?\d{1,15}(\.\d{1,10})?(e-?\d{1,2})?$/i;

/** What a number of a measure is read as: a decimal string, with an exponent where it is very small or large. */
export function numberRead(typed: string): Read {
  if (plain.test(typed)) return { value: typed };
  const reading = readNumber(typed);
  if ("problem" in reading) return { error: numberErrors[reading.problem] };
  const { value } = reading;
  const text = [value.toFixed(), value.toExponential().replace("e+", "e")].find((one) =>
    plain.test(one),
  );
  return text === undefined ? { error: "numberLong" } : { value: text };
}

const signs: [written: RegExp, sign: string][] = [
  [/^(?:[≥⩾]|[>＞]\s*[=＝]|[>＞]|不低于|不小于|不少于|大于|高于|超过|至少)\s*/u, "≥"],
  [/^(?:[≤⩽]|[<＜]\s*[=＝]|[<＜]|不高于|不大于|不超过|小于|低于|至多|最多)\s*/u, "≤"],
  [/^[=＝]\s*/u, "="],
];

/** The same with the sign of a comparison, which may stand before it: "不低于 95" is "≥95". */
export const signedNumberText = readAs((typed) => {
  const text = typed.trim();
  for (const [written, sign] of signs) {
    if (!written.test(text)) continue;
    const reading = numberRead(text.replace(written, ""));
    return "value" in reading ? { value: `${sign}${reading.value}` } : reading;
  }
  return numberRead(typed);
});

/** What a part of a hundred is read as; the sign of per cent may stand with it. */
export function percentRead(typed: string): Read {
  if (/\de/i.test(typed)) return { error: "percent" };
  const reading = readNumber(typed.replace(/^\s*百分之|\s*[%％]\s*$/gu, ""));
  if ("problem" in reading) return { error: "percent" };
  const { value } = reading;
  if (value.lessThan(0) || value.greaterThan(100) || value.decimalPlaces() > 2)
    return { error: "percent" };
  return { value: /^\d{1,3}(\.\d{1,2})?$/.test(typed) ? typed : value.toFixed() };
}

/** A part of a hundred as a decimal string with at most two places. */
export const percentText = readAs(percentRead);

/** What people write behind a number of people, meetings or minutes. */
const counters =
  /\s*(?:个|人|名|位|家|场|次|桌|席|天|日|分钟?|小时|秒钟?|people|persons?|days?|min(?:ute)?s?\.?|s(?:ec(?:ond)?s?)?\.?)$/iu;

/** A whole number as typed: a number, nothing where nothing was typed, or the text that is none. */
function wholeRead(typed: unknown): unknown {
  if (typeof typed !== "string") return typed ?? undefined;
  if (typed.trim() === "") return undefined;
  const reading = readNumber(typed.normalize("NFKC").trim().replace(counters, ""));
  if (!("value" in reading) || !reading.value.isInteger()) return typed;
  return reading.value.abs().lessThan(Decimal.pow(10, 15)) ? reading.value.toNumber() : typed;
}

const whole = (least: number, most: number) =>
  z
    .number({
      error: ({ code, input }) => {
        if (code !== "invalid_type") return undefined;
        return input === undefined ? "required" : "wholeNumber";
      },
    })
    .int("wholeNumber")
    .min(least)
    .max(most);

/** A whole number that must be said. */
export const wholeNumber = (least: number, most: number) =>
  z.preprocess(wholeRead, whole(least, most));

/** A whole number that is `otherwise` where nothing was typed. */
export const wholeNumberOr = (least: number, most: number, otherwise: number) =>
  z.preprocess((typed) => wholeRead(typed) ?? otherwise, whole(least, most));

/** A whole number, or null where nothing was typed. */
export const wholeNumberIfAny = (least: number, most: number) =>
  z.preprocess((typed) => wholeRead(typed) ?? null, whole(least, most).nullable());
