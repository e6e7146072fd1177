import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canTransition,
  synonymActions,
  synonymStates,
  transition,
  type SynonymAction,
  type SynonymState,
} from "./lifecycle.ts";

describe("the life of a synonym group", () => {
  it("is never used without an approval, and never after a rejection", () => {
    const actions = fc.array(fc.constantFrom(...synonymActions), { maxLength: 30 });
    fc.assert(
      fc.property(actions, (tried) => {
        let state: SynonymState = "proposed";
        const taken: SynonymAction[] = [];
        for (const action of tried) {
          if (!canTransition(state, action)) continue;
          state = transition(state, action);
          taken.push(action);
          if (state === "approved" || state === "retired") expect(taken).toContain("approve");
          if (taken.includes("reject")) expect(state).toBe("rejected");
        }
      }),
    );
  });

  it("can always be undone where it took effect", () => {
    expect(transition("approved", "retire")).toBe("retired");
    expect(transition("retired", "restore")).toBe("approved");
    for (const state of synonymStates)
      expect(canTransition(state, "approve")).toBe(state === "proposed");
  });
});
