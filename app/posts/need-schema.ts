import { z } from "zod";
import { foundations } from "#app/codes/codes.ts";
import {
  checkAmounts,
  checkShared,
  choice,
  day,
  requireFields,
  sharedFields,
  text,
} from "./fields.ts";

const needFields = z.object({
  ...sharedFields,
  /** Background and the main problem. */
  problem: text,
  /** The key technology wanted and what the indicators mean. */
  technology: text,
  goal: text,
  /** State today and what was tried. */
  currentState: text,
  /** The day by which a solution is needed. */
  deadline: day,
  foundation: choice(foundations),
  importSubstitution: z.boolean().default(false),
});

/** A need of any completeness, as saved in a draft (技术需求征集表). */
export const needDraftSchema = needFields.superRefine(checkAmounts);

/** A need as it must be to be submitted for review. */
export const needSubmissionSchema = needFields.superRefine((need, context) => {
  checkAmounts(need, context);
  requireFields(need, context, [
    "title",
    "cluster",
    "problem",
    "indicators",
    "cooperationModes",
    "deadline",
    "contactName",
  ]);
  checkShared(need, context);
});

export type NeedContent = z.infer<typeof needDraftSchema>;
