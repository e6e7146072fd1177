import { eq } from "drizzle-orm";
import type { Life } from "#app/kernel/steps.server.ts";
import { proposalReview } from "#db/schema/index.ts";
import { reviewMachine, type ReviewAction } from "./lifecycle.ts";

export type ReviewRow = typeof proposalReview.$inferSelect;

/**
 * The life of one expert's review; the command asks whose step it is. Its audit entries stand
 * with the challenge, in the command: a text that is only kept is none.
 */
export const reviewLife: Life<
  ReviewRow,
  ReviewAction,
  Partial<typeof proposalReview.$inferInsert>
> = {
  lock: (transaction, where) =>
    transaction.select().from(proposalReview).where(where).for("update"),
  can: ({ state }, action) => reviewMachine.can(state, action),
  next: ({ state }, action) => ({ state: reviewMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes) =>
    transaction
      .update(proposalReview)
      .set({ ...changes, version: version + 1 })
      .where(eq(proposalReview.id, id))
      .returning(),
};
