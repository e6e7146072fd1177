import { asc, gt } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import { matchFeedback } from "#db/schema/index.ts";
import { structuredNames } from "#search/matching/weights.ts";
import { featuresSchema } from "./schema.ts";

/** One answer as training reads it. */
export interface TrainingAnswer {
  score: number;
  /** Structured features only; the lexical ones are learned from graded pairs. */
  features: Record<string, number>;
  related: boolean;
}

const batch = 500;

/**
 * All answers in the order they were first given. A pair that the organisation
 * knew already fits as much as one that it calls good.
 */
export async function* trainingAnswers({
  database,
}: Pick<Services, "database">): AsyncGenerator<TrainingAnswer> {
  for (let after: string | undefined; ;) {
    const rows = await database
      .select()
      .from(matchFeedback)
      .where(after ? gt(matchFeedback.id, after) : undefined)
      .orderBy(asc(matchFeedback.id))
      .limit(batch);
    for (const { score, features, verdict } of rows) {
      const shown = featuresSchema.parse(features);
      yield {
        score,
        features: Object.fromEntries(
          structuredNames.flatMap((name) => {
            const value = shown[name];
            return value === undefined ? [] : [[name, value]];
          }),
        ),
        related: verdict !== "bad",
      };
    }
    after = rows.at(-1)?.id;
    if (rows.length < batch) return;
  }
}
