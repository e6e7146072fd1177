import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { announcementRules, isNews, newsFor, withinCap, type PairForSide } from "./announce.ts";

const { from, top, dailyCap, rise } = announcementRules;

const strong: PairForSide = {
  score: 0.7,
  ahead: 0,
  sees: true,
  hidden: false,
  toldScore: null,
  changed: false,
};

describe("a pair is news to a side", () => {
  test.each<[string, Partial<PairForSide>, boolean]>([
    ["when it is strong and was never told", {}, true],
    ["at the threshold", { score: from }, true],
    ["not below the threshold", { score: from - 0.001 }, false],
    ["as the last of the top", { ahead: top - 1 }, true],
    ["not behind the top", { ahead: top }, false],
    ["not when the side may not see the post", { sees: false }, false],
    ["not when the side said that it does not want it", { hidden: true }, false],
    ["not when it was told", { toldScore: 0.7 }, false],
    [
      "not when it was told and only a little rose",
      { toldScore: 0.7 - rise + 0.01, changed: true },
      false,
    ],
    ["again when a change raised it enough", { toldScore: 0.7 - rise, changed: true }, true],
    ["not again when it rose without a change", { toldScore: 0.7 - rise, changed: false }, false],
    ["not again when it fell", { toldScore: 0.9, changed: true }, false],
  ])("%s", (_when, changes, expected) => {
    expect(isNews({ ...strong, ...changes })).toBe(expected);
  });
});

const pairs = fc.array(
  fc.record({
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    ahead: fc.nat({ max: 5 }),
    sees: fc.boolean(),
    hidden: fc.boolean(),
    toldScore: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    changed: fc.boolean(),
  }),
  { maxLength: 60 },
);

describe("what a side hears of a post", () => {
  it("is all news for the post's own organisation, and one pair at most for another", () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const own = newsFor(all, true);
        expect(new Set(own)).toEqual(new Set(all.filter(isNews)));
        expect(newsFor(all, false).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is nothing when the other organisation knows of the best pair already", () => {
    const told = { ...strong, score: 0.9, toldScore: 0.9 };
    expect(newsFor([strong, told], false)).toEqual([]);
    expect(newsFor([strong, told], true)).toEqual([strong]);
  });

  it("is never told again right after it was told", () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), (all, own) => {
        const told = new Set(newsFor(all, own));
        const after = all.map((pair) =>
          told.has(pair) ? { ...pair, toldScore: pair.score, changed: true } : pair,
        );
        if (own) expect(newsFor(after, own)).toEqual([]);
        for (const again of newsFor(after, own)) expect(again.toldScore).not.toBe(again.score);
      }),
    );
  });
});

describe("the daily cap", () => {
  it("is never exceeded, loses nothing, and lets the best through", () => {
    fc.assert(
      fc.property(pairs, fc.nat({ max: 2 * dailyCap }), (news, toldToday) => {
        const { now, later } = withinCap(news, toldToday);
        expect(now.length).toBeLessThanOrEqual(Math.max(0, dailyCap - toldToday));
        expect(new Set([...now, ...later])).toEqual(new Set(news));
        expect(now.length + later.length).toBe(news.length);
        if (later.length > 0) expect(now.length).toBe(Math.max(0, dailyCap - toldToday));
        const worstNow = Math.min(1, ...now.map(({ score }) => score));
        for (const { score } of later) expect(score).toBeLessThanOrEqual(worstNow);
      }),
    );
  });
});
