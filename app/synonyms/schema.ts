import { z } from "zod";
import { version } from "#app/kernel/version.ts";
import { synonymStates } from "#app/codes/states.ts";
import { normaliseWords, splitWords, synonymLimits } from "#search/text/synonym-rules.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

export const noteLimit = 300;

/** Words as they are typed, one a line or separated by marks; the rules are asked afterwards, by problemsOf. */
export const wordsField = z
  .string()
  .max(synonymLimits.mostWords * synonymLimits.mostCharacters * 10)
  .transform((text) => normaliseWords(splitWords(text)));

const note = textOf(noteLimit).default("");

export const synonymProposalSchema = z.object({ words: wordsField, note });
export const additionSchema = z.object({
  words: wordsField,
  note,
  /** Key of the built-in group that this is an edited copy of. */
  replaces: z
    .string()
    .max(synonymLimits.mostCharacters)
    .optional()
    .transform((key) => (key === "" ? undefined : key)),
});

/** What an organizer does with one group. */
export const synonymStepSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("edit"), revision: version, words: wordsField, note }),
  z.object({ step: z.literal("approve"), revision: version }),
  z.object({ step: z.literal("merge"), revision: version }),
  z.object({
    step: z.literal("reject"),
    revision: version,
    reason: textOf(500, 1),
  }),
  z.object({ step: z.literal("retire"), revision: version }),
  z.object({ step: z.literal("restore"), revision: version }),
]);
export type SynonymStep = z.infer<typeof synonymStepSchema>;

/** Which groups a list shows. */
export const listStates = [...synonymStates, "builtIn", "all"] as const;
export type ListState = (typeof listStates)[number];

/** Where a page of the list ended: at a group of the product's, or at a built-in one. */
export const listKey = z.union([
  z.uuid().transform((id) => ({ id })),
  z
    .string()
    .startsWith("builtIn:")
    .transform((text) => ({ builtIn: text.slice("builtIn:".length) })),
]);
export type ListKey = z.output<typeof listKey>;

/** What the address of the list says; wrong values fall back instead of failing. */
export const listParameters = z.object({
  q: lineOf(100).default("").catch(""),
  state: z.enum(listStates).default("all").catch("all"),
  after: listKey.optional().catch(undefined),
});
