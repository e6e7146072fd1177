import { and, eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { checkStep, lockRow, takeStep } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyOrganizers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { type Viewer, belongsTo } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { proposalReview } from "#db/schema/index.ts";
import { announceChallenge, bidsOn, lockChallenge, newsOf } from "./change.server.ts";
import type { ReviewAction } from "./lifecycle.ts";
import { reviewsAreIn } from "./organizer.server.ts";
import { submittedReviewSchema } from "./ranking.ts";
import type { Challenge } from "./row.ts";
import { reviewLife, type ReviewRow } from "./review-life.server.ts";

interface ReviewStep {
  reviewId: string;
  version: number;
  action: Exclude<ReviewAction, "remove">;
  changes?: Partial<typeof proposalReview.$inferInsert>;
}

/** Takes one step of the viewer's own review, while its challenge is in evaluation. */
async function takeReviewStep(
  services: Services,
  viewer: Viewer,
  { reviewId, version, action, changes }: ReviewStep,
  check: (found: Challenge) => void,
  after: (transaction: Transaction, found: Challenge, review: ReviewRow) => Promise<void>,
): Promise<number> {
  return inTransaction(services.database, async (transaction) => {
    const mine = and(eq(proposalReview.id, reviewId), eq(proposalReview.expertId, viewer.userId));
    const [known] = await transaction.select().from(proposalReview).where(mine);
    if (!known) throw new Refusal("notFound");
    const found = await lockChallenge(transaction, known.challengeId, null);
    const review = await lockRow(transaction, reviewLife, mine);
    const request = { action, viewer, version, now: services.now() };
    checkStep(reviewLife, review, request);
    if (found.state !== "evaluation") throw new Refusal("illegalStep");
    const withdraws = action === "declareConflict";
    const interested =
      belongsTo(viewer, found.organisationId) || (await bidsOn(transaction, viewer, found.id));
    if (interested && !withdraws) throw new Refusal("conflictOfInterest");
    check(found);
    const changed = await takeStep(transaction, reviewLife, review, { ...request, changes });
    if (changed.state !== review.state) {
      await audit(transaction, {
        actorId: viewer.userId,
        organisationId: viewer.active?.organisationId ?? null,
        subjectKind: "challenge",
        subjectId: found.id,
        action: `review.${action}`,
        detail: { reviewId },
      });
      await announceChallenge(transaction, found);
    }
    await after(transaction, found, changed);
    return changed.version;
  });
}

/**
 * Says before reading whether a conflict of interest stands against reviewing a
 * proposal. With one, the expert is off it and organizers are told.
 *
 * @throws Refusal conflict, illegalStep, notFound
 */
export async function declareInterest(
  services: Services,
  viewer: Viewer,
  input: { reviewId: string; version: number; conflictReason: string | null },
): Promise<void> {
  const { reviewId, version, conflictReason } = input;
  const hasConflict = conflictReason !== null;
  await takeReviewStep(
    services,
    viewer,
    {
      reviewId,
      version,
      action: hasConflict ? "declareConflict" : "declareNone",
      changes: { conflictReason: conflictReason ?? "" },
    },
    () => {},
    async (transaction, found) => {
      if (!hasConflict) return;
      await notifyOrganizers(transaction, {
        ...newsOf(found, "conflictDeclared"),
        occasion: `review_conflict:${reviewId}`,
      });
    },
  );
}

/**
 * Keeps a review that is not finished.
 *
 * @returns the version after it
 */
export function saveReview(
  services: Services,
  viewer: Viewer,
  input: { reviewId: string; version: number; scores: string[]; comment: string },
): Promise<number> {
  const { reviewId, version, scores, comment } = input;
  return takeReviewStep(
    services,
    viewer,
    { reviewId, version, action: "save", changes: { scores, comment } },
    () => {},
    async () => {},
  );
}

/**
 * Hands in a review; it stays as it is from then on.
 *
 * @throws Refusal incomplete while a score or the comment is missing
 */
export async function submitReview(
  services: Services,
  viewer: Viewer,
  input: { reviewId: string; version: number; scores: string[]; comment: string },
): Promise<void> {
  const { reviewId, version, scores, comment } = input;
  await takeReviewStep(
    services,
    viewer,
    {
      reviewId,
      version,
      action: "submit",
      changes: { scores, comment, submittedAt: services.now() },
    },
    (found) => {
      const schema = submittedReviewSchema(found.terms.criteria.length);
      if (!schema.safeParse({ scores, comment }).success) throw new Refusal("incomplete");
    },
    async (transaction, found) => {
      if (await reviewsAreIn(transaction, found))
        await notifyOrganizers(transaction, newsOf(found, "reviewsIn"));
    },
  );
}
