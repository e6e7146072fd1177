import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brief, byPattern, cut, cutUnits, lengthOf } from "./graphemes.ts";

const family = "👨‍👩‍👧‍👦";

describe("characters are counted as people count them", () => {
  test.each([
    ["", 0],
    ["abc", 3],
    ["𠮷野家", 3],
    [family, 1],
    ["🇨🇳🇩🇪", 2],
    ["e\u0301", 1],
    ["a\nb", 3],
    [`e${"\u0301".repeat(159)}`, 10],
  ])("%j has %i", (text, length) => {
    expect(lengthOf(text)).toBe(length);
  });
});

test.each([
  [cut("𠮷野家", 1), "𠮷"],
  [cut(`${family}${family}`, 1), family],
  [cut("🇨🇳🇩🇪", 1), "🇨🇳"],
  [cut("abc", 3), "abc"],
  [cut(`e${"\u0301".repeat(159)}`, 5), ""],
  [cutUnits("ab𠮷", 3), "ab"],
  [cutUnits("ab𠮷", 4), "ab𠮷"],
  [brief("一二三", 3), "一二三"],
  [brief("一二 三四", 3), "一二…"],
  [brief("𠮷𠮷𠮷", 2), "𠮷𠮷…"],
])("is %j", (is, expected) => {
  expect(is).toBe(expected);
});

const texts = fc.string({
  unit: fc.constantFrom("a", "字", "𠮷", "\u0301", "\u200D", "👩", "🏽", "🇨", "❤\uFE0F", "\n", "é"),
  maxLength: 60,
});

test("what is cut is a beginning of whole characters, as long as it may be", () => {
  fc.assert(
    fc.property(texts, fc.nat(70), (text, most) => {
      const kept = cut(text, most);
      expect(text.startsWith(kept)).toBe(true);
      expect(lengthOf(kept)).toBeLessThanOrEqual(most);
      expect(kept).not.toMatch(/\p{Cs}/u);
      if (lengthOf(text) <= most) expect(kept).toBe(text);
      const units = cutUnits(text, most);
      expect(units.length).toBeLessThanOrEqual(most);
      expect(text.startsWith(units)).toBe(true);
      const next = text.slice(units.length);
      expect(next === "" || units.length + cut(next, 1).length > most || cut(next, 1) === "").toBe(
        true,
      );
    }),
    { numRuns: 5_000 },
  );
});

test("a limit also bounds bytes", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(text.length).toBeLessThanOrEqual(16 * lengthOf(text));
    }),
  );
});

test("the pattern for browsers without a segmenter counts what people write alike", () => {
  for (const text of [
    "𠮷野家 abc",
    family,
    "👍🏽❤️🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "🇨🇳🇩🇪🇫🇷",
    "e\u0301te\u0301",
    "第一行\n第二行",
    "각가",
  ])
    expect([...byPattern.characters(text)]).toEqual(
      [...new Intl.Segmenter("und").segment(text)].map(({ segment }) => segment),
    );
});
