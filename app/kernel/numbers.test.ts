import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { parseForm } from "#app/forms/parse-form.ts";
import { createFormat } from "#app/i18n/format.ts";
import { languages } from "#app/i18n/languages.ts";
import { errors } from "#app/i18n/zh-CN/errors.ts";
import { indicatorRow } from "#app/listings/values.ts";
import { readAmount } from "#app/text/numbers.ts";
import {
  amountText,
  percentText,
  signedNumberText,
  wholeNumber,
  wholeNumberIfAny,
  wholeNumberOr,
} from "./numbers.ts";

/** What a schema makes of a text, or the words for what is wrong. */
const taken = (schema: z.ZodType, typed: unknown): unknown => {
  const { success, data, error } = schema.safeParse(typed);
  return success ? data : error?.issues.map(({ message }) => message).join();
};

test("what the product itself writes is read as the same amount", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 90_000_000 }), (tens) => {
      const yuan = String(tens * 100_000);
      for (const language of languages) {
        const format = createFormat(language);
        for (const text of [format.money(yuan), format.exactMoney(yuan)])
          expect(readAmount(text), text).toEqual({ yuan });
      }
    }),
  );
});

test.each([
  ["1500000", "1,500,000 元", "¥1,500,000"],
  ["1500.5", "1,500.5 元", "¥1,500.5"],
  ["999", "999 元", "¥999"],
  ["1234567890123.45", "1,234,567,890,123.45 元", "¥1,234,567,890,123.45"],
])("%s is shown to the last digit", (yuan, chinese, english) => {
  expect(createFormat("zh-CN").exactMoney(yuan)).toBe(chinese);
  expect(createFormat("en").exactMoney(yuan)).toBe(english);
});

test.each([
  [amountText, "150万", "1500000"],
  [amountText, "1200000.00", "1200000.00"],
  [amountText, "30万–50万", "amountRange"],
  [amountText, "$100", "amountCurrency"],
  [amountText, "1.234", "amountPlaces"],
  [amountText, "10万亿", "amountTooLarge"],
  [amountText, "-1", "amountNegative"],
  [amountText, "2,0", "numberComma"],
  [amountText, "3万5", "numberAmbiguous"],
  [amountText, "面议", "amount"],
  [percentText, "30%", "30"],
  [percentText, "３０％", "30"],
  [percentText, "百分之三十", "30"],
  [percentText, "12.50", "12.50"],
  [percentText, "100", "100"],
  [percentText, "101", "percent"],
  [percentText, "12.345", "percent"],
  [percentText, "2,0", "percent"],
  [signedNumberText, "1e-6", "1e-6"],
  [signedNumberText, "10^-6", "0.000001"],
  [signedNumberText, "10⁻¹²", "1e-12"],
  [signedNumberText, "１，５００", "1500"],
  [signedNumberText, "不低于 95", "≥95"],
  [signedNumberText, "＜= ０．５", "≤0.5"],
  [signedNumberText, "95%", "numberUnit"],
  [signedNumberText, "10~20", "numberRange"],
  [signedNumberText, "±5", "numberSign"],
  [signedNumberText, "1e400", "numberLong"],
  [wholeNumber(1, 50), "２５", 25],
  [wholeNumber(1, 50), "25 分钟", 25],
  [wholeNumber(1, 50), "二十五", 25],
  [wholeNumber(1, 50), " 7 ", 7],
  [wholeNumber(1, 50), 7, 7],
  [wholeNumber(1, 50), "2.5", "wholeNumber"],
  [wholeNumber(1, 50), "abc", "wholeNumber"],
  [wholeNumber(1, 50), "1e400", "wholeNumber"],
  [wholeNumber(1, 50), "", "required"],
  [wholeNumber(1, 50), undefined, "required"],
  [wholeNumber(1, 50), "0", "Too small: expected number to be >=1"],
  [wholeNumber(1, 50), "51", "Too big: expected number to be <=50"],
  [wholeNumberOr(0, 50, 3), "", 3],
  [wholeNumberOr(0, 50, 3), "0", 0],
  [wholeNumberIfAny(0, 50), "", null],
  [wholeNumberIfAny(0, 50), "１２人", 12],
])("%#. %o of a form is %o", (schema, typed, expected) => {
  expect(taken(schema, typed)).toEqual(expected);
});

test("each refusal has words", () => {
  const kinds = [amountText, percentText, signedNumberText, wholeNumber(1, 50)];
  const units = [..."0123456789.,，-–~万亿一二元%≥eE^× $"];
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...units), maxLength: 8 }), (typed) => {
      for (const kind of kinds)
        for (const { message, code } of kind.safeParse(typed).error?.issues ?? [])
          expect(Object.hasOwn(errors, message) || code.startsWith("too_"), message).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("numbers are read the same by forms that the browser checks", () => {
  const form = new FormData();
  form.append("amount", "150万");
  form.append("minutes", "２５分钟");
  form.append("none", "");
  form.append("wrong", "many");
  const schema = z.object({
    amount: amountText.nullable().default(null),
    minutes: wholeNumber(1, 50),
    none: wholeNumberIfAny(1, 50),
    wrong: wholeNumber(1, 50).optional(),
  });
  for (const disableAutoCoercion of [true, false]) {
    const refused = parseForm(form, {
      schema,
      disableAutoCoercion,
      formatError: (issues) => issues.map(({ message }) => message),
    });
    expect(refused.reply().error).toEqual({ wrong: ["wholeNumber"] });
    const mended = new FormData();
    for (const [name, value] of form) if (name !== "wrong") mended.append(name, value);
    const read = parseForm(mended, { schema, disableAutoCoercion });
    expect(read.status === "success" && read.value).toMatchObject({
      amount: "1500000",
      minutes: 25,
      none: null,
    });
  }
});

describe("an indicator whose sign is typed with its number", () => {
  it.each([
    ["ge", "≥95", { value: "95" }],
    ["ge", "不低于95", { value: "95" }],
    ["le", "<=0.5", { value: "0.5" }],
    ["eq", "=7", { value: "7" }],
    ["ge", "２５", { value: "25" }],
  ])("%s %s is understood", (comparison, value, expected) => {
    expect(indicatorRow.parse({ name: "强度", comparison, value })).toMatchObject(expected);
  });

  it.each([
    ["ge", "≤95", "numberSign"],
    ["text", "≥95", "numberSign"],
    ["ge", "95%", "numberUnit"],
    ["ge", "10~20", "numberRange"],
  ])("%s %s is refused with words", (comparison, value, message) => {
    const { error } = indicatorRow.safeParse({ name: "强度", comparison, value });
    expect(error?.issues).toMatchObject([{ path: ["value"], message }]);
  });

  it("of a range has the signs of its ends", () => {
    const range = { name: "粒径", comparison: "range", value: "≥10", upper: "≤２０" };
    expect(indicatorRow.parse(range)).toMatchObject({ value: "10", upper: "20" });
    const turned = indicatorRow.safeParse({ ...range, value: "30" });
    expect(turned.error?.issues).toMatchObject([{ path: ["upper"], message: "indicatorOrder" }]);
  });
});
