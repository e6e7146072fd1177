import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  challengeMachine,
  proposalMachine,
  reviewMachine,
  type ChallengeAction,
  type ReviewAction,
} from "./lifecycle.ts";
import { mayTake, type ChallengeFacts } from "./policy.ts";
import { challengeStates, type ChallengeState, type ReviewState } from "#app/codes/states.ts";

describe("the life of a challenge", () => {
  const actions = fc.array(fc.constantFrom(...challengeMachine.actions), { maxLength: 80 });
  const last = (taken: ChallengeAction[], action: ChallengeAction) => taken.lastIndexOf(action);

  it("skips neither submission, approval, deadline, reviews, decision nor objection period", () => {
    fc.assert(
      fc.property(actions, (tried) => {
        let state: ChallengeState = "draft";
        const taken: ChallengeAction[] = [];
        for (const action of tried) {
          if (!challengeMachine.can(state, action)) continue;
          state = challengeMachine.next(state, action);
          taken.push(action);
        }
        const before: [ChallengeAction, ChallengeAction][] = [
          ["approve", "submit"],
          ["open", "approve"],
          ["lapse", "approve"],
          ["withdraw", "approve"],
          ["conclude", "open"],
          ["decide", "conclude"],
          ["announce", "decide"],
          ["award", "announce"],
          ["fail", "announce"],
          ["carryOut", "award"],
          ["accept", "carryOut"],
        ];
        for (const [later, earlier] of before)
          if (taken.includes(later)) {
            expect(taken).toContain(earlier);
            expect(last(taken, earlier)).toBeLessThan(last(taken, later));
          }
        if (taken.includes("withdraw")) expect(taken).not.toContain("open");
        const evaluatedAgain = last(taken, "evaluateAgain");
        if (evaluatedAgain >= 0 && last(taken, "award") > evaluatedAgain)
          expect(last(taken, "conclude")).toBeGreaterThan(evaluatedAgain);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is awarded only on a walk through all of it", () => {
    const road: ChallengeAction[] = [
      "edit",
      "submit",
      "return",
      "submit",
      "approve",
      "open",
      "assign",
      "conclude",
      "decide",
      "announce",
      "answer",
      "award",
      "carryOut",
      "accept",
    ];
    const end = road.reduce<ChallengeState>(
      (state, action) => challengeMachine.next(state, action),
      "draft",
    );
    expect(end).toBe("accepted");
  });

  it("gives nobody a step of the clock's, and no owner a step of an organizer's", () => {
    const person = (organisationId: string, platformRole: "member" | "organizer") => ({
      userId: "u",
      name: "",
      email: "",
      platformRole,
      memberships: [
        { organisationId, name: "", kind: "enterprise" as const, role: "owner" as const },
      ],
      active: null,
    });
    for (const state of challengeStates) {
      const facts: ChallengeFacts = { state, organisationId: "own", audience: "public" };
      for (const action of challengeMachine.actions) {
        const { by } = challengeMachine.steps[action];
        const owner = mayTake(person("own", "member"), facts, action);
        const organizer = mayTake(person("other", "organizer"), facts, action);
        const both = mayTake(person("own", "organizer"), facts, action);
        expect(mayTake(null, facts, action)).toBe(false);
        expect(mayTake(person("other", "member"), facts, action)).toBe(false);
        const can = challengeMachine.can(state, action);
        expect([owner, organizer]).toEqual([can && by === "owner", can && by === "organizer"]);
        expect(both).toBe(can && by === "owner");
      }
    }
  });
});

describe("the life of a review", () => {
  it("is never open or submitted without a declaration, and ends with its submission", () => {
    const actions = fc.array(fc.constantFrom(...reviewMachine.actions), { maxLength: 20 });
    fc.assert(
      fc.property(actions, (tried) => {
        let state: ReviewState = "assigned";
        const taken: ReviewAction[] = [];
        for (const action of tried) {
          if (!reviewMachine.can(state, action)) continue;
          state = reviewMachine.next(state, action);
          taken.push(action);
          if (state === "open" || state === "submitted") expect(taken).toContain("declareNone");
          if (taken.includes("submit")) expect(state).toBe("submitted");
          if (taken.includes("declareConflict")) expect(state).toBe("conflicted");
        }
      }),
    );
  });
});

describe("the life of a proposal", () => {
  it("can be handed in again and again, and taken back", () => {
    expect(proposalMachine.next("submitted", "submit")).toBe("submitted");
    expect(proposalMachine.next("submitted", "withdraw")).toBe("withdrawn");
    expect(proposalMachine.next("withdrawn", "submit")).toBe("submitted");
    expect(proposalMachine.can("draft", "withdraw")).toBe(false);
  });
});
