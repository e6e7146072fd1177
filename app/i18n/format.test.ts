import { createInstance } from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import { amountText } from "./amount.ts";
import { createFormat, formatOf } from "./format.ts";
import { optionsFor } from "./options.ts";
import { zhCN } from "#app/i18n/zh-CN/index.ts";

const chinese = formatOf("zh-CN");
const english = formatOf("en");

describe("money", () => {
  test.each([
    ["0", "0元", "CNY 0"],
    ["9999.5", "9,999.5元", "CNY 9,999.5"],
    ["10000", "1万元", "CNY 10,000"],
    ["500000", "50万元", "CNY 500,000"],
    ["1200000", "120万元", "CNY 1.2 million"],
    ["1234567", "123.4567万元", "CNY 1.2346 million"],
    ["250000000.00", "2.5亿元", "CNY 250 million"],
    ["9999999999999.99", "100,000亿元", "CNY 10,000 billion"],
  ])("%s yuan", (yuan, inChinese, inEnglish) => {
    expect(chinese.money(yuan)).toBe(inChinese);
    expect(english.money(yuan)).toBe(inEnglish);
  });
});

describe("dates", () => {
  test("an instant is seen in market time", () => {
    expect(chinese.dateTime("2026-03-31T18:05:00Z")).toBe("2026年4月1日 02:05");
    expect(english.dateTime("2026-03-31T18:05:00Z")).toBe("1 Apr 2026 02:05");
    expect(chinese.dateTime("2026-03-31T16:00:00Z")).toBe("2026年4月1日 00:00");
  });
  test("another time zone can be asked for", () => {
    expect(createFormat("en", "Europe/Berlin").dateTime("2026-03-31T18:05:00Z")).toBe(
      "31 Mar 2026 20:05",
    );
  });
  test("a calendar day has no time zone", () => {
    expect(createFormat("en", "America/New_York").date("2026-03-31")).toBe("31 Mar 2026");
    expect(chinese.date("2026-03-31")).toBe("2026年3月31日");
  });
});

describe("relative time", () => {
  const now = new Date("2026-03-31T12:00:00Z");
  test.each([
    ["2026-03-31T11:59:40Z", "现在", "now"],
    ["2026-03-31T11:55:00Z", "5分钟前", "5 minutes ago"],
    ["2026-03-31T15:30:00Z", "3小时后", "in 3 hours"],
    ["2026-03-30T12:00:00Z", "昨天", "yesterday"],
    ["2026-04-10T12:00:00Z", "下周", "next week"],
    ["2024-01-01T00:00:00Z", "2年前", "2 years ago"],
  ])("%s", (value, inChinese, inEnglish) => {
    expect(chinese.relative(value, now)).toBe(inChinese);
    expect(english.relative(value, now)).toBe(inEnglish);
  });
});

test("numbers, shares, lists and sizes", () => {
  expect(chinese.number("1234567.25")).toBe("1,234,567.25");
  expect(english.number(0.1234, 2)).toBe("0.12");
  expect(english.percent(0.876)).toBe("88%");
  expect(chinese.list(["苏州", "南通", "无锡"])).toBe("苏州、南通和无锡");
  expect(english.list(["a", "b"])).toBe("a and b");
  expect(english.fileSize(0)).toBe("0 B");
  expect(english.fileSize(1_572_864)).toBe("1.5 MB");
});

describe("budget or price", () => {
  const i18n = createInstance();
  beforeAll(async () => {
    await i18n.init(optionsFor("zh-CN", zhCN));
  });
  test.each([
    [{ amountMin: "500000", amountMax: "800000", amountToBeAgreed: false }, "50万元至80万元"],
    [{ amountMin: "500000", amountMax: "500000.00", amountToBeAgreed: false }, "50万元"],
    [{ amountMin: "500000", amountMax: null, amountToBeAgreed: true }, "50万元起"],
    [{ amountMin: null, amountMax: "800000", amountToBeAgreed: false }, "80万元以内"],
    [{ amountMin: null, amountMax: null, amountToBeAgreed: true }, "面议"],
    [{ amountMin: null, amountMax: null, amountToBeAgreed: false }, null],
  ])("%j", (amount, text) => {
    expect(amountText(amount, i18n.t, chinese)).toBe(text);
  });
});
