import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { builtInGroups } from "../synonyms/index.ts";
import { queryWordsOf, wordsOf } from "./segment.ts";
import { normaliseWord, normaliseWords, problemsOf, synonymLimits } from "./synonym-rules.ts";
import { builtInKey, canonical, synonymSet, useSynonyms, writingsOf } from "./synonyms.ts";

const rulesOf = (words: string[], groups: string[][] = []) =>
  problemsOf(normaliseWords(words), groups).map(({ rule }) => rule);

describe("the rules of a group", () => {
  it.each<[string[], string[]]>([
    [["石墨烯", "graphene"], []],
    [["钛", "titanium"], []],
    [["ai", "人工智能"], []],
    [["3D打印", "增材制造"], []],
    [["石墨烯"], ["tooFew"]],
    [["Graphene", " graphene "], ["tooFew"]],
    [["廢水", "废水"], ["tooFew"]],
    [Array.from({ length: 13 }, (_, index) => `词语${index}`), ["tooMany"]],
    [["长".repeat(41), "短词"], ["tooLong"]],
    [["技术", "technology"], ["stopWord"]],
    [["的", "石墨烯"], ["stopWord"]],
    [["膜", "membrane"], ["ambiguous"]],
    [["x", "石墨烯"], ["ambiguous"]],
    [["2024", "石墨烯"], ["ambiguous"]],
    [["石墨烯(单层)", "graphene"], ["characters"]],
    [["c++", "程序语言"], ["characters"]],
  ])("%j: %j", (words, expected) => {
    expect(rulesOf(words)).toEqual(expected);
  });

  it("say which other group has a word", () => {
    const groups = [
      ["石墨烯", "graphene"],
      ["废水", "污水"],
    ];
    expect(problemsOf(["石墨烯", "单层石墨"], groups)).toEqual([
      { rule: "taken", word: "石墨烯", group: groups[0] },
    ]);
  });

  it("normalise to what they leave alone a second time", () => {
    const unit = fc.constantFrom("石", "墨", "處", "Ａ", "b", " ", "　", "\n", "-", "é", "ﬁ");
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 12 })), (words) => {
        const once = normaliseWords(words);
        expect(normaliseWords(once)).toEqual(once);
        expect(new Set(once).size).toBe(once.length);
      }),
    );
    expect(normaliseWord(" 锂 电池  Ｌｉ  Ion ")).toBe("锂电池li ion");
  });

  it("hold for every built-in group, which together have each word once", () => {
    const wrong = builtInGroups.flatMap((group) => {
      const problems: object[] = problemsOf(group);
      return normaliseWords(group).join() === group.join()
        ? problems
        : [...problems, { rule: "normalised", group }];
    });
    expect(wrong).toEqual([]);
    const words = builtInGroups.flat();
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    expect(builtInGroups.length).toBeGreaterThan(600);
  });
});

describe("the set of groups", () => {
  afterEach(() => void useSynonyms([]));

  it("has the product's groups beside the built-in ones, at once", () => {
    expect(writingsOf("石墨炔膜")).toEqual(["石墨炔膜"]);
    useSynonyms([["graphyne film", "石墨炔膜"]]);
    expect(writingsOf("graphyne film")).toEqual(["graphyne film", "石墨炔膜"]);
    expect(canonical("graphyne film")).toBe("石墨炔膜");
    expect(canonical("graphene")).toBe("石墨烯");
    useSynonyms([]);
    expect(canonical("graphyne film")).toBe("graphyne film");
  });

  it("cuts texts by the words of its groups, Latin, Chinese and mixed", () => {
    const cut = () => wordsOf("新一代云母纳米片膜与n型topcon电池, passivated emitter rear cell");
    const words = ["云母纳米片膜", "n型topcon电池", "passivated emitter rear cell"];
    for (const word of words) expect(cut()).not.toContain(word);
    useSynonyms([
      ["云母纳米片膜", "mica nanosheet film"],
      ["n型topcon电池", "passivated emitter rear cell"],
    ]);
    for (const word of words) expect(cut()).toContain(word);
    useSynonyms([]);
    for (const word of words) expect(cut()).not.toContain(word);
    expect(queryWordsOf("金属3D打印")).toEqual(["金属", "3d打印"]);
    expect(wordsOf("13d打印")).toEqual(["13d", "打印"]);
  });

  it("lets the product's groups win over built-in ones", () => {
    const retired = synonymSet([], ["石墨烯"]);
    expect(retired.byWord.has("graphene")).toBe(false);
    const replaced = synonymSet([["石墨烯", "graphene", "单层石墨"]], ["石墨烯"]);
    expect(replaced.byWord.get("graphene")).toHaveLength(3);
    const overlapping = synonymSet([["废水", "废液"]]);
    expect(overlapping.byWord.get("废水")).toEqual(["废水", "废液"]);
    expect(overlapping.byWord.get("污水")).toEqual(["污水", "wastewater"]);
  });

  it("holds a word once, whatever the product's groups are", () => {
    const word = fc.constantFrom("石墨烯", "graphene", "污水", "废水", "新词", "甲乙");
    const group = fc.uniqueArray(word, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(group, fc.subarray(builtInGroups.slice(0, 5).map(builtInKey)), (own, retired) => {
        const { groups, byWord } = synonymSet([own], retired);
        expect(groups.flat()).toHaveLength(byWord.size);
        for (const { length } of groups) expect(length).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it("has a version that tells sets apart, not their order", () => {
    const one = synonymSet([
      ["甲乙", "jia"],
      ["丙丁", "bing", "ding"],
    ]);
    const same = synonymSet([
      ["丙丁", "ding", "bing"],
      ["甲乙", "jia"],
    ]);
    expect(same.version).toBe(one.version);
    expect(synonymSet([["甲乙", "jia"]]).version).not.toBe(one.version);
    expect(synonymLimits.fewestWords).toBe(2);
  });
});
