import { z } from "zod";
import { evaluationKinds, ipKinds, ipStates } from "#app/codes/codes.ts";
import {
  checkAmounts,
  checkShared,
  limits,
  line,
  requireFields,
  sharedFields,
  text,
} from "./fields.ts";

/** One piece of intellectual property of a result. */
export const intellectualProperty = z.object({
  kind: z.enum(ipKinds),
  /** Patent or registration number; a technical secret has none. */
  number: z.string().trim().max(60).default(""),
  state: z.enum(ipStates).default("granted"),
  owner: line,
});

const resultFields = z.object({
  ...sharedFields,
  team: line,
  /** Who completed the result. */
  people: line,
  abstract: text,
  innovation: text,
  intellectualProperty: z.array(intellectualProperty).max(limits.rows).default([]),
  papers: text,
  standards: text,
  awards: text,
  evaluation: z.enum(evaluationKinds).default("none"),
  evaluationNote: text,
  appliedWhere: text,
  economicEffect: text,
});

/** A result of any completeness, as saved in a draft (科技成果登记表). */
export const resultDraftSchema = resultFields.superRefine(checkAmounts);

/** A result as it must be to be submitted for review. */
export const resultSubmissionSchema = resultFields.superRefine((result, context) => {
  checkAmounts(result, context);
  requireFields(result, context, [
    "title",
    "cluster",
    "abstract",
    "innovation",
    "trl",
    "cooperationModes",
    "contactName",
  ]);
  checkShared(result, context);
});

export type ResultContent = z.infer<typeof resultDraftSchema>;
