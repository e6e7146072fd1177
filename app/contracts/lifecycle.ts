import { contractStates, milestoneStates, amendmentStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

const running = ["signed", "submitted", "returned", "registered"] as const;

/**
 * The life of a contract. "party" is either side; "other" the side that did not
 * take the step before; "registrant" who registers (the seller, or the domestic
 * buyer of an import); "record" follows what happened to milestones or amendments.
 */
export const contractMachine = defineMachine({
  name: "contract",
  states: contractStates,
  initial: "draft",
  steps: {
    save: { from: ["draft"], by: "party" },
    propose: { from: ["draft"], to: "proposed", by: "party" },
    agree: { from: ["proposed"], to: "agreed", by: "other" },
    change: { from: ["proposed", "agreed", "half_signed"], to: "draft", by: "party" },
    sign: { from: ["agreed"], to: "half_signed", by: "party" },
    countersign: { from: ["half_signed"], to: "signed", by: "other" },
    submit: { from: ["signed", "returned"], to: "submitted", by: "registrant" },
    return: { from: ["submitted"], to: "returned", by: "organizer" },
    register: { from: ["submitted"], to: "registered", by: "organizer" },
    amend: { from: ["signed", "returned", "registered"], by: "record" },
    perform: { from: ["registered"], to: "performed", by: "record" },
    finish: { from: ["signed", "returned"], to: "performed", by: "registrant" },
    askTermination: { from: running, by: "party" },
    declineTermination: { from: running, by: "other" },
    withdrawTermination: { from: running, by: "asker" },
    terminate: { from: running, to: "terminated", by: "other" },
    discard: { from: ["draft"], to: "discarded", by: "party" },
  },
});
export type ContractAction = (typeof contractMachine.actions)[number];

/** A milestone: the seller delivers, the buyer accepts and pays, the seller confirms the payment. */
export const milestoneMachine = defineMachine({
  name: "contract milestone",
  states: milestoneStates,
  initial: "planned",
  steps: {
    deliver: { from: ["planned", "rejected"], to: "delivered", by: "seller" },
    accept: { from: ["delivered"], to: "accepted", by: "buyer" },
    reject: { from: ["delivered"], to: "rejected", by: "buyer" },
    pay: { from: ["accepted"], to: "paid", by: "buyer" },
    confirm: { from: ["paid"], to: "settled", by: "seller" },
    notReceived: { from: ["paid"], to: "accepted", by: "seller" },
  },
});
export type MilestoneAction = (typeof milestoneMachine.actions)[number];

/** A change of a signed contract: one side proposes it, the other agrees or declines. */
export const amendmentMachine = defineMachine({
  name: "contract amendment",
  states: amendmentStates,
  initial: "proposed",
  steps: {
    agree: { from: ["proposed"], to: "agreed", by: "other" },
    decline: { from: ["proposed"], to: "declined", by: "other" },
    withdraw: { from: ["proposed"], to: "withdrawn", by: "asker" },
  },
});
export type AmendmentAction = (typeof amendmentMachine.actions)[number];

/** Days before a milestone is due at which both sides are reminded; once more when it is overdue. */
export const milestoneReminderDays = [14, 3] as const;
