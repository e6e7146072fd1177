import { and, eq, inArray, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { lockRow, takeStep, wayOf, type Life, type StepRequest } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { challenge, proposal } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { challengeMachine, type ChallengeAction } from "./lifecycle.ts";
import { isEntitledToChallengeStep, maySeeChallenge } from "./policy.ts";
import { readChallenge, type Challenge } from "./row.ts";
import { challengeNews, type ChallengeNewsStep } from "./news.ts";

/**
 * The challenge, locked until the transaction ends.
 *
 * @throws Refusal notFound, also for one that the viewer may not know of
 */
export async function lockChallenge(
  transaction: Transaction,
  challengeId: string,
  viewer: Viewer | null,
): Promise<Challenge> {
  const found = await lockRow(transaction, challengeLife, eq(challenge.id, challengeId));
  if (viewer && !maySeeChallenge(viewer, found)) throw new Refusal("notFound");
  return found;
}

/**
 * Whether the deadline has come, by the clock of the database at this moment of
 * the transaction, which holds a lock on the challenge.
 */
export async function deadlineHasCome(
  transaction: Transaction,
  challengeId: string,
): Promise<boolean> {
  const [row] = await transaction
    .select({ come: sql<boolean>`${challenge.deadline} <= clock_timestamp()` })
    .from(challenge)
    .where(eq(challenge.id, challengeId));
  return row?.come ?? true;
}

/** The life of a challenge. Its audit entries never say anything of a proposal. */
export const challengeLife: Life<
  Challenge,
  ChallengeAction,
  PgUpdateSetSource<typeof challenge>
> = {
  lock: async (transaction, where) =>
    (await transaction.select().from(challenge).where(where).for("update")).map(readChallenge),
  can: ({ state }, action) => challengeMachine.can(state, action),
  next: ({ state }, action) => ({ state: challengeMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  mayTake: (viewer, found, action) =>
    viewer
      ? isEntitledToChallengeStep(viewer, found, action)
      : challengeMachine.steps[action].by === "clock",
  write: async (transaction, { id, version }, changes, now) => {
    const rows = await transaction
      .update(challenge)
      .set({ ...changes, version: version + 1, updatedAt: now })
      .where(eq(challenge.id, id))
      .returning();
    return rows.map(readChallenge);
  },
  fact: ({ id, state }, before, { action, viewer }) => ({
    organisationId: viewer?.active?.organisationId ?? null,
    subjectKind: "challenge",
    subjectId: id,
    action,
    detail: wayOf(before.state, state),
  }),
  follow: (transaction, changed) => announceChallenge(transaction, changed),
};

/**
 * Takes a step of a challenge, an organizer's only where no organisation of theirs bids.
 *
 * @throws Refusal as takeStep, or conflictOfInterest
 */
export async function takeChallengeStep(
  transaction: Transaction,
  found: Challenge,
  request: StepRequest<ChallengeAction, PgUpdateSetSource<typeof challenge>>,
): Promise<Challenge> {
  const { action, viewer } = request;
  if (viewer && challengeMachine.steps[action].by === "organizer") {
    if (!isEntitledToChallengeStep(viewer, found, action)) throw new Refusal("forbidden");
    await requireImpartial(transaction, viewer, found.id);
  }
  return takeStep(transaction, challengeLife, found, request);
}

/** An organizer of a bidding organisation has no part in judging. */
async function requireImpartial(
  transaction: Transaction,
  viewer: Viewer,
  challengeId: string,
): Promise<void> {
  if (await bidsOn(transaction, viewer, challengeId)) throw new Refusal("conflictOfInterest");
}

/** Whether an organisation of the viewer's works on a proposal to this challenge. */
export async function bidsOn(
  transaction: Transaction,
  viewer: Viewer,
  challengeId: string,
): Promise<boolean> {
  const own = viewer.memberships.map(({ organisationId }) => organisationId);
  const [row] = await transaction
    .select({ id: proposal.id })
    .from(proposal)
    .where(and(eq(proposal.challengeId, challengeId), inArray(proposal.organisationId, own)))
    .limit(1);
  return row !== undefined;
}

/** Tells open pages of a challenge, its owner's and organizers' lists that it changed. */
export const announceChallenge = (transaction: Transaction, changed: Challenge): Promise<void> =>
  announce(
    transaction,
    realtime(
      "challenge.changed",
      [`challenge:${changed.id}`, `organisation:${changed.organisationId}`, "organizers"],
      { challengeId: changed.id },
    ),
  );

/** One line of news of a challenge for a notification centre, told once for each state of it. */
export const newsOf = (found: Challenge, news: ChallengeNewsStep, comment = "") => ({
  kind: challengeNews.step,
  occasion: `challenge:${found.id}:${news}:${found.version}`,
  payload: { challengeId: found.id, challengeTitle: found.title, news, comment },
});

/** Organisations that work on a proposal, and which of them have handed one in. */
export const biddersOf = (transaction: Transaction, challengeId: string) =>
  transaction
    .select({
      id: proposal.id,
      organisationId: proposal.organisationId,
      state: proposal.state,
      label: proposal.label,
    })
    .from(proposal)
    .where(eq(proposal.challengeId, challengeId));

/** Tells all bidders, or those whose proposal is in force. */
export async function tellBidders(
  transaction: Transaction,
  found: Challenge,
  news: ChallengeNewsStep,
  who: "all" | "submitted",
  comment = "",
): Promise<void> {
  for (const bidder of await biddersOf(transaction, found.id))
    if (who === "all" || bidder.state === "submitted")
      await notifyMembers(transaction, bidder.organisationId, newsOf(found, news, comment));
}
