import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amendmentMachine,
  contractMachine,
  milestoneMachine,
  type ContractAction,
  type MilestoneAction,
} from "./lifecycle.ts";
import type { ContractState, MilestoneState } from "#app/codes/states.ts";

/** Every walk that tried actions make, with what was taken since the text was last open to change. */
const walks = (check: (state: ContractState, sinceDraft: ContractAction[]) => void) =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...contractMachine.actions), { maxLength: 60 }),
      (tried) => {
        let state: ContractState = "draft";
        let sinceDraft: ContractAction[] = [];
        for (const action of tried) {
          if (!contractMachine.can(state, action)) continue;
          state = contractMachine.next(state, action);
          sinceDraft = state === "draft" ? [] : [...sinceDraft, action];
          check(state, sinceDraft);
        }
      },
    ),
    { numRuns: 500 },
  );

describe("the life of a contract", () => {
  it("is never in force, registered or ended without both agreements and both signatures of one text", () => {
    walks((state, taken) => {
      if (["draft", "proposed", "agreed", "half_signed", "discarded"].includes(state)) return;
      expect(taken.slice(0, 4)).toEqual(["propose", "agree", "sign", "countersign"]);
    });
  });

  it("is never registered without having been handed in after the last return", () => {
    walks((state, taken) => {
      if (state !== "registered") return;
      const register = taken.lastIndexOf("register");
      expect(taken.lastIndexOf("submit", register)).toBeGreaterThan(
        taken.lastIndexOf("return", register),
      );
    });
  });

  it("ends for good, and an amended text is only ever one that is in force", () => {
    for (const state of ["performed", "terminated", "discarded"] as const)
      expect(contractMachine.possible(state)).toEqual([]);
    expect(contractMachine.steps.amend.from).toEqual(["signed", "returned", "registered"]);
  });

  it("agreement, second signature and the end need the other side", () => {
    for (const action of ["agree", "countersign", "terminate"] as const)
      expect(contractMachine.steps[action].by).toBe("other");
    expect(amendmentMachine.steps.agree.by).toBe("other");
  });
});

describe("a milestone", () => {
  it("is never settled without delivery, acceptance, payment and its confirmation, in this order", () => {
    const actions = fc.array(fc.constantFrom(...milestoneMachine.actions), { maxLength: 40 });
    fc.assert(
      fc.property(actions, (tried) => {
        let state: MilestoneState = "planned";
        const taken: MilestoneAction[] = [];
        for (const action of tried) {
          if (!milestoneMachine.can(state, action)) continue;
          state = milestoneMachine.next(state, action);
          taken.push(action);
        }
        if (state !== "settled") return;
        const [deliver, accept, pay, confirm] = (
          ["deliver", "accept", "pay", "confirm"] as const
        ).map((action) => taken.lastIndexOf(action));
        expect([deliver, accept, pay, confirm]).toEqual(
          [deliver, accept, pay, confirm].toSorted((one, other) => (one ?? 0) - (other ?? 0)),
        );
        expect(deliver).toBeGreaterThan(taken.lastIndexOf("reject"));
        expect(pay).toBeGreaterThan(taken.lastIndexOf("notReceived"));
      }),
      { numRuns: 1_000 },
    );
  });
});
