import { and, asc, eq, inArray, lte, ne, sql } from "drizzle-orm";
import { notify } from "#app/domain/notifications/notify.server.ts";
import type { NotificationPayload } from "#app/domain/notifications/kinds.ts";
import { move } from "#app/domain/scheduling/edit.ts";
import type { Instance, Placement } from "#app/domain/scheduling/schema.ts";
import type { Services } from "#app/domain/services.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import {
  meeting,
  meetingWish,
  sessionParticipant,
  sessionSlot,
  sessionTable,
  slotOffer,
} from "#db/schema/index.ts";
import { lockSession, type Session } from "./change.server.ts";
import { shownTime } from "./day.ts";
import { announceMeetings, dayPeople } from "./day-people.server.ts";
import { slotOfferMachine, type SlotOfferState } from "./lifecycle.ts";
import { dayIsOpen, meetingsShown } from "./policy.ts";
import { problemOf } from "./timetable-instance.server.ts";
import { localClockOf, localDayOf, minutesLater } from "./zone.ts";

/** Pairs that are asked at a time, and how long they have. */
const offersAtOnce = 3;
const minutesToAnswer = 5;

/** A slot at a table, and the meeting whose end made it free. */
export interface FreePlace {
  slotId: string;
  tableId: string;
  freedByMeetingId: string | null;
}

export type SlotOffer = Omit<typeof slotOffer.$inferSelect, "state"> & { state: SlotOfferState };

/** The day as the scheduler's rules see it: what a missed meeting held is free. */
export async function dayProblem(
  reader: Reader,
  session: Session,
): Promise<{ instance: Instance; placements: Placement[]; placed: Set<string> }> {
  const { instance, meetings, placements } = await problemOf(reader, session);
  const missed = new Set(
    meetings.flatMap(({ state, wishId }) => (state === "missed" && wishId ? [wishId] : [])),
  );
  return {
    instance,
    placements: placements.filter(({ wish }) => !missed.has(wish)),
    placed: new Set(meetings.flatMap(({ wishId }) => wishId ?? [])),
  };
}

/**
 * Offers places that became free on the day to the pairs that wait: wishes that
 * count and have no meeting, both sides free and not known absent, by how many
 * of the two are checked in and then by the value of the meeting. Asks so many that
 * `offersAtOnce` are open for a place; nobody is asked twice for the same one.
 */
export async function offerPlaces(
  transaction: Transaction,
  session: Session,
  places: FreePlace[],
  now: Date,
): Promise<void> {
  if (places.length === 0 || !dayIsOpen(session, now) || !meetingsShown(session)) return;
  for (const place of places) await offerPlace(transaction, session, place, now);
}

async function offerPlace(
  transaction: Transaction,
  session: Session,
  place: FreePlace,
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
  const made = (await transaction
    .insert(slotOffer)
    .values(
      chosen.map((wishId) => ({
        ...{ sessionId: session.id, wishId, ...place },
        expiresAt: limit < endsAt ? limit : endsAt,
      })),
    )
    .onConflictDoNothing()
    .returning()) as SlotOffer[];
  for (const offer of made) await tellOfOffer(transaction, session, offer, "offered", "both");
}

/** The wishes to be asked now for a place, the best first. */
async function waitingPairs(
  transaction: Transaction,
  session: Session,
  { slotId, tableId }: FreePlace,
): Promise<string[]> {
  const offers = await transaction
    .select()
    .from(slotOffer)
    .where(eq(slotOffer.sessionId, session.id));
  const isHere = (offer: (typeof offers)[number]) =>
    offer.slotId === slotId && offer.tableId === tableId;
  const open = offers.filter(({ state }) => state === "offered");
  const wanted = offersAtOnce - open.filter(isHere).length;
  if (wanted <= 0) return [];
  const asked = new Set([...open, ...offers.filter(isHere)].map(({ wishId }) => wishId));
  const { instance, placements, placed } = await dayProblem(transaction, session);
  const { present, absent } = await presence(transaction, session.id);
  const people = new Map(instance.participants.map((one) => [one.id, one]));
  const wishes = new Map(instance.wishes.map((wish) => [wish.id, wish]));
  const personOf = (id: string) => people.get(id)?.person ?? id;
  const busy = new Set(
    placements
      .filter(({ slot }) => slot === slotId)
      .flatMap(({ wish }) => {
        const found = wishes.get(wish);
        return found ? [personOf(found.a), personOf(found.b)] : [];
      }),
  );
  const free = (id: string) =>
    !busy.has(personOf(id)) && !absent.has(id) && !people.get(id)?.absent.includes(slotId);
  const ready = ({ a, b }: { a: string; b: string }) =>
    Number(present.has(a)) + Number(present.has(b));
  const waiting = instance.wishes
    .filter(({ id, a, b }) => !placed.has(id) && !asked.has(id) && free(a) && free(b))
    .sort((one, other) => ready(other) - ready(one) || other.value - one.value);
  const chosen: string[] = [];
  for (const { id } of waiting) {
    if (chosen.length === wanted) break;
    const to = { wish: id, slot: slotId, table: tableId };
    if (move(instance, placements, to).conflicts.length === 0) chosen.push(id);
  }
  return chosen;
}

/** Who is checked in, and who did not come to a meeting and was not seen at the door since. */
async function presence(
  transaction: Transaction,
  sessionId: string,
): Promise<{ present: Set<string>; absent: Set<string> }> {
  const [people, missed] = await Promise.all([
    transaction
      .select({ id: sessionParticipant.id, at: sessionParticipant.checkedInAt })
      .from(sessionParticipant)
      .where(eq(sessionParticipant.sessionId, sessionId)),
    transaction
      .select({ id: meeting.absentParticipantId, at: sql<Date>`${meeting.updatedAt}` })
      .from(meeting)
      .where(
        and(eq(meeting.sessionId, sessionId), sql`${meeting.absentParticipantId} IS NOT NULL`),
      ),
  ]);
  const seen = new Map(people.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
  const absent = missed.flatMap(({ id, at }) =>
    id !== null && (seen.get(id)?.getTime() ?? 0) < new Date(at).getTime() ? [id] : [],
  );
  return { present: new Set(seen.keys()), absent: new Set(absent) };
}

/** Tells the sides of an offer what became of it, each of whom they would meet, and refreshes their pages. */
export async function tellOfOffer(
  transaction: Transaction,
  session: Session,
  offer: SlotOffer,
  news: NotificationPayload<"session_offer">["news"],
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
      kind: "session_offer",
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

/** Moves open offers on; who is told is the caller's. */
export async function endOffers(
  transaction: Transaction,
  offers: SlotOffer[],
  action: "decline" | "expire" | "withdraw",
): Promise<void> {
  if (offers.length === 0) return;
  await transaction
    .update(slotOffer)
    .set({
      state: slotOfferMachine.next("offered", action),
      version: sql`${slotOffer.version} + 1`,
    })
    .where(
      and(
        inArray(
          slotOffer.id,
          offers.map(({ id }) => id),
        ),
        eq(slotOffer.state, "offered"),
      ),
    );
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
    sessionId === undefined ? ne(slotOffer.state, "expired") : eq(slotOffer.sessionId, sessionId),
  );
  const sessions = await services.database
    .selectDistinct({ id: slotOffer.sessionId })
    .from(slotOffer)
    .where(due);
  for (const { id } of sessions)
    await inTransaction(services.database, async (transaction) => {
      const session = await lockSession(transaction, id);
      const over = (await transaction
        .select()
        .from(slotOffer)
        .where(and(due, eq(slotOffer.sessionId, id)))
        .orderBy(asc(slotOffer.id))) as SlotOffer[];
      await endOffers(transaction, over, "expire");
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
export const placesOf = (offers: SlotOffer[]): FreePlace[] => [
  ...new Map(
    offers.map(({ slotId, tableId, freedByMeetingId }) => [
      `${slotId} ${tableId}`,
      { slotId, tableId, freedByMeetingId },
    ]),
  ).values(),
];
