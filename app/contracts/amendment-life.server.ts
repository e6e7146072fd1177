import { eq } from "drizzle-orm";
import type { Life } from "#app/kernel/steps.server.ts";
import { contractAmendment } from "#db/schema/index.ts";
import { amendmentMachine, type AmendmentAction } from "./lifecycle.ts";
import { readAmendment, type Amendment } from "./row.ts";

/** The life of a proposal to change a contract; whose step it is asks the command. */
export const amendmentLife: Life<
  Amendment,
  AmendmentAction,
  Partial<typeof contractAmendment.$inferInsert>
> = {
  lock: async (transaction, where) =>
    (await transaction.select().from(contractAmendment).where(where).for("update")).map(
      readAmendment,
    ),
  can: ({ state }, action) => amendmentMachine.can(state, action),
  next: ({ state }, action) => ({ state: amendmentMachine.next(state, action) }),
  write: async (transaction, { id }, changes, now) => {
    const rows = await transaction
      .update(contractAmendment)
      .set({ ...changes, decidedAt: now })
      .where(eq(contractAmendment.id, id))
      .returning();
    return rows.map(readAmendment);
  },
  fact: ({ contractId, number, hash }, _before, { action }) => ({
    organisationId: null,
    subjectKind: "contract",
    subjectId: contractId,
    action: `amendment.${action}`,
    detail: { number, hash },
  }),
};
