import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meaningDimensions } from "../matching/grams.ts";
import { packMeaning } from "../matching/meaning.ts";
import { nearestOf } from "./nearest.ts";

/** Directions of length 1. */
const meanings = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: meaningDimensions,
    maxLength: meaningDimensions,
  })
  .map((parts) => {
    const length = Math.hypot(...parts) || 1;
    return packMeaning(Float32Array.from(parts, (part) => part / length));
  });

const cosine = (one: Int8Array, other: Int8Array): number =>
  one.reduce((sum, part, at) => sum + part * (other[at] ?? 0), 0) / 127 ** 2;

describe("the nearest meanings", () => {
  it("are those that comparing one by one finds, of the kind that is asked for", () => {
    const stored = fc.record({ meaning: meanings, kind: fc.nat(1) });
    fc.assert(
      fc.property(
        fc.array(stored, { maxLength: 40 }),
        meanings,
        fc.integer({ min: 1, max: 10 }),
        (drawn, asked, most) => {
          // Of many drawn at random none would be near.
          const all = [...drawn, { meaning: asked, kind: 1 }];
          const parts = new SharedArrayBuffer(all.length * meaningDimensions);
          const kinds = new SharedArrayBuffer(all.length);
          all.forEach(({ meaning, kind }, at) => {
            new Int8Array(parts).set(meaning, at * meaningDimensions);
            new Uint8Array(kinds)[at] = kind;
          });
          const found = nearestOf({
            parts,
            kinds,
            count: all.length,
            asked,
            kind: 1,
            most,
            least: 0.25,
          });
          const expected = all
            .map(({ meaning, kind }, place) => ({ place, kind, like: cosine(asked, meaning) }))
            .filter(({ kind, like }) => kind === 1 && like >= 0.25)
            .sort((a, b) => b.like - a.like || a.place - b.place)
            .slice(0, most);
          expect(found.places).toEqual(expected.map(({ place }) => place));
          found.cosines.forEach((like, at) => expect(like).toBeCloseTo(expected[at]?.like ?? 0));
        },
      ),
    );
  });
});
