import { reportSubjects, reportReasons } from "#app/codes/codes.ts";
import { z } from "zod";
import { version } from "#app/kernel/version.ts";
import { reportStates } from "#app/codes/states.ts";
import { textOf } from "#app/kernel/texts.ts";

/** What is reported, as the address of the form names it. */
export const subjectSchema = z.object({ kind: z.enum(reportSubjects), id: z.uuid() });
export type ReportedSubject = z.output<typeof subjectSchema>;

export const reportSchema = z.object({
  reason: z.enum(reportReasons, { error: "required" }),
  words: textOf(2000, 10),
});

const outcome = textOf(1000, 1);

/** What an organizer does with a report. */
export const reportStepSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("take"), version }),
  z.object({
    step: z.literal("uphold"),
    version,
    outcome,
    /** Takes the reported post off the market. */
    takeDown: z
      .literal("on")
      .optional()
      .transform((given) => given === "on"),
  }),
  z.object({ step: z.literal("dismiss"), version, outcome }),
]);
export type ReportStep = z.output<typeof reportStepSchema>;

/** The parameters of the organizers' list. */
export const reportList = z.object({
  state: z.enum(reportStates).catch("open"),
  after: z.uuid().optional().catch(undefined),
});
