import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callPriority, callRules } from "./calls.ts";

const score = fc.double({ min: 0, max: 1, noNaN: true });
const days = fc.option(fc.integer({ min: -50, max: 1_000 }), { nil: null });

describe("the priority of a call", () => {
  it.each([
    [0.8, 0, 0.8],
    [0.8, 30, 0.8],
    [0.8, 105, 0.64],
    [0.8, 180, 0.48],
    [0.8, 900, 0.48],
    [0.8, null, 0.48],
    [0.8, -1, 0],
  ])("of a pair of %d with %s days left is %d", (given, left, priority) => {
    expect(callPriority(given, left)).toBeCloseTo(priority, 10);
  });

  it("never rises above the score nor with a deadline further away", () => {
    fc.assert(
      fc.property(score, days, fc.integer({ min: 0, max: 1_000 }), (given, left, later) => {
        const now = callPriority(given, left);
        expect(now).toBeLessThanOrEqual(given);
        if (left !== null && left >= 0)
          expect(callPriority(given, left + later)).toBeLessThanOrEqual(now + 1e-12);
      }),
    );
  });

  it("never rates a near deadline below none", () => {
    fc.assert(
      fc.property(score, fc.integer({ min: 0, max: callRules.farDays * 3 }), (given, left) => {
        expect(callPriority(given, left)).toBeGreaterThanOrEqual(callPriority(given, null) - 1e-12);
      }),
    );
  });
});
