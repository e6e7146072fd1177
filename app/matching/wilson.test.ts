import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./wilson.ts";

describe("the Wilson interval", () => {
  /** Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3. */
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %d in %d is as published", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it("is not there when nobody was asked", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  const counts = fc
    .integer({ min: 1, max: 5_000 })
    .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

  it("holds the observed share, stays within 0 and 1, and mirrors", () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const interval = wilsonInterval(successes, trials);
        const mirror = wilsonInterval(trials - successes, trials);
        if (!interval || !mirror) throw new Error("no interval");
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.low).toBeLessThanOrEqual(successes / trials + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(successes / trials - 1e-12);
        expect(interval.low).toBeCloseTo(1 - mirror.high, 10);
      }),
    );
  });

  it("grows narrower as more are asked", () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const few = wilsonInterval(successes, trials);
        const many = wilsonInterval(successes * 4, trials * 4);
        if (!few || !many) throw new Error("no interval");
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
      }),
    );
  });
});
