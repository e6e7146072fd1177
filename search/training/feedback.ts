import fs from "node:fs";
import { z } from "zod";
import { structuredNames, type StructuredName } from "../matching/weights.ts";
import { sigmoid } from "./learn.ts";

/**
 * What is thought of structured features before any feedback, as the logarithm by
 * which one multiplies the odds when it speaks fully for. Judgement: the graded
 * pairs know no structured field.
 */
const judged: Record<StructuredName, number> = {
  indicators: 1.2,
  cluster: 0.5,
  discipline: 0.25,
  trl: 0.4,
  cooperationModes: 0.3,
  region: 0.15,
  money: 0.3,
  freshness: 0.1,
  verified: 0.1,
  earlier: 0.4,
  embedding: 1,
};

const feedbackRow = z.object({
  /** The chance that was shown. */
  score: z.number().gt(0).lt(1),
  /** The features shown at that time. */
  features: z.partialRecord(z.enum(structuredNames), z.number().min(0).max(1)),
  related: z.boolean(),
});
export type Feedback = z.infer<typeof feedbackRow>;

/** Reads the lines that `npm run feedback:export` writes. */
export const readFeedback = (file: string): Feedback[] =>
  fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => feedbackRow.parse(JSON.parse(line)));

/** How many answers it takes to outweigh judgement about as much as they agree with it. */
const trustInJudgement = 20;
const steps = 500;

/**
 * Judgement, moved by feedback: the weights under which the answers are likeliest
 * with the judged ones as a Gaussian prior (maximum a posteriori). What the shown
 * chance owed to structured features is taken out first, so the lexical part stays.
 */
export function learnStructured(
  feedback: Feedback[],
  shownWith: Record<StructuredName, number> = judged,
): Record<StructuredName, number> {
  const learned = { ...judged };
  const rows = feedback.map(({ score, features, related }) => {
    const given = structuredNames.map((name) => 2 * (features[name] ?? 0.5) - 1);
    const owed = structuredNames.reduce(
      (sum, name, at) => sum + shownWith[name] * (given[at] ?? 0),
      0,
    );
    return { base: Math.log(score / (1 - score)) - owed, given, related };
  });
  if (rows.length === 0) return learned;
  const rate = 1 / (trustInJudgement + rows.length);
  for (let step = 0; step < steps; step += 1) {
    const slope = structuredNames.map((name) => trustInJudgement * (learned[name] - judged[name]));
    for (const { base, given, related } of rows) {
      const logOdds = structuredNames.reduce(
        (sum, name, at) => sum + learned[name] * (given[at] ?? 0),
        base,
      );
      const error = sigmoid(logOdds) - (related ? 1 : 0);
      given.forEach((value, at) => (slope[at] = (slope[at] ?? 0) + error * value));
    }
    structuredNames.forEach((name, at) => {
      learned[name] = Math.max(0, learned[name] - rate * (slope[at] ?? 0));
    });
  }
  return learned;
}
