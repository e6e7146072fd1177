import { and, eq, inArray } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { move } from "#app/scheduling/edit.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { meeting, meetingWish, slotOffer } from "#db/schema/index.ts";
import { lockSession, type Session } from "#app/sessions/change.server.ts";
import { announceMeetings, dayPeople } from "#app/sessions/meetings/day-people.server.ts";
import { tellOfTimetable, writeTimetable } from "#app/sessions/meetings/meeting-changes.server.ts";
import { dayIsOpen, mayAnswerFor, type Acting } from "#app/sessions/policy.ts";
import { dayProblem } from "./slot-candidates.server.ts";
import {
  endOffers,
  offerLife,
  offerPlaces,
  placesOf,
  tellOfOffer,
  type SlotOffer,
} from "./slot-offers.server.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/** What came of an answer: one waits for the other side, or it is over. */
export type OfferAnswer = "waiting" | "taken" | "declined" | "gone";

/**
 * One side answers an offer. The first pair of which both accept gets the place,
 * by the rules of the timetable; the others' offers of it are withdrawn and told.
 * An offer that is over, also because another pair was first, answers "gone".
 *
 * @throws Refusal notFound, forbidden, or illegalStep when the day is not open
 */
export function answerOffer(
  services: Services,
  acting: Acting,
  sessionId: string,
  offerId: string,
  answer: "accept" | "decline",
): Promise<OfferAnswer> {
  return inTransaction(services.database, async (transaction) => {
    const session = await lockSession(transaction, sessionId);
    const [row] = await transaction
      .select({ offer: slotOffer, wish: meetingWish })
      .from(slotOffer)
      .innerJoin(meetingWish, eq(meetingWish.id, slotOffer.wishId))
      .where(and(eq(slotOffer.id, offerId), eq(slotOffer.sessionId, sessionId)));
    if (!row) throw new Refusal("notFound");
    const offer = row.offer;
    const { fromParticipantId, toParticipantId } = row.wish;
    const people = await dayPeople(transaction, [fromParticipantId, toParticipantId]);
    const from = people.get(fromParticipantId);
    const to = people.get(toParticipantId);
    if (!from || !to) throw new Refusal("notFound");
    const own = [from, to].find((person) => mayAnswerFor(acting, person));
    if (!own) throw new Refusal("forbidden");
    const now = services.now();
    if (!dayIsOpen(session, now)) throw new Refusal("illegalStep");
    if (!offerLife.can(offer, answer) || offer.expiresAt <= now) return "gone";
    await audit(transaction, {
      actorId: acting.viewer?.userId ?? null,
      organisationId: own.organisationId,
      subjectKind: "session",
      subjectId: sessionId,
      action: `slot_offer_${answer}`,
      detail: { offerId },
    });
    const partner = own === from ? to : from;
    if (answer === "decline") {
      await endOffers(transaction, [offer], "decline", now);
      const partnerAccepted = own === from ? offer.toAccepted : offer.fromAccepted;
      if (partnerAccepted)
        await tellOfOffer(transaction, session, offer, "declined", { participantId: partner.id });
      else await announceMeetings(transaction, sessionId, [from.id, to.id]);
      await offerPlaces(transaction, session, placesOf([offer]), now);
      return "declined";
    }
    const accepted = {
      fromAccepted: offer.fromAccepted || own === from,
      toAccepted: offer.toAccepted || own === to,
    };
    const agreed = await takeStep(transaction, offerLife, offer, {
      action: "accept",
      viewer: acting.viewer,
      now,
      changes: accepted,
    });
    if (!accepted.fromAccepted || !accepted.toAccepted) {
      await announceMeetings(transaction, sessionId, [from.id, to.id]);
      return "waiting";
    }
    const isFree = await take(transaction, session, agreed, now);
    if (!isFree) {
      await endOffers(transaction, [offer], "withdraw", now);
      await tellOfOffer(transaction, session, offer, "gone", "both");
      return "gone";
    }
    await tellOfTimetable(transaction, session, "booked", { wishIds: [offer.wishId] }, offerId);
    await announceMeetings(transaction, sessionId, [from.id, to.id]);
    await withdrawOthers(transaction, session, offer, [from.id, to.id], now);
    return "taken";
  });
}

/** Makes the meeting of an offer; false when a rule of the timetable stands against it. */
async function take(
  transaction: Transaction,
  session: Session,
  offer: SlotOffer,
  now: Date,
): Promise<boolean> {
  const { slotId, tableId, wishId } = offer;
  const { instance, placements, placed } = await dayProblem(transaction, session);
  const wanted = { wish: wishId, slot: slotId, table: tableId };
  if (placed.has(wishId) || move(instance, placements, wanted).conflicts.length > 0) return false;
  const here = and(eq(meeting.slotId, slotId), eq(meeting.tableId, tableId));
  await writeTimetable(transaction, session, [], [wanted], now);
  const [made] = await transaction
    .select({ id: meeting.id })
    .from(meeting)
    .where(and(here, eq(meeting.wishId, wishId), eq(meeting.state, "planned")));
  await takeStep(transaction, offerLife, offer, {
    action: "take",
    viewer: null,
    now,
    changes: { meetingId: made?.id ?? null },
  });
  return true;
}

/**
 * Withdraws what cannot be taken any more: offers of the place to others, and
 * offers of other places in the slot to the same people, which go to the next.
 */
async function withdrawOthers(
  transaction: Transaction,
  session: Session,
  taken: SlotOffer,
  people: string[],
  now: Date,
): Promise<void> {
  const open = await transaction
    .select({ offer: slotOffer, wish: meetingWish })
    .from(slotOffer)
    .innerJoin(meetingWish, eq(meetingWish.id, slotOffer.wishId))
    .where(and(eq(slotOffer.sessionId, session.id), inArray(slotOffer.state, ["offered"])));
  const lost = open.filter(
    ({ offer, wish }) =>
      offer.slotId === taken.slotId &&
      (offer.tableId === taken.tableId ||
        people.includes(wish.fromParticipantId) ||
        people.includes(wish.toParticipantId)),
  );
  const offers = lost.map(({ offer }) => offer);
  await endOffers(transaction, offers, "withdraw", now);
  for (const offer of offers) await tellOfOffer(transaction, session, offer, "gone", "both");
  const elsewhere = offers.filter(({ tableId }) => tableId !== taken.tableId);
  await offerPlaces(transaction, session, placesOf(elsewhere), now);
}
