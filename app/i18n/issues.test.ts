import { createInstance, type TFunction } from "i18next";
import { parseForm } from "#app/forms/parse-form.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { needListing } from "#app/posts/need.ts";
import { resultListing } from "#app/posts/result.ts";
import { en } from "#app/i18n/en/index.ts";
import { errorText, formatIssues, issueMessage } from "./issues.ts";
import type { Language } from "./languages.ts";
import { optionsFor } from "./options.ts";
import { errors as chineseErrors } from "#app/i18n/zh-CN/errors.ts";
import { zhCN } from "#app/i18n/zh-CN/index.ts";

const resources = { "zh-CN": zhCN, en };
const translators = {} as Record<Language, TFunction>;
beforeAll(async () => {
  for (const lng of ["zh-CN", "en"] as const)
    translators[lng] = await createInstance().init(optionsFor(lng, resources[lng]));
});

const rows: [string, z.ZodType, unknown, string, string][] = [
  ["a missing text", z.string(), undefined, "请填写此项", "Fill in this field"],
  ["an empty text", z.string().min(1), "", "请填写此项", "Fill in this field"],
  ["a text too short", z.string().min(8), "abc", "至少8个字", "Use at least 8 characters"],
  ["a text too long", z.string().max(3), "abcd", "最多3个字", "Use at most 3 characters"],
  ["no item", z.array(z.string()).min(1), [], "请填写此项", "Fill in this field"],
  ["too many items", z.array(z.string()).max(1), ["a", "b"], "最多1项", "Give at most 1"],
  ["too few items", z.array(z.string()).min(2), ["a"], "至少2项", "Give at least 2"],
  ["a number too large", z.number().max(9), 10, "不能大于9", "Must be at most 9"],
  ["a number too small", z.number().min(1), 0, "不能小于1", "Must be at least 1"],
  ["not a number", z.number(), "x", zhCN.errors.number, en.errors.number],
  ["a wrong choice", z.enum(["a"]), "b", zhCN.errors.invalidChoice, en.errors.invalidChoice],
  ["an email address", z.email(), "x", zhCN.errors.email, en.errors.email],
  ["a web address", z.url(), "x", zhCN.errors.url, en.errors.url],
  ["a day", z.iso.date(), "31.3.2026", zhCN.errors.date, en.errors.date],
  ["a format without words", z.uuid(), "x", zhCN.errors.invalid, en.errors.invalid],
  ["a named format", z.string().regex(/^\d$/, "amount"), "x", zhCN.errors.amount, en.errors.amount],
  [
    "a key with its own bound",
    z.string().min(12, "passwordShort"),
    "x",
    "密码至少12个字符",
    "The password needs at least 12 characters",
  ],
  [
    "a custom issue with values",
    z.string().refine(() => false, { message: "passwordShort", params: { min: 10 } }),
    "x",
    "密码至少10个字符",
    "The password needs at least 10 characters",
  ],
  [
    "a custom issue without a key",
    z.string().refine(() => false, "Oops"),
    "x",
    zhCN.errors.invalid,
    en.errors.invalid,
  ],
  ["another type", z.string(), 5, zhCN.errors.invalid, en.errors.invalid],
];

describe("issueMessage", () => {
  test.each(rows)("%s", (_name, schema, value, inChinese, inEnglish) => {
    const issue = schema.safeParse(value).error?.issues[0];
    if (!issue) throw new Error("the value should not have passed");
    expect(issueMessage(issue, translators["zh-CN"])).toBe(inChinese);
    expect(issueMessage(issue, translators.en)).toBe(inEnglish);
  });

  test.each([
    ["need", needListing.submission],
    ["result", resultListing.submission],
  ] as const)("every issue of an empty %s has words of its own", (_kind, schema) => {
    const wrong = {
      title: "短",
      amountMin: "9",
      amountMax: "1",
      contactPhone: "?",
      contactEmail: "?",
      visibility: "invited",
      indicators: [
        { name: "a", comparison: "range" },
        { name: "b", value: "x" },
      ],
    };
    for (const content of [{}, wrong]) {
      const issues = schema.safeParse(content).error?.issues ?? [];
      expect(issues.length).toBeGreaterThan(0);
      for (const issue of issues)
        expect([issue, issueMessage(issue, translators["zh-CN"])]).not.toEqual([
          issue,
          zhCN.errors.invalid,
        ]);
    }
  });
});

test("formatIssues speaks to Conform and says nothing twice", () => {
  const form = new FormData();
  form.set("email", "x");
  const schema = z.object({ name: z.string(), email: z.email().endsWith("@a.cn", "email") });
  const submission = parseForm(form, {
    schema,
    formatError: formatIssues(translators["zh-CN"]),
  });
  expect(submission.status === "error" && submission.error).toEqual({
    name: ["请填写此项"],
    email: [chineseErrors.email],
  });
});

test("an unknown key becomes a general sentence", () => {
  expect(errorText(translators.en, "constructor")).toBe(en.errors.unexpected);
  expect(errorText(translators.en, "tooLong", { max: 5 })).toBe("Use at most 5 characters");
});
