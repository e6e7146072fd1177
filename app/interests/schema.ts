import { z } from "zod";
import { declineReasons } from "#app/codes/codes.ts";
import { defineMachine } from "#app/kernel/machine.ts";
import { interestStates } from "#app/codes/states.ts";
import { textOf } from "#app/kernel/texts.ts";

/** What one side writes when it asks to talk. */
export const expressInterestSchema = z.object({
  message: textOf(2000, 10),
  ownPostId: z.uuid().nullable().default(null),
});

export const declineSchema = z.object({
  reason: z.enum(declineReasons, { error: "required" }),
  note: textOf(500).default(""),
});

/** The life of an expression of interest. */
export const interestMachine = defineMachine({
  name: "interest",
  states: interestStates,
  initial: "pending",
  steps: {
    accept: { from: ["pending"], to: "accepted", by: "receiver" },
    decline: { from: ["pending"], to: "declined", by: "receiver" },
    withdraw: { from: ["pending"], to: "withdrawn", by: "sender" },
  },
});
export type InterestStep = (typeof interestMachine.actions)[number];
