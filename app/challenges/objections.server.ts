import { and, eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers, notifyOrganizers } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { challengeObjection } from "#db/schema/index.ts";
import {
  announceChallenge,
  biddersOf,
  lockChallenge,
  newsOf,
  takeChallengeStep,
  tellBidders,
} from "./change.server.ts";
import type { Challenge } from "./row.ts";

export type ObjectionAnswer = "rejected" | "evaluateAgain" | "decideAgain";

/**
 * Answers an objection with reasons: rejects it, or upholds it and sends the
 * challenge back to evaluation or to the decision.
 *
 * @throws Refusal illegalStep when it was answered already, conflict
 */
export async function answerObjection(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  input: { objectionId: string; result: ObjectionAnswer; answer: string; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const { objectionId, result, answer, version } = input;
    const upheld = result !== "rejected";
    const moved = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: upheld ? result : "answer",
      viewer,
      version,
      changes: upheld
        ? { outcome: null, outcomeAt: null, objectionsUntil: null, winnerId: null, decidedAt: null }
        : {},
      detail: { objectionId, result, answer },
    });
    const [answered] = await transaction
      .update(challengeObjection)
      .set({
        state: upheld ? "upheld" : "rejected",
        answer,
        answeredById: viewer.userId,
        answeredAt: services.now(),
      })
      .where(
        and(
          eq(challengeObjection.id, objectionId),
          eq(challengeObjection.challengeId, challengeId),
          eq(challengeObjection.state, "open"),
        ),
      )
      .returning();
    if (!answered) throw new Refusal("illegalStep");
    await notifyMembers(
      transaction,
      answered.organisationId,
      newsOf(moved, upheld ? "objectionUpheld" : "objectionRejected", answer),
    );
    if (!upheld) return;
    await notifyMembers(transaction, found.organisationId, newsOf(moved, "sentBack", answer));
    await tellBidders(transaction, moved, "sentBack", "submitted");
  });
}

/**
 * Objects to a published outcome for the bidding organisation the viewer acts for.
 *
 * @throws Refusal forbidden, illegalStep after the period, or conflict while
 *   another objection of the same organisation is unanswered
 */
export async function objectToOutcome(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  text: string,
): Promise<void> {
  const own = viewer.active;
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const bidders = await biddersOf(transaction, challengeId);
    const bids = bidders.some(
      ({ organisationId, state }) =>
        organisationId === own?.organisationId && state === "submitted",
    );
    if (!own || own.role === "reader" || !bids) throw new Refusal("forbidden");
    if (found.state !== "outcome" || (found.objectionsUntil ?? new Date(0)) <= services.now())
      throw new Refusal("illegalStep");
    const [made] = await transaction
      .insert(challengeObjection)
      .values({
        challengeId,
        organisationId: own.organisationId,
        authorId: viewer.userId,
        text,
      })
      .onConflictDoNothing()
      .returning({ id: challengeObjection.id });
    if (!made) throw new Refusal("conflict");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: own.organisationId,
      subjectKind: "challenge",
      subjectId: challengeId,
      action: "object",
      detail: { objectionId: made.id },
    });
    await tellOfObjection(transaction, found, made.id);
    await announceChallenge(transaction, found);
  });
}

async function tellOfObjection(
  transaction: Transaction,
  found: Challenge,
  objectionId: string,
): Promise<void> {
  const news = {
    ...newsOf(found, "objection"),
    occasion: `challenge_objection:${objectionId}`,
  };
  await notifyMembers(transaction, found.organisationId, news);
  await notifyOrganizers(transaction, news);
}
