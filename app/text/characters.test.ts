import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { written, writtenLine, writtenText } from "./characters.ts";

describe("text is kept in one form", () => {
  test.each([
    ["NUL and other control characters", "a\0b\x07c\x7Fd\x9Fe", "abcde"],
    ["line breaks of Windows and old Macs", "a\r\nb\rc\nd", "a\nb\nc\nd"],
    ["line breaks of Word and of Unicode", "a\vb\fc\u0085d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"],
    ["a tab stays", "a\tb", "a\tb"],
    ["composed", "e\u0301, 가", "é, 가"],
    ["a zero-width space", "石墨\u200B烯", "石墨烯"],
    ["a soft hyphen", "inter\u00ADface", "interface"],
    ["a byte order mark and a word joiner", "\uFEFFa\u2060b", "ab"],
    ["marks of direction", "a\u202Eb\u2066c\u200Fd", "abcd"],
    ["fillers that look like nothing", "a\u3164\uFFA0b", "ab"],
    ["hidden tags", "a\u{E0041}\u{E0042}b", "ab"],
    [
      "CJK radicals of a PDF file",
      "⻢氏体，⻋载，⼯业，⻛电，⻄安",
      "马氏体，车载，工业，风电，西安",
    ],
    ["compatibility ideographs", "\uF9B0\u{2F800}", "聆丽"],
    ["halves of characters", "a\ud842b\udfb7c", "abc"],
    ["a whole character of two halves", "𠮷野家", "𠮷野家"],
    ["what people chose to write", "ＡＢＣ１２３ m² ℃ ½ ①", "ＡＢＣ１２３ m² ℃ ½ ①"],
    ["an emoji of several, its form and its skin", "👨‍👩‍👧 ❤️ 👍🏽", "👨‍👩‍👧 ❤️ 👍🏽"],
    ["the flag of a region", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
    ["joiners of a script that joins", "می‌خواهم क्‍ष", "می‌خواهم क्‍ष"],
    ["joiners anywhere else", "a\u200Db\u200Cc", "abc"],
    ["selectors without a character", "\uFE0F\u200B\uFE0Fa", "a"],
  ])("%s", (_what, typed, kept) => {
    expect(written(typed)).toBe(kept);
  });

  test("twice is once, and nothing that no database takes is left", () => {
    const parts = [
      "\0",
      "\r",
      "\n",
      "\u200D",
      "\u200C",
      "\uFE0F",
      "\u0301",
      "e",
      "⻢",
      "⼯",
      "क",
      "्",
    ];
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...parts, "ك", "\u{1F3F4}", "\u{E0067}", "\u{E007F}", "👩", "🏽", "\ud800"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
      maxLength: 12,
    });
    fc.assert(
      fc.property(hostile, (typed) => {
        for (const form of [written, writtenLine, writtenText]) {
          const kept = form(typed);
          expect(form(kept)).toBe(kept);
          expect(kept).not.toMatch(/\0|\r|\p{Cs}/u);
          expect(kept.normalize("NFC")).toBe(kept);
        }
        expect(writtenLine(typed)).not.toMatch(/^\s|\s$|\n/u);
      }),
      { numRuns: 20_000 },
    );
  });
});

test("a line has no breaks and single spaces", () => {
  expect(writtenLine(" 苏州\r\n恒远\t 集团　\u00A0有限公司 ")).toBe("苏州 恒远 集团 有限公司");
});

test("a text keeps its lines", () => {
  expect(writtenText("\r\n 一\r\n\r\n二 \r\n")).toBe("一\n\n二");
});
