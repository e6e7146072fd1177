import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { hasBlocked, requireTogether } from "#app/blocks/blocks.server.ts";
import { followInterest, openDeal } from "#app/deals/change.server.ts";
import { checkStep, lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import { lockPost } from "#app/posts/change.server.ts";
import type { PostKind, Cluster } from "#app/codes/codes.ts";
import { maySeePublished, namesOwner } from "#app/posts/disclosure/policy.ts";
import { readPost, type Post } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { belongsTo, mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { announce } from "#db/listener.ts";
import { newId } from "#db/schema/columns.ts";
import { interest, organisation, post } from "#db/schema/index.ts";
import { realtime } from "#realtime/events.ts";
import { isEntitledToInterestStep, maySeeInterest } from "./policy.ts";
import {
  interestMachine,
  type declineSchema,
  type expressInterestSchema,
  type InterestStep,
} from "./schema.ts";
import { interestNews } from "./news.ts";

type InterestRow = typeof interest.$inferSelect;

/**
 * Asks the organisation behind a published post to talk about it.
 *
 * @returns the interest's id
 * @throws Refusal notFound, forbidden, ownPost, notPossible where one has blocked
 *   the other and the post names its organisation, or alreadyInterested
 */
export async function expressInterest(
  services: Services,
  viewer: Viewer,
  postId: string,
  input: z.infer<typeof expressInterestSchema>,
): Promise<string> {
  const from = viewer.active;
  if (!from) throw new Refusal("forbidden");
  return inTransaction(services.database, (transaction) =>
    expressInterestFor(transaction, viewer, from, postId, input, services.now()),
  );
}

/**
 * As expressInterest, for one of the viewer's organisations and in a given
 * transaction; `occasion` names the record it comes of.
 *
 * @throws Refusal as expressInterest does; nothing was written then
 */
export async function expressInterestFor(
  transaction: Transaction,
  viewer: Viewer,
  from: { organisationId: string; name: string },
  postId: string,
  input: z.infer<typeof expressInterestSchema>,
  now: Date,
  occasion: Record<string, string> = {},
): Promise<string> {
  if (!mayWriteFor(viewer, from.organisationId)) throw new Refusal("forbidden");
  const about = await lockPost(transaction, postId, viewer);
  if (!maySeePublished(viewer, about)) throw new Refusal("notFound");
  if (about.publication !== "published") throw new Refusal("illegalStep");
  if (belongsTo(viewer, about.organisationId)) throw new Refusal("ownPost");
  const isHeard = await isHeardBy(transaction, about, from.organisationId);
  const own = await ownPost(transaction, input.ownPostId, from.organisationId);
  const id = newId();
  const created = await transaction
    .insert(interest)
    .values({
      id,
      postId,
      ownPostId: input.ownPostId,
      fromOrganisationId: from.organisationId,
      toOrganisationId: about.organisationId,
      senderId: viewer.userId,
      message: input.message,
    })
    .onConflictDoNothing()
    .returning({ id: interest.id });
  if (created.length === 0) throw new Refusal("alreadyInterested");
  await openDeal(
    transaction,
    viewer,
    {
      interestId: id,
      about: { ...about, cluster: about.content?.cluster ?? null },
      own,
      fromOrganisationId: from.organisationId,
    },
    now,
  );
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: from.organisationId,
    subjectKind: "interest",
    subjectId: id,
    action: "express",
    detail: { postId, ...occasion },
  });
  if (isHeard)
    await notifyMembers(transaction, about.organisationId, {
      kind: interestNews.received,
      occasion: `interest_received:${id}`,
      payload: {
        interestId: id,
        postId,
        postKind: about.kind,
        postTitle: about.content?.title ?? "",
        organisationName: from.name,
      },
    });
  await announceChange(transaction, id, about.organisationId, from.organisationId);
  return id;
}

/**
 * Whether the people of a post are told of who asks. An organisation that is kept
 * apart from a named one is refused; one that an anonymous one has blocked is
 * answered like any other, and its interest waits without being told.
 *
 * @throws Refusal notPossible
 */
async function isHeardBy(
  transaction: Transaction,
  about: Post,
  organisationId: string,
): Promise<boolean> {
  if (about.visibility === "anonymous")
    return !(await hasBlocked(transaction, about.organisationId, organisationId));
  await requireTogether(transaction, organisationId, about.organisationId);
  return true;
}

async function ownPost(
  transaction: Transaction,
  ownPostId: string | null,
  organisationId: string,
): Promise<{ id: string; kind: PostKind; cluster: Cluster | null } | null> {
  if (ownPostId === null) return null;
  const [own] = await transaction
    .select()
    .from(post)
    .where(
      and(
        eq(post.id, ownPostId),
        eq(post.organisationId, organisationId),
        eq(post.publication, "published"),
      ),
    );
  if (!own) throw new Refusal("notFound");
  const { id, kind, content } = readPost(own);
  return { id, kind, cluster: content?.cluster ?? null };
}

/**
 * Accepts, declines with a reason, or withdraws an interest, and tells the other side.
 *
 * @throws Refusal notFound, forbidden, illegalStep, or notPossible for an acceptance
 *   where one has blocked the other
 */
export async function decideInterest(
  services: Services,
  viewer: Viewer,
  interestId: string,
  step: InterestStep,
  decline?: z.infer<typeof declineSchema>,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const found = await lockInterest(transaction, interestId);
    if (!maySeeInterest(viewer, found)) throw new Refusal("notFound");
    checkStep(interestLife, found, { action: step, viewer });
    if (step === "accept")
      await requireTogether(transaction, found.fromOrganisationId, found.toOrganisationId);
    await settle(transaction, found, { step, viewer, now: services.now(), decline });
  });
}

/**
 * Accepts a pending interest because both sides said elsewhere that they want to
 * go on; `occasion` names that record. One that was decided meanwhile stays so.
 *
 * @throws Refusal notFound, or notPossible where one has blocked the other
 */
export async function acceptAgreedInterest(
  transaction: Transaction,
  interestId: string,
  now: Date,
  occasion: Record<string, string>,
): Promise<void> {
  const found = await lockInterest(transaction, interestId);
  if (!interestMachine.can(found.state, "accept")) return;
  await requireTogether(transaction, found.fromOrganisationId, found.toOrganisationId);
  await settle(transaction, found, { step: "accept", viewer: null, now, occasion });
}

/** The life of an interest; null as viewer is a record, such as an award. */
export const interestLife: Life<
  InterestRow,
  InterestStep,
  Partial<typeof interest.$inferInsert>
> = {
  lock: (transaction, where) => transaction.select().from(interest).where(where).for("update"),
  can: ({ state }, step) => interestMachine.can(state, step),
  next: ({ state }, step) => ({ state: interestMachine.next(state, step) }),
  mayTake: (viewer, found, step) =>
    viewer === null || isEntitledToInterestStep(viewer, found, step),
  write: (transaction, { id }, changes, now) =>
    transaction
      .update(interest)
      .set({ ...changes, decidedAt: now })
      .where(eq(interest.id, id))
      .returning(),
  fact: (changed, _before, { action, changes }) => ({
    organisationId: sidesOf(changed, action).deciding,
    subjectKind: "interest",
    subjectId: changed.id,
    action,
    detail: changes?.declineReason ? { reason: changes.declineReason } : {},
  }),
  follow: (transaction, { id, fromOrganisationId, toOrganisationId }) =>
    announceChange(transaction, id, fromOrganisationId, toOrganisationId),
};

/** The side whose step it is, and the other. */
const sidesOf = ({ fromOrganisationId, toOrganisationId }: InterestRow, step: InterestStep) =>
  interestMachine.steps[step].by === "receiver"
    ? { deciding: toOrganisationId, other: fromOrganisationId }
    : { deciding: fromOrganisationId, other: toOrganisationId };

interface Settlement {
  step: InterestStep;
  /** Null when a record takes the step. */
  viewer: Viewer | null;
  now: Date;
  decline?: z.infer<typeof declineSchema> | undefined;
  occasion?: Record<string, string>;
}

/** Takes a step of a locked interest; its deal follows, and the other side is told. */
async function settle(
  transaction: Transaction,
  found: InterestRow,
  { step, viewer, now, decline, occasion = {} }: Settlement,
): Promise<void> {
  const { to } = interestMachine.steps[step];
  const { deciding, other } = sidesOf(found, step);
  await takeStep(transaction, interestLife, found, {
    action: step,
    viewer,
    now,
    changes: {
      decidedById: viewer?.userId ?? null,
      declineReason: decline?.reason ?? null,
      declineNote: decline?.note ?? "",
    },
    detail: occasion,
  });
  await followInterest(transaction, viewer, found.id, to, now);
  if (step !== "withdraw") {
    const about = await describe(transaction, { ...found, state: to }, deciding);
    const news = `interest_${to}:${found.id}`;
    if (step === "accept")
      await notifyMembers(transaction, other, {
        kind: interestNews.accepted,
        occasion: news,
        payload: about,
      });
    else
      await notifyMembers(transaction, other, {
        kind: interestNews.declined,
        occasion: news,
        payload: { ...about, reason: decline?.reason ?? "other", note: decline?.note ?? "" },
      });
  }
}

const lockInterest = (transaction: Transaction, interestId: string): Promise<InterestRow> =>
  lockRow(transaction, interestLife, eq(interest.id, interestId));

/**
 * What a notification says of an interest, in the name of the side that acts;
 * an anonymous enterprise stays so until it has accepted.
 */
async function describe(transaction: Transaction, found: InterestRow, actingId: string) {
  const [about] = await transaction.select().from(post).where(eq(post.id, found.postId));
  const [acting] = await transaction
    .select({ name: organisation.name })
    .from(organisation)
    .where(eq(organisation.id, actingId));
  if (!about || !acting) throw new Refusal("notFound");
  const receives = actingId === found.toOrganisationId;
  const { kind, content, visibility } = readPost(about);
  const relation = { acceptedInterest: found.state === "accepted", grant: null };
  const hidden = receives && visibility !== null && !namesOwner(visibility, relation);
  return {
    interestId: found.id,
    postId: found.postId,
    postKind: kind,
    postTitle: content?.title ?? "",
    organisationName: hidden ? "" : acting.name,
  };
}

const announceChange = (transaction: Transaction, interestId: string, ...sides: string[]) =>
  announce(
    transaction,
    realtime(
      "interest.changed",
      [`interest:${interestId}`, ...sides.map((side) => `organisation:${side}` as const)],
      { interestId },
    ),
  );
