import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  creditCheckCharacter,
  creditCodeProblem,
  hasOrganisationCheck,
  normaliseCode,
  organisationCheckCharacter,
} from "./credit-code.ts";

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const anyCharacter = fc.constantFrom(...alphabet);

/** A code as a register issues it: every part by its own rule. */
const issued = fc
  .tuple(
    fc.constantFrom("11", "12", "51", "52", "91", "92", "93", "N1", "Y1"),
    fc.integer({ min: 110_000, max: 659_999 }),
    fc.array(anyCharacter, { minLength: 8, maxLength: 8 }),
  )
  .map(([head, division, subject]) => {
    const eight = subject.join("");
    const seventeen = `${head}${division}${eight}${organisationCheckCharacter(eight)}`;
    return seventeen + creditCheckCharacter(seventeen);
  });

describe("the organisation code", () => {
  /** Worked by hand: D2143569 is the example of GB 11714-1997. */
  it.each([
    ["D2143569", "X"],
    ["00000000", "0"],
    ["00000001", "9"],
  ])("%s is checked by %s", (eight, check) => {
    expect(organisationCheckCharacter(eight)).toBe(check);
  });
});

describe("the unified social credit code", () => {
  it.each([
    ["", "creditCodeLength"],
    ["91320000D2143569X", "creditCodeLength"],
    ["91320000D2143569I0", "creditCodeForm"],
    ["01320000D2143569X0", "creditCodeForm"],
    ["9132O000D2143569X0", "creditCodeForm"],
  ])("%s is none: %s", (code, problem) => {
    expect(creditCodeProblem(code)).toBe(problem);
  });

  it("is one when each part follows its rule", () => {
    fc.assert(
      fc.property(issued, (code) => {
        expect(creditCodeProblem(code)).toBeNull();
        expect(hasOrganisationCheck(code)).toBe(true);
      }),
    );
  });

  it("notices every single wrong character", () => {
    fc.assert(
      fc.property(
        issued,
        fc.integer({ min: 0, max: 17 }),
        anyCharacter,
        (code, place, character) => {
          fc.pre(code.charAt(place) !== character);
          const wrong = code.slice(0, place) + character + code.slice(place + 1);
          expect(creditCodeProblem(wrong)).not.toBeNull();
        },
      ),
    );
  });

  it("notices every two neighbours that changed places", () => {
    fc.assert(
      fc.property(issued, fc.integer({ min: 0, max: 16 }), (code, place) => {
        const [one, other] = [code.charAt(place), code.charAt(place + 1)];
        fc.pre(one !== other);
        const wrong = code.slice(0, place) + other + one + code.slice(place + 2);
        expect(creditCodeProblem(wrong)).not.toBeNull();
      }),
    );
  });

  it("is read however it was typed", () => {
    fc.assert(
      fc.property(issued, (code) => {
        const typed = ` ${code.slice(0, 8).toLowerCase()} - ${code.slice(8)}　`;
        expect(normaliseCode(typed)).toBe(code);
      }),
    );
    expect(normaliseCode("9132")).toBe("9132");
  });
});
