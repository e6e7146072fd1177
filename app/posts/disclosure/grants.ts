import { grantStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/**
 * How far one organisation may see another's confidential part. Only "accepted"
 * shows it: the owner has opened it and the other side has accepted the terms.
 */
export const grantMachine = defineMachine({
  name: "disclosure grant",
  states: grantStates,
  initial: "requested",
  steps: {
    open: { from: ["requested", "refused", "revoked"], to: "opened", by: "owner" },
    refuse: { from: ["requested"], to: "refused", by: "owner" },
    accept: { from: ["opened"], to: "accepted", by: "receiver" },
    revoke: { from: ["opened", "accepted"], to: "revoked", by: "owner" },
    request: { from: ["refused", "revoked"], to: "requested", by: "receiver" },
  },
});
export type GrantAction = (typeof grantMachine.actions)[number];
