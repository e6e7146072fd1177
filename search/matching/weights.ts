import fs from "node:fs";
import { z } from "zod";

/** Structured features by what they are asked; the graded pairs know none of them. */
export const structuredNames = [
  "indicators",
  "cluster",
  "discipline",
  "trl",
  "cooperationModes",
  "region",
  "money",
  "freshness",
  "verified",
  "earlier",
  "embedding",
] as const;
export type StructuredName = (typeof structuredNames)[number];
export const lexicalNames = ["characters", "topics", "meaning"] as const;
export type LexicalName = (typeof lexicalNames)[number];
export type FeatureName = LexicalName | StructuredName;

/**
 * What `npm run train:matching` learned, to be read and reviewed like code. All
 * weights are logarithms of odds: a feature multiplies the odds that
 * technology-transfer staff call a pair fairly strong or strong.
 */
export const weightsSchema = z.object({
  intercept: z.number(),
  /** For each unit of a lexical feature; learned from graded pairs. */
  lexical: z.record(z.enum(lexicalNames), z.number().nonnegative()),
  /** When a feature speaks fully for; the same against. Judgement, moved by the product's own feedback. */
  structured: z.record(z.enum(structuredNames), z.number().nonnegative()),
  /** Of graded pairs held out from learning: how many had a probability in the bin, and how many of those were related. */
  reliability: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      pairs: z.number().int(),
      related: z.number().int(),
    }),
  ),
  learnedFrom: z.object({
    needs: z.number().int(),
    pairs: z.number().int(),
    feedback: z.number().int(),
  }),
});
export type Weights = z.infer<typeof weightsSchema>;

export const weights: Weights = weightsSchema.parse(
  JSON.parse(fs.readFileSync(new URL("./weights.json", import.meta.url), "utf8")),
);
