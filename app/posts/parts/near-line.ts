import { z } from "zod";
import { postKinds, type PostKind } from "#app/codes/codes.ts";
import type { Field } from "#app/listings/listing.ts";
import { limits } from "#app/listings/values.ts";
import { listings } from "#app/posts/content.ts";
import { cut } from "#app/text/graphemes.ts";
import { writtenText } from "#app/text/characters.ts";

const beginningOf = (most: number) =>
  z
    .string()
    .catch("")
    .transform((text) => cut(writtenText(text), most));

/** The texts of a form that are compared with other posts; other fields say little of likeness. */
export const comparedTexts = (kind: PostKind) =>
  z.object({
    title: beginningOf(limits.title),
    ...Object.fromEntries(
      Object.entries<Field>(listings[kind].fields).flatMap(([name, field]) =>
        (field.type === "line" || field.type === "text") && field.searched
          ? [[name, beginningOf(field.limit)]]
          : [],
      ),
    ),
  });

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
