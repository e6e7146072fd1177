import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canTransition,
  displayState,
  IllegalTransition,
  postActions,
  transition,
  type PostAction,
  type PostState,
} from "./lifecycle.ts";
import { draftStates, publications } from "#app/codes/states.ts";

const beginning: PostState = { publication: "unpublished", draftState: "draft" };
const someActions = fc.array(fc.constantFrom(...postActions), { maxLength: 40 });

/** Takes each action that is possible, and leaves out the others. */
function walk(actions: PostAction[]): { taken: PostAction[]; states: PostState[] } {
  const taken: PostAction[] = [];
  const states = [beginning];
  for (const action of actions) {
    const state = states.at(-1) ?? beginning;
    if (!canTransition(state, action)) continue;
    taken.push(action);
    states.push(transition(state, action));
  }
  return { taken, states };
}

describe("the life of a post", () => {
  it("is never on the market without an approval, nor approved without a submission", () => {
    fc.assert(
      fc.property(someActions, (actions) => {
        const { taken, states } = walk(actions);
        states.forEach(({ publication }, at) => {
          if (publication !== "unpublished" && publication !== "withdrawn")
            expect(taken.slice(0, at)).toContain("approve");
        });
        taken.forEach((action, at) => {
          if (action === "approve") expect(states[at]?.draftState).toBe("submitted");
        });
      }),
    );
  });

  it("has no way back from its ends, and nothing left in review there", () => {
    fc.assert(
      fc.property(someActions, (actions) => {
        const { states } = walk(actions);
        const ends = ["closed", "withdrawn", "superseded"];
        const ended = states.findIndex(({ publication }) => ends.includes(publication));
        for (const state of ended < 0 ? [] : states.slice(ended)) {
          expect(state.publication).toBe(states[ended]?.publication);
          expect(state.draftState).toBeNull();
        }
      }),
    );
  });

  it("leaves what is published as it is while a change is written and reviewed", () => {
    const change: PostAction[] = ["edit", "submit", "recall", "return", "reject", "discard"];
    for (const publication of ["published", "expired"] as const)
      for (const draftState of [null, ...draftStates])
        for (const action of change)
          if (canTransition({ publication, draftState }, action))
            expect(transition({ publication, draftState }, action).publication).toBe(publication);
  });

  it("always has a step for the owner of a published post, whatever became of its change", () => {
    for (const draftState of [null, ...draftStates]) {
      const state: PostState = { publication: "published", draftState };
      const ways = (["edit", "recall", "discard"] as const).filter((action) =>
        canTransition(state, action),
      );
      expect(ways).not.toEqual([]);
    }
  });

  it.each<[PostState, PostAction]>([
    [{ publication: "unpublished", draftState: "rejected" }, "edit"],
    [{ publication: "unpublished", draftState: "submitted" }, "edit"],
    [{ publication: "unpublished", draftState: "draft" }, "renew"],
    [{ publication: "published", draftState: null }, "approve"],
    [{ publication: "closed", draftState: null }, "renew"],
    [{ publication: "withdrawn", draftState: null }, "edit"],
    [{ publication: "unpublished", draftState: "draft" }, "discard"],
  ])("%j cannot %s", (state, action) => {
    expect(() => transition(state, action)).toThrow(IllegalTransition);
  });

  it("is shown in one state: that of its working copy until it was published", () => {
    for (const publication of publications)
      for (const draftState of [null, ...draftStates]) {
        const shown = displayState({ publication, draftState });
        const expected = publication === "unpublished" && draftState ? draftState : publication;
        expect(shown).toBe(expected);
      }
  });
});
