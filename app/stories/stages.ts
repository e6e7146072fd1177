import { storyStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/**
 * The life of a success story (成功案例). A step by "record" follows the consents:
 * the second one to the same text agrees it. An edit voids all consents.
 */
export const storyMachine = defineMachine({
  name: "success story",
  states: storyStates,
  initial: "draft",
  steps: {
    edit: { from: ["draft", "agreed", "taken_down"], to: "draft", by: "party" },
    consent: { from: ["draft"], by: "side" },
    agree: { from: ["draft"], to: "agreed", by: "record" },
    withdraw: { from: ["draft", "agreed"], to: "draft", by: "side" },
    publish: { from: ["agreed"], to: "published", by: "organizer" },
    revoke: { from: ["published"], to: "taken_down", by: "side" },
    takeDown: { from: ["published"], to: "taken_down", by: "organizer" },
  },
});
export type StoryAction = (typeof storyMachine.actions)[number];
