import { and, eq, inArray, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { audit } from "#app/kernel/audit.server.ts";
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
  const [row] = await transaction
    .select()
    .from(challenge)
    .where(eq(challenge.id, challengeId))
    .for("update");
  const found = row && readChallenge(row);
  if (!found || (viewer && !maySeeChallenge(viewer, found))) throw new Refusal("notFound");
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

export interface ChallengeStep {
  action: ChallengeAction;
  /** Null when the clock takes the step. */
  viewer: Viewer | null;
  /** What the person had read: a step on what changed since is refused. */
  version?: number;
  changes?: PgUpdateSetSource<typeof challenge>;
  /** Never anything of a proposal. */
  detail?: Record<string, unknown>;
}

/**
 * Takes one step of a challenge: checks that it is possible and the viewer's to
 * take, writes the row and its audit entry, and tells open pages, in the given
 * transaction.
 *
 * @throws Refusal forbidden, illegalStep or conflict
 */
export async function takeChallengeStep(
  transaction: Transaction,
  found: Challenge,
  { action, viewer, version, changes, detail }: ChallengeStep,
): Promise<Challenge> {
  const { by } = challengeMachine.steps[action];
  if (viewer ? !isEntitledToChallengeStep(viewer, found, action) : by !== "clock")
    throw new Refusal("forbidden");
  if (viewer && by === "organizer") await requireImpartial(transaction, viewer, found.id);
  if (version !== undefined && version !== found.version) throw new Refusal("conflict");
  if (!challengeMachine.can(found.state, action)) throw new Refusal("illegalStep");
  const state = challengeMachine.next(found.state, action);
  const [row] = await transaction
    .update(challenge)
    .set({ ...changes, state, version: found.version + 1, updatedAt: sql`now()` })
    .where(eq(challenge.id, found.id))
    .returning();
  if (!row) throw new Refusal("notFound");
  await audit(transaction, {
    actorId: viewer?.userId ?? null,
    organisationId: viewer?.active?.organisationId ?? null,
    subjectKind: "challenge",
    subjectId: found.id,
    action,
    detail: { ...(state === found.state ? {} : { from: found.state, to: state }), ...detail },
  });
  await announceChallenge(transaction, readChallenge(row));
  return readChallenge(row);
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
