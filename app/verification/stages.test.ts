import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verificationMachine, type VerificationAction } from "./stages.ts";

const anyPath = fc.array(fc.constantFrom(...verificationMachine.actions), { maxLength: 40 });

/** Takes each action that is possible, and leaves out the others. */
function walk(path: VerificationAction[]) {
  const taken: VerificationAction[] = [];
  let state = verificationMachine.initial;
  for (const action of path) {
    if (!verificationMachine.can(state, action)) continue;
    taken.push(action);
    state = verificationMachine.next(state, action);
  }
  return { taken, state };
}

describe("the steps of a verification", () => {
  it("lead to verified only by an organizer's look at what was handed in last", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const { taken, state } = walk(path);
        if (state !== "verified") return;
        expect(taken.at(-1)).toBe("verify");
        expect(["submit", "renew"]).toContain(taken.at(-2));
      }),
    );
  });

  it("always leave a way to be verified", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const { state } = walk(path);
        const ways = verificationMachine.possible(state);
        expect(ways.some((one) => ["submit", "renew", "verify"].includes(one))).toBe(true);
      }),
    );
  });
});
