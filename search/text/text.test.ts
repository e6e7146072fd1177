import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerpt, highlight } from "./highlight.ts";
import { normalise } from "./normalise.ts";
import {
  contentWordsOf,
  partsOfTerm,
  queryWordsOf,
  runsOf,
  searchWordsOf,
  spaceMeasures,
  wordsOf,
} from "./segment.ts";
import { canonical, writingsOf } from "./synonyms.ts";

describe("words", () => {
  it("normalise makes width, case and script one", () => {
    expect(normalise("ＧＣｒ１５ 軸承處理")).toBe("gcr15 轴承处理");
    expect(normalise("⻢氏体⻋载⼯艺")).toBe("马氏体车载工艺");
    expect(normalise("石\u200B墨\u00AD烯 葛\u{E0100}")).toBe("石墨烯 葛");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });

  it("keep model numbers and the field's terms whole", () => {
    expect(wordsOf("高强GCr15轴承钢与6061-T6")).toEqual(
      expect.arrayContaining(["gcr15", "6061-t6"]),
    );
    expect(wordsOf("柔性显示燃料电池")).toEqual(["柔性显示", "燃料电池"]);
    expect(wordsOf("silicon carbide MOSFET")).toEqual(["silicon carbide", "mosfet"]);
  });

  it.each([
    ["0.5MPa", ["0.5", "mpa"]],
    ["0.5 MPa", ["0.5", "mpa"]],
    ["耐压0.5MP", ["耐压", "0.5", "mp"]],
    ["300Wh/kg", ["300", "wh/kg"]],
    ["10m2 40mm2", ["10", "m2", "40", "mm2"]],
    ["5G", ["5g"]],
    ["65Mn", ["65mn"]],
    ["GCr15", ["gcr15"]],
    ["6061-T6", ["6061-t6"]],
    ["10kV-35kV", ["10kv-35kv"]],
  ])("a number and its unit are two words: %s", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
    for (const run of runsOf(normalise(text)))
      expect(normalise(text).slice(run.start)).toMatch(new RegExp(`^${run.text}`));
  });

  it("a space between number and unit changes nothing", () => {
    const unit = fc.constantFrom("MPa", "kg", "mm", "Wh/kg", "kHz", "μm", "V");
    const before = fc.constantFrom("", "耐压", "≥", "about ");
    fc.assert(
      fc.property(before, fc.nat(9_999), fc.nat(9), unit, (text, whole, part, written) => {
        const [tight, spaced] = ["", " "].map((space) =>
          normalise(`${text}${whole}.${part}${space}${written}`),
        );
        expect(spaceMeasures(tight ?? "")).toBe(spaced);
        expect(spaceMeasures(spaced ?? "")).toBe(spaced);
      }),
    );
  });

  it("are found inside longer ones, and general words tell nothing", () => {
    expect(searchWordsOf("测试工具箱")).toEqual(expect.arrayContaining(["工具", "测试", "工具箱"]));
    expect(contentWordsOf("关键技术的研究与应用")).toEqual([]);
  });

  it("are the parts of a term, too, that is made of others", () => {
    expect(partsOfTerm("质子交换膜燃料电池")).toEqual(["质子交换膜", "燃料电池"]);
    expect(partsOfTerm("石墨烯")).toEqual([]);
    expect(searchWordsOf("质子交换膜燃料电池堆")).toEqual(
      expect.arrayContaining(["质子交换膜燃料电池", "质子交换膜", "燃料电池"]),
    );
  });

  it("of a query leave out particles unless there is nothing else", () => {
    expect(queryWordsOf("石墨烯的制备")).toEqual(["石墨烯", "制备"]);
    expect(queryWordsOf("的")).toEqual(["的"]);
  });

  it("have one canonical writing for all synonyms", () => {
    for (const word of writingsOf("graphene")) expect(canonical(word)).toBe("石墨烯");
  });
});

describe("highlight", () => {
  it.each([
    ["石墨烯导热膜", ["石墨烯"], "[石墨烯]导热膜"],
    ["Ｇraphene 與石墨烯", ["graphene", "石墨烯"], "[Ｇraphene] 與[石墨烯]"],
    ["廢水處理", ["处理"], "廢水[處理]"],
    ["regan GaN", ["gan"], "regan [GaN]"],
    ["测试工具箱", ["工具", "工具箱"], "测试[工具箱]"],
  ])("marks %s", (text, words, expected) => {
    const shown = highlight(text, words).map((part) => (part.hit ? `[${part.text}]` : part.text));
    expect(shown.join("")).toBe(expected);
  });

  it("never changes the text, whatever it holds", () => {
    const text = fc.string({
      unit: fc.constantFrom("石", "墨", "处", "處", "a", "Ａ", "ﬁ", "🚀", " ", "é"),
    });
    fc.assert(
      fc.property(text, fc.array(text), (whole, words) => {
        const segments = highlight(whole, words.map(normalise));
        expect(segments.map((segment) => segment.text).join("")).toBe(whole);
      }),
    );
  });

  it("cuts an excerpt around the first hit", () => {
    const parts = excerpt([`${"前".repeat(300)}催化剂${"后".repeat(300)}`], ["催化剂"], 60);
    const whole = parts.map(({ text }) => text).join("");
    expect(whole).toMatch(/^….*催化剂.*…$/);
    expect(whole.length).toBeLessThanOrEqual(62);
  });

  it("shows the first passage that tells something where none is hit", () => {
    const telling = "采用低温烧结与表面改性提高粉体的分散性".repeat(3);
    expect(excerpt(["化学工程", telling, `另一段${telling}`], [])).toEqual([
      { text: telling, hit: false },
    ]);
  });
});
