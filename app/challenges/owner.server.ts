import { marketZone } from "#app/codes/codes.ts";
import { and, eq, notInArray } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers, notifyOrganizers } from "#app/notifications/notify.server.ts";
import { lockPost } from "#app/posts/change.server.ts";
import { momentOf } from "#app/kernel/zones.ts";
import type { Post } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { challenge, proposal } from "#db/schema/index.ts";
import {
  deadlineHasCome,
  lockChallenge,
  newsOf,
  takeChallengeStep,
  tellBidders,
} from "./change.server.ts";
import { readChallenge, type Challenge } from "./row.ts";
import { submissionTermsSchema, termsSchema, type Terms } from "./terms.ts";

/** An open call needs a need that everyone, or everyone registered, can see. */
const mayBeOpened = (need: Post): boolean =>
  need.kind === "need" &&
  need.publication === "published" &&
  (need.visibility === "public" || need.visibility === "registered");

/**
 * Begins a challenge of a published need.
 *
 * @throws Refusal notFound, forbidden, needNotOpen, or challengeExists when the
 *   need already has one that goes on
 */
export async function createChallenge(
  services: Services,
  viewer: Viewer,
  needId: string,
): Promise<Challenge> {
  return inTransaction(services.database, async (transaction) => {
    const need = await lockPost(transaction, needId, viewer);
    if (!mayWriteFor(viewer, need.organisationId)) throw new Refusal("forbidden");
    if (!mayBeOpened(need) || need.content?.kind !== "need") throw new Refusal("needNotOpen");
    const { content } = need;
    const taken = await transaction.$count(
      challenge,
      and(eq(challenge.needId, needId), notInArray(challenge.state, ["withdrawn", "failed"])),
    );
    if (taken > 0) throw new Refusal("challengeExists");
    const [row] = await transaction
      .insert(challenge)
      .values({
        id: newId(),
        needId,
        organisationId: need.organisationId,
        authorId: viewer.userId,
        title: content.title,
        cluster: content.cluster,
        audience: content.visibility,
        terms: termsSchema.parse({ summary: content.problem, award: content.amountMax }),
      })
      .returning();
    if (!row) throw new Refusal("conflict");
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: need.organisationId,
      subjectKind: "challenge",
      subjectId: row.id,
      action: "create",
      detail: { needId },
    });
    return readChallenge(row);
  });
}

/**
 * Saves the terms of a draft.
 *
 * @throws Refusal conflict, forbidden, illegalStep or notFound
 */
export async function saveTerms(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  terms: Terms,
  version: number,
): Promise<Challenge> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    return takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "edit",
      viewer,
      version,
      changes: { terms },
    });
  });
}

/**
 * Hands the terms to the organizers for publication.
 *
 * @throws Refusal incomplete, or needNotOpen when the need is not on the market any more
 */
export async function submitTerms(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  version: number,
): Promise<Challenge> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const need = await lockPost(transaction, found.needId, null);
    if (!mayBeOpened(need) || !need.content) throw new Refusal("needNotOpen");
    const parsed = submissionTermsSchema(services.now()).safeParse(found.terms);
    if (!parsed.success || parsed.data.deadline === null) throw new Refusal("incomplete");
    const submitted = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "submit",
      viewer,
      version,
      changes: {
        award: parsed.data.award,
        deadline: momentOf(parsed.data.deadline, marketZone),
        title: need.content.title,
        cluster: need.content.cluster,
        audience: need.content.visibility,
        submittedAt: services.now(),
        reviewComment: "",
      },
    });
    await notifyOrganizers(transaction, newsOf(submitted, "submitted"));
    return submitted;
  });
}

/** Takes the terms back before an organizer has decided. */
export async function recallTerms(
  services: Services,
  viewer: Viewer,
  challengeId: string,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    await takeChallengeStep(transaction, found, { now: services.now(), action: "recall", viewer });
  });
}

/**
 * Withdraws an open challenge, before its deadline only, with a reason that
 * everyone can read. Proposals stay sealed for good.
 *
 * @throws Refusal deadlinePassed
 */
export async function withdrawChallenge(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  reason: string,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    if (found.state === "published" && (await deadlineHasCome(transaction, challengeId)))
      throw new Refusal("deadlinePassed");
    const withdrawn = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "withdraw",
      viewer,
      version,
      changes: { withdrawReason: reason, finishedAt: services.now() },
      detail: { reason },
    });
    await tellBidders(transaction, withdrawn, "withdrawn", "all", reason);
    await notifyOrganizers(transaction, newsOf(withdrawn, "withdrawn", reason));
  });
}

/**
 * Chooses the winner, or nobody when no proposal is suitable, with reasons on
 * the record; the ranking advises and does not bind.
 *
 * @throws Refusal notFound when the proposal is none of this challenge's, conflict
 */
export async function decide(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  decision: { winnerId: string | null; reasons: string; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const { winnerId, reasons, version } = decision;
    const [winner] =
      winnerId === null
        ? []
        : await transaction
            .select({ label: proposal.label })
            .from(proposal)
            .where(
              and(
                eq(proposal.id, winnerId),
                eq(proposal.challengeId, challengeId),
                eq(proposal.state, "submitted"),
              ),
            );
    if (winnerId !== null && !winner) throw new Refusal("notFound");
    const decided = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "decide",
      viewer,
      version,
      changes: {
        winnerId,
        decisionReasons: reasons,
        decidedById: viewer.userId,
        decidedAt: services.now(),
      },
      detail: { winner: winner?.label ?? null, reasons },
    });
    await notifyOrganizers(transaction, newsOf(decided, "decided"));
  });
}

/** Steps of the owner's that only move on: a decision taken back, work finished, work accepted. */
export async function moveOn(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  action: "reconsider" | "carryOut" | "accept",
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const moved = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action,
      viewer,
      version,
    });
    if (action === "reconsider") return;
    const [winner] = moved.winnerId
      ? await transaction
          .select({ organisationId: proposal.organisationId })
          .from(proposal)
          .where(eq(proposal.id, moved.winnerId))
      : [];
    if (winner)
      await notifyMembers(
        transaction,
        winner.organisationId,
        newsOf(moved, action === "accept" ? "accepted" : "carriedOut"),
      );
  });
}
