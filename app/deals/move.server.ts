import { and, desc, eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { takeStep } from "#app/kernel/steps.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { dealSides } from "#app/codes/codes.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { auditEntry } from "#db/schema/index.ts";
import { dealLife, type Deal } from "./change.server.ts";
import { mayMoveDeals } from "./policy.ts";
import type { Move } from "./schema.ts";
import { dealMachine } from "./stages.ts";
import { describeDeal, lockDealFor, tellDealSides } from "./tell.server.ts";
import { dealNews } from "./news.ts";

/**
 * Takes a step of a deal by hand and tells the other people in it. The same
 * step sent again by the same person does nothing more.
 *
 * @throws Refusal notFound, forbidden, illegalStep, or conflict when the deal
 *   moved since it was read
 */
export async function moveDeal(
  services: Services,
  viewer: Viewer,
  dealId: string,
  { action, version, reason, note }: Move,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockDealFor(transaction, viewer, dealId);
    if (!mayMoveDeals(viewer, found) || dealMachine.steps[action].by !== "party")
      throw new Refusal("forbidden");
    if (await isRepeated(transaction, viewer, found, { action, version })) return;
    const moved = await takeStep(transaction, dealLife, found, {
      action,
      viewer,
      version,
      now: services.now(),
      ...(action === "end" && reason ? { changes: { endReason: reason, endNote: note } } : {}),
    });
    await tellDealSides(transaction, viewer, moved, dealSides, {
      kind: dealNews.moved,
      occasion: `deal_moved:${moved.id}:${moved.version}`,
      payload: { ...(await describeDeal(transaction, viewer, moved)), stage: moved.stage },
    });
  });
}

/** Whether the step is the one that the same person has just taken from the same version. */
async function isRepeated(
  transaction: Transaction,
  viewer: Viewer,
  found: Deal,
  step: Pick<Move, "action" | "version">,
): Promise<boolean> {
  if (found.version !== step.version + 1) return false;
  const [last] = await transaction
    .select({ action: auditEntry.action, actorId: auditEntry.actorId })
    .from(auditEntry)
    .where(and(eq(auditEntry.subjectKind, "deal"), eq(auditEntry.subjectId, found.id)))
    .orderBy(desc(auditEntry.id))
    .limit(1);
  return last?.action === step.action && last.actorId === viewer.userId;
}
