import { synonymStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/** The life of a synonym group. Only an approved one is used by search. */
export const synonymMachine = defineMachine({
  name: "synonym group",
  states: synonymStates,
  initial: "proposed",
  steps: {
    edit: { from: ["proposed", "approved"], by: "organizer" },
    approve: { from: ["proposed"], to: "approved", by: "organizer" },
    reject: { from: ["proposed"], to: "rejected", by: "organizer" },
    retire: { from: ["approved"], to: "retired", by: "organizer" },
    restore: { from: ["retired"], to: "approved", by: "organizer" },
  },
});
export type SynonymAction = (typeof synonymMachine.actions)[number];
