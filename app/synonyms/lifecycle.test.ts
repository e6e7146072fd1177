import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { synonymMachine, type SynonymAction } from "./lifecycle.ts";
import { synonymStates, type SynonymState } from "#app/codes/states.ts";

describe("the life of a synonym group", () => {
  it("is never used without an approval, and never after a rejection", () => {
    const actions = fc.array(fc.constantFrom(...synonymMachine.actions), { maxLength: 30 });
    fc.assert(
      fc.property(actions, (tried) => {
        let state: SynonymState = "proposed";
        const taken: SynonymAction[] = [];
        for (const action of tried) {
          if (!synonymMachine.can(state, action)) continue;
          state = synonymMachine.next(state, action);
          taken.push(action);
          if (state === "approved" || state === "retired") expect(taken).toContain("approve");
          if (taken.includes("reject")) expect(state).toBe("rejected");
        }
      }),
    );
  });

  it("can always be undone where it took effect", () => {
    expect(synonymMachine.next("approved", "retire")).toBe("retired");
    expect(synonymMachine.next("retired", "restore")).toBe("approved");
    for (const state of synonymStates)
      expect(synonymMachine.can(state, "approve")).toBe(state === "proposed");
  });
});
