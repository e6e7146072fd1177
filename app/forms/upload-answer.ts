import { z } from "zod";

/** What the place of a file answers to a page that sends one by itself. */
export const uploadAnswer = z.object({
  /** Why nothing was kept, in the person's language; null when all went well. */
  error: z.string().nullable(),
  /** Where to go then, when it is not the page that sent it. */
  goTo: z.string().nullable().default(null),
});

/** What the address of a page says after a form was sent without scripts: how it went, and which form it was. */
export const answerParameters = { outcome: "upload", form: "form" } as const;

/** The outcome of a form that went well. */
export const doneOutcome = "done";
