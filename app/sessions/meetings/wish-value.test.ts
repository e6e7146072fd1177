import fc from "fast-check";
import { expect, test } from "vitest";
import { wishValue } from "#app/sessions/meetings/timetable/timetable-instance.server.ts";

const rank = fc.option(fc.integer({ min: 1, max: 100 }));
const wish = fc.record({
  score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  fromRank: rank,
  toRank: rank,
  addedById: fc.option(fc.uuid()),
});

test("a wish is always worth something, the same from both sides, and more when it is wanted more", () => {
  fc.assert(
    fc.property(wish, (one) => {
      const value = wishValue(one);
      expect(value).toBeGreaterThanOrEqual(1);
      expect(value).toBeLessThanOrEqual(5);
      const { fromRank, toRank } = one;
      expect(wishValue({ ...one, fromRank: toRank, toRank: fromRank })).toBeCloseTo(value, 10);
      expect(wishValue({ ...one, fromRank: 1 })).toBeGreaterThanOrEqual(value);
      expect(wishValue({ ...one, score: 1 })).toBeGreaterThanOrEqual(value);
    }),
  );
});
