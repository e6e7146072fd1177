import { brokerStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/**
 * How a person becomes the technology broker (技术经纪人) of a deal: one side
 * proposes, the other agrees, the person accepts. Nobody sees the record as a
 * broker before; either side ends it at any time.
 */
export const brokerMachine = defineMachine({
  name: "broker",
  states: brokerStates,
  initial: "proposed",
  steps: {
    agree: { from: ["proposed"], to: "agreed", by: "otherSide" },
    disagree: { from: ["proposed"], to: "refused", by: "otherSide" },
    withdraw: { from: ["proposed"], to: "withdrawn", by: "proposer" },
    accept: { from: ["agreed"], to: "active", by: "broker" },
    refuse: { from: ["agreed"], to: "refused", by: "broker" },
    remove: { from: ["agreed", "active"], to: "removed", by: "side" },
    leave: { from: ["active"], to: "removed", by: "broker" },
  },
});
export type BrokerStep = (typeof brokerMachine.actions)[number];
