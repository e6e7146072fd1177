import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownTerms } from "./entries.ts";
import { mixturesOf } from "./find.ts";
import { keysOf, readingOf } from "./keys.ts";
import { readingsOf, signsOf, squeeze, typedForms } from "./pinyin.ts";

const chineseTerms = knownTerms()
  .map(({ text }) => text)
  .filter((text) => /^\p{Script=Han}{2,6}$/u.test(text));

describe("how a term is typed", () => {
  it.each([
    ["石墨烯", "shimoxi", "smx"],
    ["铝合金", "lvhejin", "lhj"],
    ["重庆", "chongqing", "cq"],
    ["重工", "zhonggong", "zg"],
    ["GCr15轴承钢", "gcr15zhouchenggang", "gcr15zcg"],
    ["傳感器", "chuanganqi", "cgq"],
  ])("%s is %s or %s", (text, pinyin, initials) => {
    expect(typedForms(text)).toEqual({ pinyin, initials });
  });

  it.each([
    ["石墨烯", ["石墨烯", "墨烯", "shimoxi", "smx"]],
    ["石墨烯导热膜", ["导热膜", "热膜", "daoremo", "drm", "shimoxidaoremo"]],
    ["铝合金", ["lvhejin", "luhejin"]],
    ["silicon carbide", ["siliconcarbide", "carbide"]],
    ["6061-T6铝", ["6061t6铝", "t6铝"]],
  ])("%s is found by the keys %j", (text, expected) => {
    expect(keysOf(text).map(({ key }) => key)).toEqual(expect.arrayContaining(expected));
  });

  it("reads letters as whole, shortened and half-typed syllables", () => {
    const read = (letters: string) =>
      readingsOf(letters).map((typed) => typed.map(({ text }) => text).join("|"));
    expect(read("smx")).toContain("s|m|x");
    expect(read("shimox")).toContain("shi|mo|x");
    expect(read("xian")).toEqual(expect.arrayContaining(["xian", "xi|an"]));
    expect(read("shx")).toContain("sh|x");
    expect(read("guvi")).toEqual([]);
    expect(read("v1")).toEqual([]);
  });

  /** Each sign of a term typed as the character, its syllable, or its first letters. */
  const typing = fc.constantFrom(...chineseTerms).chain((text) => {
    const signs = signsOf(text);
    return fc.record({
      text: fc.constant(text),
      typed: fc
        .tuple(
          ...signs.map(({ text: character, sound }) =>
            fc.constantFrom(character, sound, sound[0] ?? "", sound.slice(0, 2)),
          ),
        )
        .map((parts) =>
          parts
            .map((part, at) =>
              /^[a-z]{2}$/.test(part) && !/^[zcs]h$/.test(part) && at < parts.length - 1
                ? (signs[at]?.sound ?? part)
                : part,
            )
            .join(""),
        ),
    });
  });

  it("reads two initials that together look like one", () => {
    const read = readingsOf("chmozheng").map((typed) => typed.map(({ text }) => text).join("|"));
    expect(read).toContain("c|h|mo|zheng");
  });

  it("finds a term however its characters, syllables and initials are mixed", () => {
    fc.assert(
      fc.property(typing, ({ text, typed }) => {
        const prefix = keysOf(text).some(({ key, start }) => start && key.startsWith(typed));
        const initials = typedForms(text).initials;
        const mixed = mixturesOf(typed).some(
          (way) =>
            initials.startsWith(way.initials) && new RegExp(way.pattern, "u").test(readingOf(text)),
        );
        expect(prefix || mixed, `${typed} for ${text}`).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("asks for nothing that could be taken for a pattern or a filter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        for (const { pattern, initials } of mixturesOf(squeeze(text))) {
          expect(initials).toMatch(/^[a-z]+$/);
          expect(pattern).toMatch(/^\(\^\| \)(?:[a-z]|\p{Script=Han}|\[\^a-z \]|\[a-z\]\*| )+$/u);
        }
      }),
    );
  });
});
