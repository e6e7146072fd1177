import { z } from "zod";
import { amount, requireFields, text } from "#app/listings/values.ts";

/** The form of a proposal; a draft of any completeness parses. */
export const proposalSchema = z.object({
  approach: text,
  /** By milestone, in the order of the challenge's terms. */
  plan: z.array(text).max(12).default([]),
  /** Who does it, without names: reviewers read it. */
  team: text,
  earlier: text,
  /** Yuan. */
  price: amount,
  /** Names, told to owner and organizer when all reviews are in. */
  people: text,
  resultId: z.uuid().nullable().default(null),
});
export type ProposalContent = z.infer<typeof proposalSchema>;

/** What is handed in for reviewers' eyes. */
export const blindSchema = z.object({
  approach: z.string(),
  plan: z.array(z.string()),
  team: z.string(),
  earlier: z.string(),
});
export type BlindContent = z.infer<typeof blindSchema>;

/**
 * What a submission demands: everything said, a plan for each milestone, and none
 * of `names` in what reviewers read.
 */
export const submissionProposalSchema = (milestones: number, names: string[]) =>
  proposalSchema.superRefine((content, context) => {
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    requireFields(content, context, ["approach", "team", "earlier", "price"]);
    for (let index = 0; index < milestones; index++)
      if (!content.plan[index]) issue(["plan", index], "required");
    const telling = names.filter((name) => name.length > 1).map((name) => name.toLowerCase());
    const tells = (written: string) => telling.some((name) => written.toLowerCase().includes(name));
    for (const field of ["approach", "team", "earlier"] as const)
      if (tells(content[field])) issue([field], "namesInBlind");
    for (const [index, part] of content.plan.entries())
      if (tells(part)) issue(["plan", index], "namesInBlind");
  });

export interface Handed {
  content: BlindContent;
  price: string;
  people: string;
  resultId: string | null;
  /** Hashes of the files, in their order. */
  files: string[];
}

/** The text whose hash is the receipt: all that was handed in, in one fixed order. */
export const sealedText = ({ content, price, people, resultId, files }: Handed): string =>
  JSON.stringify([
    content.approach,
    content.plan,
    content.team,
    content.earlier,
    price,
    people,
    resultId,
    files,
  ]);
