import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { chineseCapitals, compareAmounts, plainYuan, sumOf } from "./amounts.ts";

/** Cents as a bigint, the other way to reckon exactly. */
const cents = fc.bigInt({ min: 0n, max: 10n ** 15n - 1n });
const asYuan = (value: bigint): string =>
  `${value / 100n}.${String(value % 100n).padStart(2, "0")}`;

describe("amounts", () => {
  test("sums are exact, in any order", () => {
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 60 }), (values) => {
        const sum = asYuan(values.reduce((all, one) => all + one, 0n));
        expect(sumOf(values.map(asYuan))).toBe(sum);
        expect(sumOf(values.toReversed().map(asYuan))).toBe(sum);
      }),
    );
  });

  test("amounts compare as their cents do, and read back from print", () => {
    fc.assert(
      fc.property(cents, cents, (one, other) => {
        const expected = one < other ? -1 : one > other ? 1 : 0;
        expect(compareAmounts(asYuan(one), asYuan(other))).toBe(expected);
        expect(plainYuan(asYuan(one)).replaceAll(",", "")).toBe(asYuan(one));
      }),
    );
  });

  it("groups thousands", () => {
    expect(plainYuan("1234567.5")).toBe("1,234,567.50");
    expect(plainYuan("999")).toBe("999.00");
  });
});

describe("Chinese capitals", () => {
  /** Those up to 107000.53 are the rule's own examples. */
  it.each([
    ["1409.50", "人民币壹仟肆佰零玖元伍角整"],
    ["6007.14", "人民币陆仟零柒元壹角肆分"],
    ["1680.32", "人民币壹仟陆佰捌拾元叁角贰分"],
    ["16409.02", "人民币壹万陆仟肆佰零玖元零贰分"],
    ["325.04", "人民币叁佰贰拾伍元零肆分"],
    ["107000.53", "人民币壹拾万柒仟元伍角叁分"],
    ["0", "人民币零元整"],
    ["0.05", "人民币伍分"],
    ["0.30", "人民币叁角整"],
    ["10", "人民币壹拾元整"],
    ["100000", "人民币壹拾万元整"],
    ["10000001", "人民币壹仟万零壹元整"],
    ["100000000", "人民币壹亿元整"],
    ["100010000", "人民币壹亿零壹万元整"],
    ["1000000000000", "人民币壹万亿元整"],
    ["1234500000000", "人民币壹万贰仟叁佰肆拾伍亿元整"],
    ["9999999999999.99", "人民币玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"],
  ])("%s is %s", (amount, words) => {
    expect(chineseCapitals(amount)).toBe(words);
  });

  /** Reads the words back: each group of four by its place, groups by 万 and 亿. */
  function read(words: string): bigint {
    const digits = "零壹贰叁肆伍陆柒捌玖";
    const places: Record<string, bigint> = { 拾: 10n, 佰: 100n, 仟: 1000n };
    const [whole = "", small = ""] = words.includes("元")
      ? words.replace("人民币", "").split("元")
      : ["", words.replace("人民币", "")];
    let total = 0n;
    let section = 0n;
    let digit = 0n;
    for (const sign of whole) {
      if (sign === "亿") {
        total = (total + section + digit) * 100_000_000n;
        section = digit = 0n;
      } else if (sign === "万") {
        section = (section + digit) * 10_000n;
        total += section;
        section = digit = 0n;
      } else if (places[sign] !== undefined) {
        section += digit * (places[sign] ?? 0n);
        digit = 0n;
      } else digit = BigInt(digits.indexOf(sign));
    }
    total += section + digit;
    const of = (unit: string) =>
      BigInt(Math.max(0, digits.indexOf(new RegExp(`(.)${unit}`).exec(small)?.[1] ?? "零")));
    return total * 100n + of("角") * 10n + of("分");
  }

  test("say the amount that they stand for, with no zero doubled or last", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }), (value) => {
        const words = chineseCapitals(asYuan(value));
        expect(read(words)).toBe(value);
        expect(words).not.toMatch(/零零|零[万亿]|.零元/);
        expect(words.endsWith("整") || words.endsWith("分")).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
