import { reportStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/** The handling of a report of abuse (举报). */
export const reportMachine = defineMachine({
  name: "report of abuse",
  states: reportStates,
  initial: "open",
  steps: {
    take: { from: ["open"], to: "in_review", by: "organizer" },
    uphold: { from: ["in_review"], to: "upheld", by: "organizer" },
    dismiss: { from: ["in_review"], to: "dismissed", by: "organizer" },
  },
});
export type ReportAction = (typeof reportMachine.actions)[number];
