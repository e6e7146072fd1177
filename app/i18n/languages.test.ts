import { expect, test } from "vitest";
import { acceptedLanguage, asLanguage } from "./languages.ts";

test.each([
  [null, null],
  ["", null],
  ["*", null],
  ["zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"],
  ["en-GB", "en"],
  ["fr-FR, en;q=0.7, zh;q=0.5", "en"],
  ["en;q=0.2, zh-CN;q=0.9", "zh-CN"],
  ["en;q=0, de", null],
])("Accept-Language %j is answered in %j", (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test("an unknown language becomes the fallback", () => {
  expect(asLanguage("fr")).toBe("zh-CN");
  expect(asLanguage("en")).toBe("en");
});
