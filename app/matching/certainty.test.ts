import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { createFormat } from "#app/i18n/format.ts";
import { certaintyOf, shownChance, weighed } from "./certainty.ts";
import { markWords } from "./marks.ts";

const bins = [
  { from: 0, to: 0.2, pairs: 900, related: 90 },
  { from: 0.2, to: 0.4, pairs: 100, related: 30 },
  { from: 0.4, to: 0.6, pairs: 40, related: 20 },
  { from: 0.6, to: 0.8, pairs: 10, related: 7 },
];

test("a chance is never shown as certainty", () => {
  const { percent } = createFormat("zh-CN");
  expect(percent(shownChance(1))).toBe("99%");
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
      expect(percent(shownChance(chance))).not.toBe("100%");
      if (chance <= 0.99) expect(shownChance(chance)).toBe(chance);
    }),
  );
});

test.each([
  [0.1, { from: 0, to: 0.2, pairs: 900, related: 90, covers: true }],
  [0.5, { from: 0.4, to: 0.6, pairs: 40, related: 20, covers: true }],
  [0.4, { from: 0.4, to: 0.6, pairs: 40, related: 20, covers: true }],
  [0.7, { from: 0.4, to: 0.8, pairs: 50, related: 27, covers: true }],
  [0.95, { from: 0.4, to: 0.8, pairs: 50, related: 27, covers: false }],
])("of pairs with a chance of about %f", (chance, expected) => {
  expect(certaintyOf(chance, bins)).toEqual(expected);
});

test("nothing judged says nothing", () => {
  expect(certaintyOf(0.5, [])).toBeNull();
  expect(certaintyOf(0.5, [{ from: 0, to: 1, pairs: 0, related: 0 }])).toBeNull();
});

test("any chance is given pairs that were judged, enough of them where there are", () => {
  const judged = fc
    .array(fc.record({ pairs: fc.nat(60), share: fc.double({ min: 0, max: 1, noNaN: true }) }), {
      minLength: 1,
      maxLength: 10,
    })
    .map((list) =>
      list.map(({ pairs, share }, index) => ({
        from: index / list.length,
        to: (index + 1) / list.length,
        pairs,
        related: Math.round(pairs * share),
      })),
    );
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), judged, (chance, list) => {
      const total = list.reduce((sum, { pairs }) => sum + pairs, 0);
      const found = certaintyOf(chance, list);
      if (total === 0) {
        expect(found).toBeNull();
        return;
      }
      expect(found?.pairs).toBeGreaterThanOrEqual(Math.min(30, total));
      expect(found?.related).toBeLessThanOrEqual(found?.pairs ?? 0);
      expect((found?.to ?? 0) - (found?.from ?? 0)).toBeGreaterThan(0);
    }),
  );
});

describe("what speaks for and against", () => {
  it("is ordered by strength, in words", () => {
    const { fors, againsts } = weighed([
      { name: "weak", logOdds: 0.1 },
      { name: "strong", logOdds: 1.2 },
      { name: "nothing", logOdds: 0 },
      { name: "medium", logOdds: 0.4 },
      { name: "against", logOdds: -0.3 },
      { name: "stronger against", logOdds: -0.9 },
    ]);
    expect(fors.map(({ name, size }) => [name, size])).toEqual([
      ["strong", "strong"],
      ["medium", "medium"],
      ["weak", "weak"],
    ]);
    expect(againsts.map(({ name, size }) => [name, size])).toEqual([
      ["stronger against", "strong"],
      ["against", "medium"],
    ]);
  });
});

describe("marked words", () => {
  it("leave the text as it is", () => {
    const text = fc.stringMatching(/^[碳化硅基板Si C石墨烯。]{0,60}$/);
    const words = fc.array(fc.constantFrom("碳化硅", "基板", "碳化硅基板", "sic", "", "石墨"), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(text, words, (given, marked) => {
        const pieces = markWords(given, marked);
        expect(pieces.map((piece) => piece.text).join("")).toBe(given);
        for (const { text: shown, term } of pieces)
          if (term !== null) expect(shown.toLowerCase()).toContain(marked[term]);
      }),
    );
  });

  it("name the word that they show, the longer of two", () => {
    expect(markWords("高导热SiC基板烧结", ["基板", "sic", "导热"])).toEqual([
      { text: "高", term: null },
      { text: "导热", term: 2 },
      { text: "SiC", term: 1 },
      { text: "基板", term: 0 },
      { text: "烧结", term: null },
    ]);
    expect(markWords("碳化硅基板", ["基板", "碳化硅基板"])).toEqual([
      { text: "碳化硅基板", term: 1 },
    ]);
  });
});
