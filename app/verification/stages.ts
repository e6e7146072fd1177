import { verificationStates } from "#app/codes/states.ts";
import { defineMachine } from "#app/kernel/machine.ts";

/**
 * The verification of an organisation (单位认证). Only "verified" sets the flag
 * `organisation.verified` that all others read. The step by "record" follows a
 * change of the organisation's name or kind; "renew" hands in another code.
 */
export const verificationMachine = defineMachine({
  name: "verification",
  states: verificationStates,
  initial: "none",
  steps: {
    submit: { from: ["none", "returned", "lapsed", "revoked"], to: "submitted", by: "owner" },
    renew: { from: ["verified"], to: "submitted", by: "owner" },
    recall: { from: ["submitted"], to: "none", by: "owner" },
    verify: { from: ["submitted"], to: "verified", by: "organizer" },
    return: { from: ["submitted"], to: "returned", by: "organizer" },
    revoke: { from: ["verified"], to: "revoked", by: "organizer" },
    lapse: { from: ["verified"], to: "lapsed", by: "record" },
  },
});
export type VerificationAction = (typeof verificationMachine.actions)[number];
