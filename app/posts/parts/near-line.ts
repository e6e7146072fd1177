import { z } from "zod";
import { postKinds, type PostKind } from "#app/codes/codes.ts";
import { limits } from "#app/posts/fields.ts";

const cut = (most: number) =>
  z
    .string()
    .catch("")
    .transform((text) => text.trim().slice(0, most));

/** The texts of a form that are compared with other posts; other fields say little of likeness. */
export const comparedTexts = {
  need: z.object({
    title: cut(limits.title),
    field: cut(limits.line),
    problem: cut(limits.text),
    technology: cut(limits.text),
    goal: cut(limits.text),
    currentState: cut(limits.text),
  }),
  result: z.object({
    title: cut(limits.title),
    field: cut(limits.line),
    abstract: cut(limits.text),
    innovation: cut(limits.text),
    appliedWhere: cut(limits.text),
    economicEffect: cut(limits.text),
    standards: cut(limits.text),
  }),
} satisfies Record<PostKind, z.ZodType>;

/** A near-identical post as the notice beside a form tells of it. */
export const nearLine = z.object({
  id: z.uuid(),
  kind: z.enum(postKinds),
  title: z.string(),
  share: z.number(),
  own: z.boolean(),
  continueBy: z.enum(["copy", "renew"]).nullable(),
});

/** What /needs/near-identical and /results/near-identical answer. */
export const nearAnswer = z.object({ near: z.array(nearLine) });
export type NearLine = z.infer<typeof nearLine>;
