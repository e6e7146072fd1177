import Decimal from "decimal.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAmount, readNumber } from "./numbers.ts";

describe("an amount is read as people write it", () => {
  test.each([
    ["150万", "1500000"],
    ["150 万元", "1500000"],
    ["１５０万", "1500000"],
    ["150萬", "1500000"],
    ["150w", "1500000"],
    ["1,500,000 元", "1500000"],
    ["1，500，000", "1500000"],
    ["1 500 000", "1500000"],
    ["1'500'000", "1500000"],
    ["150,0000", "1500000"],
    ["1,500,000.50", "1500000.5"],
    ["1.5亿", "150000000"],
    ["1。5亿", "150000000"],
    ["1亿5000万", "150000000"],
    ["1 亿 5000 万 元", "150000000"],
    ["1亿零500万", "105000000"],
    ["2千5百万", "25000000"],
    ["3万5000", "35000"],
    ["1万亿", "1000000000000"],
    ["￥1,500,000", "1500000"],
    ["¥ 150万", "1500000"],
    ["RMB 1,500,000.00", "1500000"],
    ["CNY 1.5 million", "1500000"],
    ["1.5 million yuan", "1500000"],
    ["人民币：150万元整", "1500000"],
    ["800k", "800000"],
    ["三十万", "300000"],
    ["一百五十万", "1500000"],
    ["十五万", "150000"],
    ["两千三百万元", "23000000"],
    ["一点五亿", "150000000"],
    ["三万零五", "30005"],
    ["人民币壹佰伍拾万元整", "1500000"],
    ["叁元伍角", "3.5"],
    ["3元5角2分", "3.52"],
    ["０", "0"],
    ["15\u200B0万", "1500000"],
  ])("%j is %s yuan", (typed, yuan) => {
    expect(readAmount(typed)).toEqual({ yuan });
  });

  test.each([
    ["30万–50万", "range"],
    ["30~50万", "range"],
    ["30万至50万", "range"],
    ["2,0", "comma"],
    ["1,500,00", "comma"],
    ["3万5", "ambiguous"],
    ["一百五", "ambiguous"],
    ["1亿5", "ambiguous"],
    ["$100", "currency"],
    ["100 USD", "currency"],
    ["100万美元", "currency"],
    ["-5", "negative"],
    ["1.234", "places"],
    ["10万亿", "tooLarge"],
    ["1e5", "none"],
    ["1e400", "none"],
    ["abc", "none"],
    ["面议", "none"],
    ["约150万", "none"],
    ["1.500.000", "none"],
    ["30 50", "none"],
    ["1.5亿300万", "none"],
    ["万", "none"],
    ["元", "none"],
    ["", "none"],
    ["0x10", "none"],
    ["Infinity", "none"],
    ["١٢", "none"],
    ["9".repeat(1_000_000), "none"],
    ["1-".repeat(1_000_000), "none"],
  ])("%.30j is refused as %s", (typed, problem) => {
    expect(readAmount(typed)).toEqual({ problem });
  });

  const amounts = fc.record({
    whole: fc.integer({ min: 0, max: 9_999_999_999_999 }),
    cents: fc.nat(99),
  });

  test("an amount as it is kept comes back as it is", () => {
    fc.assert(
      fc.property(amounts, ({ whole, cents }) => {
        const yuan = `${whole}.${String(cents).padStart(2, "0")}`;
        expect(readAmount(yuan)).toEqual({ yuan });
      }),
    );
  });

  test("anything else is refused in words, without failing", () => {
    const units = [
      ..."0123456789.,，。-–~万亿千百十零一二两点元角分壹 ¥$%≥eE^×",
      "万元",
      "\0",
      "\ud800",
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...units), maxLength: 14 }), (typed) => {
        const read = readAmount(typed);
        if ("yuan" in read) {
          expect(read.yuan).toMatch(/^\d{1,13}(\.\d{1,2})?$/);
          expect(readAmount(read.yuan)).toEqual(read);
        } else expect(read.problem).toBeTypeOf("string");
      }),
      { numRuns: 20_000 },
    );
  });
});

describe("a number is read as people write it", () => {
  test.each([
    ["２５", "25"],
    ["3.5", "3.5"],
    ["3。5", "3.5"],
    ["1,500", "1500"],
    ["1e-6", "0.000001"],
    ["10^-6", "0.000001"],
    ["10⁻⁶", "0.000001"],
    ["5×10^-6", "0.000005"],
    ["5 x 10⁻⁶", "0.000005"],
    ["1E+06", "1000000"],
    ["-40", "-40"],
    ["－40", "-40"],
    ["–40.5", "-40.5"],
    ["+5", "5"],
    ["一百二十", "120"],
    ["10万", "100000"],
    [".5", "0.5"],
  ])("%j is %s", (typed, value) => {
    const read = readNumber(typed);
    expect("value" in read && read.value.equals(new Decimal(value))).toBe(true);
  });

  test.each([
    ["≥95", "sign"],
    [">= 95", "sign"],
    ["不低于95", "sign"],
    ["±5", "sign"],
    ["95%", "unit"],
    ["9.5 MPa", "unit"],
    ["10~20", "range"],
    ["10–20", "range"],
    ["10到20", "range"],
    ["2,0", "comma"],
    ["abc", "none"],
    ["", "none"],
  ])("%j is refused as %s", (typed, problem) => {
    expect(readNumber(typed)).toEqual({ problem });
  });
});
