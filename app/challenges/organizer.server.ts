import { and, eq, inArray } from "drizzle-orm";
import { lockRow, takeStep } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notify, notifyMembers } from "#app/notifications/notify.server.ts";
import { addDays } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { member, organisation, proposal, proposalReview, user } from "#db/schema/index.ts";
import {
  biddersOf,
  deadlineHasCome,
  lockChallenge,
  newsOf,
  takeChallengeStep,
} from "./change.server.ts";
import { rankedProposals } from "./ranked.server.ts";
import type { Challenge, ChallengeOutcome } from "./row.ts";
import { reviewLife } from "./review-life.server.ts";

/**
 * Publishes submitted terms; `reviewsWanted` is how many reviews each proposal needs.
 *
 * @throws Refusal deadlinePassed when their deadline has come meanwhile
 */
export async function approveTerms(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  input: { reviewsWanted: number; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    if (found.state === "submitted" && (await deadlineHasCome(transaction, challengeId)))
      throw new Refusal("deadlinePassed");
    const approved = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "approve",
      viewer,
      version: input.version,
      changes: { reviewsWanted: input.reviewsWanted, publishedAt: services.now() },
      detail: { reviewsWanted: input.reviewsWanted },
    });
    await notifyMembers(transaction, approved.organisationId, newsOf(approved, "published"));
  });
}

/** Gives submitted terms back with words on what to change. */
export async function returnTerms(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  input: { comment: string; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const returned = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "return",
      viewer,
      version: input.version,
      changes: { reviewComment: input.comment },
      detail: { comment: input.comment },
    });
    await notifyMembers(
      transaction,
      returned.organisationId,
      newsOf(returned, "returned", input.comment),
    );
  });
}

/**
 * Asks an expert to review proposals. The expert belongs neither to the owner
 * nor to anyone who bids.
 *
 * @throws Refusal conflictOfInterest, alreadyAssigned, notFound, or conflict when
 *   somebody assigned meanwhile
 */
export async function assignExpert(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  input: { expertId: string; proposalIds: string[]; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const { expertId, version } = input;
    const assigned = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "assign",
      viewer,
      version,
      detail: { expertId, proposals: input.proposalIds.length },
    });
    const [expert] = await transaction
      .select({ id: user.id })
      .from(user)
      .where(eq(user.id, expertId));
    const bidders = await biddersOf(transaction, challengeId);
    const submitted = bidders.filter(({ state }) => state === "submitted").map(({ id }) => id);
    const chosen = [...new Set(input.proposalIds)];
    if (!expert || chosen.length === 0 || chosen.some((id) => !submitted.includes(id)))
      throw new Refusal("notFound");
    const partial = [found.organisationId, ...bidders.map(({ organisationId }) => organisationId)];
    const interested = await transaction.$count(
      member,
      and(eq(member.userId, expertId), inArray(member.organisationId, partial)),
    );
    if (interested > 0) throw new Refusal("conflictOfInterest");
    const made = await transaction
      .insert(proposalReview)
      .values(chosen.map((proposalId) => ({ challengeId, proposalId, expertId })))
      .onConflictDoNothing()
      .returning({ id: proposalReview.id });
    if (made.length === 0) throw new Refusal("alreadyAssigned");
    await notify(transaction, [expertId], newsOf(assigned, "assigned"));
  });
}

/**
 * Takes an expert off a proposal that they have not reviewed yet.
 *
 * @throws Refusal illegalStep once the review is submitted
 */
export async function removeReview(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  input: { reviewId: string; version: number },
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "assign",
      viewer,
      version: input.version,
      detail: { removed: input.reviewId },
    });
    const review = await lockRow(
      transaction,
      reviewLife,
      and(eq(proposalReview.id, input.reviewId), eq(proposalReview.challengeId, challengeId)),
    );
    await takeStep(transaction, reviewLife, review, {
      action: "remove",
      viewer,
      now: services.now(),
    });
  });
}

/**
 * Ends the evaluation: owner and organizers learn the names.
 *
 * @throws Refusal reviewsMissing while a proposal has too few reviews or one is pending
 */
export async function conclude(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const concluded = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "conclude",
      viewer,
      version,
      changes: { namesAt: found.namesAt ?? services.now() },
    });
    if (!(await reviewsAreIn(transaction, found))) throw new Refusal("reviewsMissing");
    await notifyMembers(transaction, found.organisationId, newsOf(concluded, "concluded"));
  });
}

/** Whether each proposal has the reviews it needs and none is awaited. */
export async function reviewsAreIn(transaction: Transaction, found: Challenge): Promise<boolean> {
  const submitted = (await biddersOf(transaction, found.id)).filter(
    ({ state }) => state === "submitted",
  );
  const reviews = await transaction
    .select({ proposalId: proposalReview.proposalId, state: proposalReview.state })
    .from(proposalReview)
    .where(eq(proposalReview.challengeId, found.id));
  return submitted.every(({ id }) => {
    const own = reviews.filter(({ proposalId }) => proposalId === id);
    const pending = own.some(({ state }) => state === "assigned" || state === "open");
    const done = own.filter(({ state }) => state === "submitted").length;
    return !pending && done >= found.reviewsWanted;
  });
}

/**
 * Publishes the owner's decision; bidders may object from now on for the days that
 * the terms say. Winner and losers are told.
 */
export async function announceOutcome(
  services: Services,
  viewer: Viewer,
  challengeId: string,
  version: number,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockChallenge(transaction, challengeId, viewer);
    const now = services.now();
    const announced = await takeChallengeStep(transaction, found, {
      now: services.now(),
      action: "announce",
      viewer,
      version,
      changes: {
        outcomeAt: now,
        objectionsUntil: addDays(now, found.terms.objectionDays ?? 7),
        outcome: await outcomeOf(transaction, viewer, found),
      },
    });
    const bidders = await biddersOf(transaction, challengeId);
    for (const { id, organisationId, state } of bidders)
      if (state === "submitted")
        await notifyMembers(
          transaction,
          organisationId,
          newsOf(announced, id === announced.winnerId ? "won" : "lost"),
        );
    await notifyMembers(transaction, found.organisationId, newsOf(announced, "outcome"));
  });
}

async function outcomeOf(
  transaction: Transaction,
  viewer: Viewer,
  found: Challenge,
): Promise<ChallengeOutcome> {
  const ranked = await rankedProposals(transaction, viewer, found);
  const winner = ranked.find(({ proposalId }) => proposalId === found.winnerId);
  const [winning] = winner
    ? await transaction
        .select({ name: organisation.name })
        .from(proposal)
        .innerJoin(organisation, eq(organisation.id, proposal.organisationId))
        .where(eq(proposal.id, winner.proposalId))
    : [];
  return {
    winner:
      winner && winning
        ? { label: winner.label, organisationName: winning.name, price: winner.price }
        : null,
    award: found.award ?? "0",
    reasons: found.decisionReasons,
    deviates: winner?.rank !== 1,
    ranking: ranked.map(({ label, rank, mean, lowest, highest, reviews }) => ({
      label,
      rank,
      mean,
      lowest,
      highest,
      reviews,
    })),
  };
}
