import { and, asc, eq, inArray, lte } from "drizzle-orm";
import { notify } from "#app/notifications/notify.server.ts";
import type { PayloadOf } from "#app/kernel/news.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting, meetingWish, sessionSlot, sessionTable, slotOffer } from "#db/schema/index.ts";
import { lockSession, type Session } from "#app/sessions/change.server.ts";
import { shownTime } from "#app/sessions/shown-time.ts";
import { announceMeetings, dayPeople } from "#app/sessions/meetings/day-people.server.ts";
import { slotOfferMachine } from "#app/sessions/lifecycle.ts";
import { dayIsOpen, meetingsShown } from "#app/sessions/policy.ts";
import { waitingPairs, type FreedPlace } from "./slot-candidates.server.ts";
import { localClockOf, localDayOf, minutesLater } from "#app/kernel/zones.ts";
import { meetingNews } from "#app/sessions/meetings/news.ts";
import { takeStep, type Life } from "#app/kernel/steps.server.ts";

/** How long a pair that is asked has, at most. */
const minutesToAnswer = 5;

export type SlotOffer = typeof slotOffer.$inferSelect;

/**
 * Offers places that became free on the day to the pairs that wait: wishes that
 * count and have no meeting, both sides free and not known absent, by how many
 * of the two are checked in and then by the value of the meeting. Asks so many that
 * `offersAtOnce` are open for a place; nobody is asked twice for the same one.
 */
export async function offerPlaces(
  transaction: Transaction,
  session: Session,
  places: FreedPlace[],
  now: Date,
): Promise<void> {
  if (places.length === 0 || !dayIsOpen(session, now) || !meetingsShown(session)) return;
  for (const place of places) await offerPlace(transaction, session, place, now);
}

async function offerPlace(
  transaction: Transaction,
  session: Session,
  place: FreedPlace,
  now: Date,
): Promise<void> {
  const [slot] = await transaction
    .select()
    .from(sessionSlot)
    .where(eq(sessionSlot.id, place.slotId));
  const [table] = await transaction
    .select()
    .from(sessionTable)
    .where(eq(sessionTable.id, place.tableId));
  if (!slot || !table) return;
  const { endsAt, phase } = shownTime(slot, session.delayMinutes, now);
  if (phase === "over") return;
  if (localDayOf(slot.startsAt, session.zone) !== localDayOf(now, session.zone)) return;
  const taken = await transaction.$count(
    meeting,
    and(
      eq(meeting.slotId, slot.id),
      eq(meeting.tableId, table.id),
      inArray(meeting.state, ["planned", "held"]),
    ),
  );
  if (taken > 0) return;
  const chosen = await waitingPairs(transaction, session, place);
  if (chosen.length === 0) return;
  const limit = minutesLater(now, minutesToAnswer);
  const made = await transaction
    .insert(slotOffer)
    .values(
      chosen.map((wishId) => ({
        ...{ sessionId: session.id, wishId, ...place },
        expiresAt: limit < endsAt ? limit : endsAt,
      })),
    )
    .onConflictDoNothing()
    .returning();
  for (const offer of made) await tellOfOffer(transaction, session, offer, "offered", "both");
}

/** Tells the sides of an offer what became of it, each of whom they would meet, and refreshes their pages. */
export async function tellOfOffer(
  transaction: Transaction,
  session: Session,
  offer: SlotOffer,
  news: PayloadOf<typeof meetingNews.offer>["news"],
  whom: "both" | { participantId: string },
): Promise<void> {
  const [row] = await transaction
    .select({ wish: meetingWish, slot: sessionSlot, table: sessionTable })
    .from(meetingWish)
    .innerJoin(sessionSlot, eq(sessionSlot.id, offer.slotId))
    .innerJoin(sessionTable, eq(sessionTable.id, offer.tableId))
    .where(eq(meetingWish.id, offer.wishId));
  if (!row) return;
  const sides = [row.wish.fromParticipantId, row.wish.toParticipantId];
  const people = await dayPeople(transaction, sides);
  const startsAt = minutesLater(row.slot.startsAt, session.delayMinutes);
  for (const [at, id] of sides.entries()) {
    const person = people.get(id);
    const partner = people.get(sides[1 - at] ?? "");
    if (!person || !partner || (whom !== "both" && whom.participantId !== id)) continue;
    await notify(transaction, person.accounts, {
      kind: meetingNews.offer,
      occasion: `session_offer:${offer.id}:${news}:${id}`,
      payload: {
        sessionId: session.id,
        sessionTitle: session.title,
        news,
        personName: partner.name,
        organisationName: partner.organisationName,
        clock: localClockOf(startsAt, session.zone),
        table: [row.table.hall, row.table.name].filter((part) => part !== "").join(" "),
      },
    });
  }
  await announceMeetings(transaction, session.id, sides);
}

type OfferAction = (typeof slotOfferMachine.actions)[number];

/** The life of an offer; the commands say what happened, and to whom. */
export const offerLife: Life<SlotOffer, OfferAction, Partial<typeof slotOffer.$inferInsert>> = {
  lock: (transaction, where) => transaction.select().from(slotOffer).where(where).for("update"),
  can: ({ state }, action) => slotOfferMachine.can(state, action),
  next: ({ state }, action) => ({ state: slotOfferMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes) =>
    transaction
      .update(slotOffer)
      .set({ ...changes, version: version + 1 })
      .where(eq(slotOffer.id, id))
      .returning(),
};

/** Moves on those of the offers that are still open; who is told is the caller's. */
export async function endOffers(
  transaction: Transaction,
  offers: SlotOffer[],
  action: "decline" | "expire" | "withdraw",
  now: Date,
): Promise<void> {
  if (offers.length === 0) return;
  const open = await offerLife.lock(
    transaction,
    and(
      inArray(
        slotOffer.id,
        offers.map(({ id }) => id),
      ),
      eq(slotOffer.state, "offered"),
    ),
  );
  for (const offer of open)
    await takeStep(transaction, offerLife, offer, { action, viewer: null, now });
}

/**
 * Ends the offers whose time is over and asks the next pairs, in one session or
 * in all. Safe to repeat; runs by the clock and before offers are read.
 */
export async function expireOffers(services: Services, sessionId?: string): Promise<void> {
  const now = services.now();
  const due = and(
    eq(slotOffer.state, "offered"),
    lte(slotOffer.expiresAt, now),
    sessionId === undefined ? undefined : eq(slotOffer.sessionId, sessionId),
  );
  const sessions = await services.database
    .selectDistinct({ id: slotOffer.sessionId })
    .from(slotOffer)
    .where(due);
  for (const { id } of sessions)
    await inTransaction(services.database, async (transaction) => {
      const session = await lockSession(transaction, id);
      const over = await transaction
        .select()
        .from(slotOffer)
        .where(and(due, eq(slotOffer.sessionId, id)))
        .orderBy(asc(slotOffer.id));
      await endOffers(transaction, over, "expire", now);
      for (const offer of over)
        if (offer.fromAccepted || offer.toAccepted)
          await tellOfOffer(transaction, session, offer, "expired", "both");
        else await announceOffer(transaction, session.id, offer);
      await offerPlaces(transaction, session, placesOf(over), now);
    });
}

async function announceOffer(
  transaction: Transaction,
  sessionId: string,
  offer: SlotOffer,
): Promise<void> {
  const [wish] = await transaction
    .select()
    .from(meetingWish)
    .where(eq(meetingWish.id, offer.wishId));
  if (wish)
    await announceMeetings(transaction, sessionId, [wish.fromParticipantId, wish.toParticipantId]);
}

/** The places of offers, each once. */
export const placesOf = (offers: SlotOffer[]): FreedPlace[] => [
  ...new Map(
    offers.map(({ slotId, tableId, freedByMeetingId }) => [
      `${slotId} ${tableId}`,
      { slotId, tableId, freedByMeetingId },
    ]),
  ).values(),
];
