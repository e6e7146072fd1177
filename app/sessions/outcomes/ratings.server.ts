import { and, eq, sql } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { PayloadOf } from "#app/kernel/news.ts";
import { notify } from "#app/notifications/notify.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting, meetingRating, member } from "#db/schema/index.ts";
import { announceSession } from "#app/sessions/change.server.ts";
import { meetingMachine } from "#app/sessions/lifecycle.ts";
import { goOn, type Continuation } from "./meeting-deals.server.ts";
import {
  facing,
  lockMeeting,
  type FoundMeeting,
  type MeetingSide,
} from "#app/sessions/meetings/meeting-sides.server.ts";
import { mayActFor } from "#app/sessions/policy.ts";
import {
  goesOn,
  maySeeMeeting,
  meetingOver,
  outcomesFor,
  ratingOpen,
  meetingSideOf,
  type RatingFields,
} from "./ratings.ts";
import { outcomeNews } from "./news.ts";
import { meetingLife } from "#app/sessions/meetings/meeting-changes.server.ts";
import { lockRow, takeStep } from "#app/kernel/steps.server.ts";

/**
 * Keeps what the viewer's side thinks of a meeting, in place of what it said
 * before. A planned meeting whose time is over was held then. A side that wants
 * to go on opens the pair's deal, and the other side is asked.
 *
 * @param given.version of the rating that was read; null where there was none
 * @param given.message what the other side reads with an interest that comes of it
 * @returns what became of the wish to go on; null when the side has none
 * @throws Refusal notFound, forbidden, illegalStep when the meeting is not to be
 *   rated now, or conflict when somebody of the side rated it meanwhile
 */
export function rateMeeting(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  given: { rating: RatingFields; version: number | null; message: string },
): Promise<Continuation | null> {
  return inTransaction(services.database, async (transaction) => {
    const now = services.now();
    const found = await lockMeeting(transaction, sessionId, meetingId);
    if (!maySeeMeeting(viewer, found.sides)) throw new Refusal("notFound");
    const own = meetingSideOf(viewer, found.sides);
    const { subject, ...rating } = given.rating;
    if (!own || !mayActFor(viewer, own)) throw new Refusal("forbidden");
    if (!outcomesFor(viewer, own.organisationId).includes(rating.outcome))
      throw new Refusal("forbidden");
    if (!ratingOpen(found.session, found, now)) throw new Refusal("illegalStep");
    const other = facing(found, own);
    const ratings = await transaction
      .select()
      .from(meetingRating)
      .where(eq(meetingRating.meetingId, meetingId));
    const before = ratings.find(({ organisationId }) => organisationId === own.organisationId);
    if ((before?.version ?? null) !== given.version) throw new Refusal("conflict");
    if (before)
      await transaction
        .update(meetingRating)
        .set({ ...rating, version: before.version + 1, updatedAt: now })
        .where(eq(meetingRating.id, before.id));
    else
      await transaction.insert(meetingRating).values({
        ...rating,
        ...{ meetingId, organisationId: own.organisationId, participantId: own.participantId },
      });
    if (found.state === "planned" && meetingOver(found.session, found, now))
      await setState(transaction, viewer, found, "hold", services.now());
    await audit(transaction, {
      actorId: viewer.userId,
      organisationId: own.organisationId,
      subjectKind: "session",
      subjectId: sessionId,
      action: "meeting_rate",
      detail: { meetingId },
    });
    const theirs = ratings.find(({ organisationId }) => organisationId === other.organisationId);
    const otherGoesOn = goesOn(theirs?.outcome ?? null);
    const continuation = goesOn(rating.outcome)
      ? await goOn(
          transaction,
          viewer,
          { own, other },
          { subject, message: given.message, otherGoesOn, meetingId, now },
        )
      : null;
    if (continuation?.kind === "noSubject") await askOther(transaction, found, own, otherGoesOn);
    await announceSession(transaction, sessionId, [
      `organisation:${own.organisationId}`,
      `organisation:${other.organisationId}`,
    ]);
    return continuation;
  });
}

/** Where no interest could tell it, the other side hears of the wish to go on by itself. */
async function askOther(
  transaction: Transaction,
  found: FoundMeeting,
  own: MeetingSide,
  otherGoesOn: boolean,
): Promise<void> {
  const other = facing(found, own);
  await tellSide(transaction, other, `${otherGoesOn ? "both" : "asked"}:${found.id}`, {
    sessionId: found.session.id,
    sessionTitle: found.session.title,
    news: otherGoesOn ? "both" : "asked",
    meetingId: found.id,
    organisationName: own.organisationName,
  });
}

/** Tells the participant of a side; one without an account through their organisation's people. */
async function tellSide(
  transaction: Transaction,
  side: MeetingSide,
  occasion: string,
  payload: PayloadOf<typeof outcomeNews.after>,
): Promise<void> {
  const told =
    side.userId !== null
      ? [side.userId]
      : (
          await transaction
            .select({ userId: member.userId })
            .from(member)
            .where(eq(member.organisationId, side.organisationId))
        ).map(({ userId }) => userId);
  await notify(transaction, told, {
    kind: outcomeNews.after,
    occasion: `session_after:${occasion}`,
    payload,
  });
}

async function setState(
  transaction: Transaction,
  viewer: Viewer,
  found: FoundMeeting,
  action: "hold" | "miss",
  now: Date,
): Promise<void> {
  const row = await lockRow(transaction, meetingLife, eq(meeting.id, found.id));
  await takeStep(transaction, meetingLife, row, { action, viewer, now });
}

/**
 * Marks the planned meetings as held that were rated while they went on and whose
 * time is over now. Safe to repeat.
 */
export async function holdRated(services: Services): Promise<void> {
  const now = services.now();
  await services.database
    .update(meeting)
    .set({
      state: meetingMachine.next("planned", "hold"),
      version: sql`${meeting.version} + 1`,
      updatedAt: now,
    })
    .where(
      and(
        eq(meeting.state, "planned"),
        sql`EXISTS (SELECT FROM meeting_rating r WHERE r.meeting_id = ${meeting.id})`,
        sql`EXISTS (SELECT FROM session_slot t JOIN matchmaking_session s ON s.id = t.session_id
          WHERE t.id = ${meeting.slotId} AND (s.state = 'finished'
            OR s.state = 'running' AND t.ends_at + make_interval(mins => s.delay_minutes) <= ${now}))`,
      ),
    );
}
