import { eq, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { meeting, meetingWish } from "#db/schema/index.ts";
import type { EventRoom } from "#realtime/events.ts";
import { announceSession, type Session } from "#app/sessions/change.server.ts";
import { wishMachine, type WishAction } from "#app/sessions/lifecycle.ts";
import { refuseBeyondLimit } from "#app/sessions/limits.server.ts";
import {
  lockParticipants,
  pairScore,
  refuseForbidden,
  shareSession,
  tellOfWish,
  type Participant,
} from "./participants.server.ts";
import { StandingMeetings } from "#app/sessions/consequences.ts";
import { mayActFor, wishesOpen } from "#app/sessions/policy.ts";
import type { WishState } from "#app/codes/states.ts";
import { checkStep, takeStep, type Life } from "#app/kernel/steps.server.ts";

export type Wish = typeof meetingWish.$inferSelect;

/**
 * A participant asks another to meet. Where the other has asked already, that is
 * the acceptance; where the other took its own wish back, the wish turns round.
 * Asking twice changes nothing.
 *
 * @throws Refusal forbidden, notFound, wishesClosed, pairForbidden, meetingLimit, or
 *   wishDeclined when the other has declined
 */
export function askToMeet(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  asked: { fromId: string; toId: string; message: string },
): Promise<WishState> {
  return inTransaction(services.database, async (transaction) => {
    const session = await shareSession(transaction, sessionId);
    const pair = [asked.fromId, asked.toId] as const;
    const [from, to] = await lockParticipants(transaction, sessionId, pair);
    if (!mayActFor(viewer, from)) throw new Refusal("forbidden");
    if (!wishesOpen(session.state)) throw new Refusal("wishesClosed");
    await refuseForbidden(transaction, sessionId, from, to);
    await refuseBeyondLimit(transaction, session, pair);
    const found = await wishBetween(transaction, from.id, to.id);
    const { message } = asked;
    if (found === null) {
      const id = newId();
      const score = await pairScore(transaction, from, to);
      const ends = { fromParticipantId: from.id, toParticipantId: to.id };
      await transaction.insert(meetingWish).values({ id, sessionId, ...ends, message, score });
      await written(transaction, session, viewer, { id, version: 1 }, "ask", { from, to, message });
      return "asked";
    }
    if (found.state === "accepted") return "accepted";
    const isOwn = found.fromParticipantId === from.id;
    if (isOwn && found.state === "asked") return "asked";
    if (isOwn && found.state === "declined") throw new Refusal("wishDeclined");
    const action: WishAction = found.state === "withdrawn" ? "askAgain" : "accept";
    const turned =
      action === "askAgain" && !isOwn
        ? {
            fromParticipantId: from.id,
            toParticipantId: to.id,
            fromRank: found.toRank,
            toRank: found.fromRank,
          }
        : {};
    const said = action === "askAgain" ? { message } : {};
    const changed = await takeStep(transaction, wishLife, found, {
      action,
      viewer,
      now: services.now(),
      changes: { ...turned, ...said },
    });
    await written(transaction, session, viewer, changed, action, { from, to, message });
    return changed.state;
  });
}

async function wishBetween(
  transaction: Transaction,
  one: string,
  other: string,
): Promise<Wish | null> {
  const [row] = await wishLife.lock(
    transaction,
    sql`(from_participant_id, to_participant_id) IN ((${one}::uuid, ${other}::uuid), (${other}::uuid, ${one}::uuid))`,
  );
  return row ?? null;
}

/** The life of a wish; the command asks whose step it is, and `written` tells of it. */
export const wishLife: Life<Wish, WishAction, Partial<typeof meetingWish.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(meetingWish).where(where).for("update"),
  can: ({ state }, action) => wishMachine.can(state, action),
  next: ({ state }, action) => ({ state: wishMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(meetingWish)
      .set({
        ...changes,
        answeredAt: changes.state === "accepted" || changes.state === "declined" ? now : null,
        version: version + 1,
      })
      .where(eq(meetingWish.id, id))
      .returning(),
};

/** Writes down a step of a wish, tells the other side, and open pages. */
async function written(
  transaction: Transaction,
  session: Session,
  viewer: Viewer,
  wish: { id: string; version: number },
  action: WishAction | "ask" | "add",
  { from, to, message }: { from: Participant; to: Participant; message: string },
): Promise<void> {
  await audit(transaction, {
    actorId: viewer.userId,
    organisationId: from.organisationId,
    subjectKind: "session",
    subjectId: session.id,
    action: `wish_${action}`,
    detail: { wishId: wish.id },
  });
  await tellOfWish(transaction, to, `session_wish:${wish.id}:${wish.version}:${to.id}`, {
    sessionId: session.id,
    sessionTitle: session.title,
    news: news[action],
    personName: from.name,
    organisationName: from.organisationName,
    message,
  });
  await announceSession(transaction, session.id, roomsOf(from, to));
}

/** A wish is seen by its two sides and organizers; others' pages need not be fetched anew. */
const roomsOf = (from: Participant, to: Participant): EventRoom<"session.changed">[] => [
  `organisation:${from.organisationId}`,
  `organisation:${to.organisationId}`,
  "organizers",
];

const news = {
  ask: "asked",
  askAgain: "asked",
  accept: "accepted",
  decline: "declined",
  withdraw: "withdrawn",
  add: "added",
} as const;

/** The wish with its two participants, all locked, and its session. */
async function lockWish(
  transaction: Transaction,
  sessionId: string,
  wishId: string,
): Promise<{ session: Session; wish: Wish; from: Participant; to: Participant }> {
  const session = await shareSession(transaction, sessionId);
  const [known] = await transaction.select().from(meetingWish).where(eq(meetingWish.id, wishId));
  if (known?.sessionId !== sessionId) throw new Refusal("notFound");
  const ends = [known.fromParticipantId, known.toParticipantId] as const;
  const [from, to] = await lockParticipants(transaction, sessionId, ends);
  const wish = await wishBetween(transaction, from.id, to.id);
  if (wish?.id !== wishId) throw new Refusal("notFound");
  return wish.fromParticipantId === from.id
    ? { session, wish, from, to }
    : { session, wish, from: to, to: from };
}

/**
 * Answers a wish, or takes one's own back. A wish whose meeting is planned stays
 * until that is cancelled.
 *
 * @throws Refusal notFound, forbidden, wishesClosed, conflict, illegalStep, pairForbidden,
 *   meetingLimit
 * @throws StandingMeetings
 */
export function takeWishStep(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  wishId: string,
  { action, version }: { action: WishAction; version: number },
): Promise<WishState> {
  return inTransaction(services.database, async (transaction) => {
    const { session, wish, from, to } = await lockWish(transaction, sessionId, wishId);
    const asking = action === "withdraw" || action === "askAgain";
    const [acting, other] = asking ? [from, to] : [to, from];
    if (!mayActFor(viewer, acting)) throw new Refusal("forbidden");
    if (!wishesOpen(session.state)) throw new Refusal("wishesClosed");
    const request = { action, viewer, version, now: services.now() };
    checkStep(wishLife, wish, request);
    if (action === "accept" || action === "askAgain") {
      await refuseForbidden(transaction, sessionId, from, to);
      await refuseBeyondLimit(transaction, session, [from.id, to.id]);
    } else await refuseStanding(transaction, wishId);
    const changed = await takeStep(transaction, wishLife, wish, request);
    const ends = { from: acting, to: other, message: "" };
    await written(transaction, session, viewer, changed, action, ends);
    return changed.state;
  });
}

async function refuseStanding(transaction: Transaction, wishId: string): Promise<void> {
  const standing = await transaction.$count(
    meeting,
    sql`wish_id = ${wishId} AND state = 'planned'`,
  );
  if (standing > 0) throw new StandingMeetings(standing);
}

/**
 * Gives a participant's wish, own or received, its rank among theirs: 1 is wanted
 * most, null takes it out. The others keep their order and are numbered on.
 *
 * @throws Refusal notFound, forbidden, wishesClosed, or conflict
 */
export function rankWish(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  wishId: string,
  ranked: { participantId: string; rank: number | null; version: number },
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const { session, wish, from, to } = await lockWish(transaction, sessionId, wishId);
    const acting = [from, to].find(({ id }) => id === ranked.participantId);
    if (!acting) throw new Refusal("notFound");
    if (!mayActFor(viewer, acting)) throw new Refusal("forbidden");
    if (!wishesOpen(session.state)) throw new Refusal("wishesClosed");
    if (wish.version !== ranked.version) throw new Refusal("conflict");
    const { rows } = await transaction.execute<{ id: string }>(sql`
      SELECT id FROM meeting_wish
      WHERE (from_participant_id = ${acting.id} AND from_rank IS NOT NULL)
         OR (to_participant_id = ${acting.id} AND to_rank IS NOT NULL)
      ORDER BY CASE WHEN from_participant_id = ${acting.id} THEN from_rank ELSE to_rank END, id
      FOR UPDATE`);
    const order = rows.map(({ id }) => id).filter((id) => id !== wishId);
    if (ranked.rank !== null) order.splice(ranked.rank - 1, 0, wishId);
    const ranks = JSON.stringify(order.map((id, at) => ({ id, rank: at + 1 })));
    await transaction.execute(sql`
      WITH ranks AS (SELECT * FROM jsonb_to_recordset(${ranks}::jsonb) AS r(id uuid, rank int))
      UPDATE meeting_wish w SET
        from_rank = CASE WHEN w.from_participant_id = ${acting.id}
          THEN (SELECT rank FROM ranks WHERE ranks.id = w.id) ELSE w.from_rank END,
        to_rank = CASE WHEN w.to_participant_id = ${acting.id}
          THEN (SELECT rank FROM ranks WHERE ranks.id = w.id) ELSE w.to_rank END,
        version = CASE WHEN w.id = ${wishId} THEN w.version + 1 ELSE w.version END
      WHERE w.from_participant_id = ${acting.id} OR w.to_participant_id = ${acting.id}`);
    await announceSession(transaction, sessionId, roomsOf(from, to));
  });
}

/** An organizer's pair counts as accepted, whatever became of a wish of the two before. */
export async function addAccepted(
  transaction: Transaction,
  session: Session,
  viewer: Viewer,
  [from, to]: [Participant, Participant],
  now: Date,
): Promise<void> {
  await refuseForbidden(transaction, session.id, from, to);
  const found = await wishBetween(transaction, from.id, to.id);
  if (found?.state === "accepted") return;
  const id = found?.id ?? newId();
  const score = await pairScore(transaction, from, to);
  const set = { state: "accepted", addedById: viewer.userId, answeredAt: now, score } as const;
  const version = (found?.version ?? 0) + 1;
  if (found)
    await transaction
      .update(meetingWish)
      .set({ ...set, version })
      .where(eq(meetingWish.id, id));
  else
    await transaction.insert(meetingWish).values({
      id,
      sessionId: session.id,
      fromParticipantId: from.id,
      toParticipantId: to.id,
      ...set,
    });
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const)
    await written(transaction, session, viewer, { id, version }, "add", {
      from: one,
      to: other,
      message: "",
    });
}
