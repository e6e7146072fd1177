import { dealEndReasons } from "#app/codes/codes.ts";
import { defineMachine } from "#app/kernel/machine.ts";
import { dealStages, type DealStage } from "#app/codes/states.ts";

/** The stages of a deal (对接进展), in their usual order. */

/**
 * The stages of a deal. A step by "record" is never taken by hand: it follows
 * what happened to an interest or a contract. A step by "party" is either
 * side's, their broker's, or an organizer's.
 */
export const dealMachine = defineMachine({
  name: "deal",
  states: dealStages,
  initial: "interest",
  steps: {
    accept: { from: ["interest"], to: "contact", by: "record" },
    keepConfidential: {
      from: ["contact", "visit", "negotiation"],
      to: "confidentiality",
      by: "party",
    },
    visit: { from: ["contact", "confidentiality", "negotiation"], to: "visit", by: "party" },
    negotiate: {
      from: ["contact", "confidentiality", "visit", "agreement_intended"],
      to: "negotiation",
      by: "party",
    },
    intend: {
      from: ["contact", "confidentiality", "visit", "negotiation"],
      to: "agreement_intended",
      by: "party",
    },
    sign: {
      from: ["contact", "confidentiality", "visit", "negotiation", "agreement_intended"],
      to: "contract",
      by: "record",
    },
    register: { from: ["contract"], to: "registered", by: "record" },
    perform: { from: ["contract", "registered"], to: "performed", by: "record" },
    terminate: { from: ["contract", "registered"], to: "negotiation", by: "record" },
    end: {
      from: ["contact", "confidentiality", "visit", "negotiation", "agreement_intended"],
      to: "ended",
      by: "party",
    },
    decline: { from: ["interest"], to: "ended", by: "record" },
    reopen: { from: ["ended"], to: "contact", by: "party" },
    askAgain: { from: ["ended"], to: "interest", by: "record" },
  },
});
export type DealAction = (typeof dealMachine.actions)[number];

/** The step by hand that leads from one stage to another; null when there is none. */
export const dealStepTo = (from: DealStage, to: DealStage): DealAction | null =>
  dealMachine
    .possible(from)
    .find(
      (action) => dealMachine.steps[action].to === to && dealMachine.steps[action].by === "party",
    ) ?? null;

/** Why a side, its broker or an organizer ends a deal; a decline or a withdrawal follows from the interest. */
export const endReasonsByHand = dealEndReasons.filter(
  (reason) => reason !== "declined" && reason !== "withdrawn",
);

/** The stages in which the sides work together: tasks, notes, documents and a broker belong to them. */
export const isUnderWay = (stage: DealStage): boolean => stage !== "interest" && stage !== "ended";

/** The stages of a deal that goes on, its asking included. */
export const runningStages = dealStages.filter((stage) => stage !== "ended");
