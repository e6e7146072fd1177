import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storyMachine, type StoryAction } from "./stages.ts";

const anyPath = fc.array(fc.constantFrom(...storyMachine.actions), { maxLength: 40 });

function walk(path: StoryAction[]) {
  const taken: StoryAction[] = [];
  let state = storyMachine.initial;
  for (const action of path) {
    if (!storyMachine.can(state, action)) continue;
    taken.push(action);
    state = storyMachine.next(state, action);
  }
  return { taken, state };
}

describe("the steps of a success story", () => {
  it("publish only what was agreed since the last change or withdrawal", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const { taken, state } = walk(path);
        if (state !== "published") return;
        expect(taken.slice(-2)).toEqual(["agree", "publish"]);
      }),
    );
  });

  it("have no way to change what is published but to take it down first", () => {
    expect(storyMachine.possible("published").sort()).toEqual(["revoke", "takeDown"]);
    expect(storyMachine.possible("taken_down")).toEqual(["edit"]);
  });
});
