import {
  challengeStates,
  type ChallengeState,
  proposalStates,
  reviewStates,
} from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/**
 * The life of a challenge. "clock" steps happen by themselves: the deadline
 * opens the seals, and the end of the objection period, once every objection is
 * answered, makes the outcome final.
 */
export const challengeMachine = defineMachine({
  name: "challenge",
  states: challengeStates,
  initial: "draft",
  steps: {
    edit: { from: ["draft"], by: "owner" },
    submit: { from: ["draft"], to: "submitted", by: "owner" },
    recall: { from: ["submitted"], to: "draft", by: "owner" },
    return: { from: ["submitted"], to: "draft", by: "organizer" },
    approve: { from: ["submitted"], to: "published", by: "organizer" },
    withdraw: { from: ["published"], to: "withdrawn", by: "owner" },
    open: { from: ["published"], to: "evaluation", by: "clock" },
    lapse: { from: ["published"], to: "failed", by: "clock" },
    assign: { from: ["evaluation"], by: "organizer" },
    conclude: { from: ["evaluation"], to: "reviewed", by: "organizer" },
    decide: { from: ["reviewed"], to: "decided", by: "owner" },
    reconsider: { from: ["decided"], to: "reviewed", by: "owner" },
    announce: { from: ["decided"], to: "outcome", by: "organizer" },
    answer: { from: ["outcome"], by: "organizer" },
    evaluateAgain: { from: ["outcome"], to: "evaluation", by: "organizer" },
    decideAgain: { from: ["outcome"], to: "reviewed", by: "organizer" },
    award: { from: ["outcome"], to: "awarded", by: "clock" },
    fail: { from: ["outcome"], to: "failed", by: "clock" },
    carryOut: { from: ["awarded"], to: "carried_out", by: "owner" },
    accept: { from: ["carried_out"], to: "accepted", by: "owner" },
  },
});
export type ChallengeAction = (typeof challengeMachine.actions)[number];

/** The life of a proposal (揭榜方案); every step is possible until the deadline only. */
export const proposalMachine = defineMachine({
  name: "proposal",
  states: proposalStates,
  initial: "draft",
  steps: {
    submit: { from: ["draft", "submitted", "withdrawn"], to: "submitted", by: "bidder" },
    withdraw: { from: ["submitted"], to: "withdrawn", by: "bidder" },
  },
});
export type ProposalAction = (typeof proposalMachine.actions)[number];

/** The life of one expert's review of one proposal: nothing is read before a declaration. */
export const reviewMachine = defineMachine({
  name: "review of a proposal",
  states: reviewStates,
  initial: "assigned",
  steps: {
    declareNone: { from: ["assigned"], to: "open", by: "expert" },
    declareConflict: { from: ["assigned", "open"], to: "conflicted", by: "expert" },
    save: { from: ["open"], by: "expert" },
    submit: { from: ["open"], to: "submitted", by: "expert" },
    remove: { from: ["assigned", "open"], to: "removed", by: "organizer" },
  },
});
export type ReviewAction = (typeof reviewMachine.actions)[number];

/** The phases that lists are divided into. */
export const phases = {
  open: ["published"],
  evaluation: ["evaluation", "reviewed", "decided"],
  finished: ["outcome", "awarded", "carried_out", "accepted", "withdrawn", "failed"],
} as const satisfies Record<string, readonly ChallengeState[]>;
export type Phase = keyof typeof phases;
