import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedEdits, editsBetween, isModelNumber, lettersOf } from "./edits.ts";

describe("mistakes of typing", () => {
  it.each([
    ["graphene", "grapene", 1],
    ["laser", "lsaer", 1],
    ["laser", "alser", 1],
    ["perovskite", "perovksite", 1],
    ["perovskite", "perovskit", 1],
    ["membrane", "nembrame", 2],
    ["bearing", "bearing", 0],
    ["", "abc", 3],
    ["ca", "abc", 3],
  ])("%s and %s are %i apart", (one, other, edits) => {
    expect(editsBetween(one, other)).toBe(edits);
  });

  it.each([
    ["sic", 0],
    ["gan", 0],
    ["lser", 1],
    ["bearing", 1],
    ["graphene", 2],
    ["gcr15", 0],
    ["6061-t6", 0],
    ["石墨烯", 0],
    ["", 0],
  ])("%s may hold %i", (word, edits) => {
    expect(allowedEdits(word)).toBe(edits);
  });

  it.each(["GCr15", "6061-T6", "SiC", "EPDM", "1200", "３Ｄ", "0.5"])(
    "%s is a name to be left alone",
    (written) => expect(isModelNumber(written)).toBe(true),
  );
  it.each(["graphene", "Graphene", "shimoxi"])("%s is a word", (written) =>
    expect(isModelNumber(written)).toBe(false),
  );

  const word = fc.string({ unit: fc.constantFrom(..."abcdez"), maxLength: 9 });

  it("are counted alike from both sides, and are none only of the same word", () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const edits = editsBetween(one, other);
        expect(editsBetween(other, one)).toBe(edits);
        expect(edits === 0).toBe(one === other);
        expect(edits).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
        expect(edits).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });

  it("count one for each insertion, deletion, replacement or swap", () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom(0, 1, 2, 3), (given, place, what) => {
        const at = place % (given.length + 1);
        const [before, rest] = [given.slice(0, at), given.slice(at)];
        const changed = [
          `${before}q${rest}`,
          before + rest.slice(1),
          rest === "" ? given : `${before}q${rest.slice(1)}`,
          before + (rest[1] ?? "") + (rest[0] ?? "") + rest.slice(2),
        ][what]!;
        expect(editsBetween(given, changed)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("change at most two letters each, which the index relies on", () => {
    const bits = (number: number) => number.toString(2).replaceAll("0", "").length;
    fc.assert(
      fc.property(word, word, (one, other) => {
        const different = bits((lettersOf(one) ^ lettersOf(other)) >>> 0);
        expect(different).toBeLessThanOrEqual(2 * editsBetween(one, other));
      }),
    );
  });
});
