import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  barOf,
  smallestCell,
  withoutSmallCells,
  type ContractFigures,
  type Statistics,
} from "./statistics.ts";

const figures = (count: number): ContractFigures => ({
  count,
  contractAmount: `${count}00.00`,
  technologyAmount: `${count}0.00`,
});
const none = figures(0);
const statistics = (counts: number[]): Statistics => ({
  table: "kind",
  rows: counts.map((count, index) => ({
    key: String(index),
    registered: figures(count),
    signed: none,
  })),
  total: {
    key: null,
    registered: figures(counts.reduce((sum, count) => sum + count, 0)),
    signed: none,
  },
});
const shown = (counts: number[]) =>
  withoutSmallCells(statistics(counts)).rows.map(({ registered }) => registered?.count ?? null);

describe("what others than organizers see", () => {
  it.each([
    [
      [5, 4, 3],
      [5, 4, 3],
    ],
    [
      [9, 4, 1],
      [9, null, null],
    ],
    [
      [9, 2, 1],
      [9, null, null],
    ],
    [
      [9, 4, 1, 1],
      [9, null, null, null],
    ],
    [
      [7, 0, 3],
      [7, 0, 3],
    ],
    [[2], [null]],
  ])("%j is shown as %j", (counts, expected) => {
    expect(shown(counts)).toEqual(expected);
  });

  test("no subtraction gives back a small cell, or a sum of hidden ones that is small", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 14 }), (counts) => {
        const seen = withoutSmallCells(statistics(counts));
        const hidden = counts.filter((_, index) => seen.rows[index]?.registered === null);
        for (const [index, count] of counts.entries())
          if (count > 0 && count < smallestCell) expect(seen.rows[index]?.registered).toBeNull();
        if (hidden.length === 0 || seen.total.registered === null) return;
        expect(hidden.length).toBeGreaterThan(1);
        expect(hidden.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(smallestCell);
      }),
      { numRuns: 1_000 },
    );
  });

  it("a total of few is not shown either", () => {
    expect(withoutSmallCells(statistics([1, 1])).total.registered).toBeNull();
  });
});

it("bars stand to the greatest amount, and a small one is still to be seen", () => {
  expect([barOf("10.00", "10.00"), barOf("5.00", "10.00"), barOf("0.01", "10.00")]).toEqual([
    20, 10, 1,
  ]);
  expect(barOf("0", "0")).toBe(0);
});
