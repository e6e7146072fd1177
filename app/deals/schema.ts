import { z } from "zod";
import { calendarDay } from "#app/kernel/days.ts";
import { version } from "#app/kernel/version.ts";
import { dealSides } from "#app/codes/codes.ts";
import { dealMachine, endReasonsByHand, type DealAction } from "./stages.ts";
import { taskFields } from "#app/tasks/schema.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

const actions = dealMachine.actions.filter(
  (action) => dealMachine.steps[action].by === "party",
) as [DealAction, ...DealAction[]];

/** A step by hand as a form asks for it; an end says why. */
export const moveSchema = z
  .object({
    action: z.enum(actions),
    version,
    reason: z.enum(endReasonsByHand, { error: "required" }).optional(),
    note: textOf(500).default(""),
  })
  .superRefine(({ action, reason }, context) => {
    if (action === "end" && reason === undefined)
      context.addIssue({ code: "custom", path: ["reason"], message: "required" });
  });
export type Move = z.infer<typeof moveSchema>;

const body = textOf(4000, 1);
const clientKey = z.uuid();
/** A calendar day, YYYY-MM-DD. */
const day = calendarDay("date");

export const messageSchema = z.object({ body, clientKey });

/** A side, or a person of a side: "supply" or "supply:id". */
const assignee = z
  .string()
  .transform((text) => text.split(":"))
  .pipe(z.tuple([z.enum(dealSides, { error: "required" })], z.uuid()))
  .transform(([side, personId]) => ({ side, personId: personId ?? null }));

export const taskSchema = z.object({
  ...taskFields,
  assignee,
  clientKey,
});

export const noteSchema = z.object({
  heldOn: day,
  attendees: lineOf(500).default(""),
  body: textOf(10_000, 1),
});

export const commentSchema = z.object({
  body: textOf(2000, 1),
  clientKey,
});

export const documentTitleSchema = lineOf(200, 1);
