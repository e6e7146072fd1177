import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkIn } from "#app/sessions/day/check-in.server.ts";
import { cancelMeeting } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { markAbsent } from "#app/sessions/day/no-show.server.ts";
import { ownDay, passOf } from "#app/sessions/day/passes.server.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { answerOffer } from "#app/sessions/meetings/offers/slot-answers.server.ts";
import { expireOffers } from "#app/sessions/meetings/offers/slot-offers.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { meetingWish } from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { dayAt, dayTools } from "#tests/support/session-day.ts";
import type { Guest } from "#tests/support/sessions.ts";

let market: TestMarket;
let organizer: Viewer;
let day: ReturnType<typeof dayTools>;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  day = dayTools(market.services, organizer);
});
beforeEach(() => day.setClock("09:05"));
afterAll(() => market.close());

const of = (guests: Guest[], at: number): Guest => guests[at] as Guest;

describe("an offered place", () => {
  it("goes to the best pairs that wait, those at hand first, three at a time", async () => {
    const { id, guests, meetings, waiting } = await day.runningDay({
      guests: 10,
      tables: 1,
      meet: [[0, 1]],
      wait: [
        [2, 3],
        [4, 5],
        [6, 7],
        [8, 9],
        [1, 2],
      ],
    });
    for (const at of [8, 9, 6])
      await checkIn(day.services, organizer, id, { participantId: of(guests, at).id });
    await day.services.database
      .update(meetingWish)
      .set({ score: 0.9 })
      .where(eq(meetingWish.id, waiting[1] ?? ""));
    await markAbsent(day.services, { viewer: organizer }, id, meetings[0]?.id ?? "", {
      absentParticipantId: of(guests, 1).id,
      version: 1,
    });
    const offers = await day.offersOf(id);
    expect(offers.map(({ wishId }) => waiting.indexOf(wishId)).sort()).toEqual([1, 2, 3]);
    expect(offers[0]?.expiresAt).toEqual(dayAt("09:10"));
    expect(await day.newsOf(of(guests, 8).viewer, "session_offer")).toEqual(["offered"]);
    expect(await day.newsOf(of(guests, 2).viewer, "session_offer")).toEqual([]);
  });

  /** A missed meeting at the only table and pairs that wait for it. */
  async function freed(wait: [number, number][]) {
    const made = await day.runningDay({ guests: 8, tables: 1, meet: [[0, 1]], wait });
    await markAbsent(day.services, { viewer: organizer }, made.id, made.meetings[0]?.id ?? "", {
      absentParticipantId: of(made.guests, 1).id,
      version: 1,
    });
    const offers = await day.offersOf(made.id);
    const offerOf = (at: number) =>
      offers.find(({ wishId }) => wishId === made.waiting[at])?.id ?? "";
    const answer = (guest: number, offer: number, what: "accept" | "decline") =>
      answerOffer(
        day.services,
        { viewer: of(made.guests, guest).viewer },
        made.id,
        offerOf(offer),
        what,
      );
    return { ...made, answer, offerOf };
  }

  it("becomes a meeting when both accept; of two pairs at once one is first", async () => {
    const { id, guests, answer, waiting, offerOf } = await freed([
      [2, 3],
      [4, 5],
    ]);
    await expect(
      answerOffer(day.services, { viewer: of(guests, 4).viewer }, id, offerOf(0), "accept"),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await answer(2, 0, "accept")).toBe("waiting");
    expect(await answer(4, 1, "accept")).toBe("waiting");
    const answers = await Promise.all([answer(3, 0, "accept"), answer(5, 1, "accept")]);
    expect(answers.sort()).toEqual(["gone", "taken"]);
    const states = (await day.offersOf(id)).map(({ state }) => state).sort();
    expect(states).toEqual(["taken", "withdrawn"]);
    const standing = (await day.meetingsOf(id)).filter(({ state }) => state === "planned");
    expect(standing).toHaveLength(1);
    expect(waiting).toContain(standing[0]?.wishId);
    const lost = standing[0]?.wishId === waiting[0] ? 4 : 2;
    expect(await day.newsOf(of(guests, lost).viewer, "session_offer")).toContain("gone");
    const missed = (await day.meetingsOf(id)).find(
      ({ absentParticipantId }) => absentParticipantId,
    );
    expect(missed).toMatchObject({ state: "missed", absentParticipantId: of(guests, 1).id });
    await day.expectSound(id);
  });

  it("goes to the side that came, too, and by its pass", async () => {
    const { id, guests, answer, offerOf } = await freed([[0, 2]]);
    expect(await answer(0, 0, "accept")).toBe("waiting");
    const { passKey } = await day.personOf(of(guests, 2).id);
    expect((await passOf(day.services, passKey)).offers).toMatchObject([
      { partnerAccepted: true, ownAccepted: false },
    ]);
    const acting = { viewer: null, passKey };
    expect(await answerOffer(day.services, acting, id, offerOf(0), "accept")).toBe("taken");
    await day.expectSound(id);
  });

  it("that one declines goes to the next, and nobody is asked twice", async () => {
    const { id, guests, answer, waiting } = await freed([
      [2, 3],
      [4, 5],
      [6, 7],
      [2, 4],
    ]);
    const asked = async () =>
      (await day.offersOf(id))
        .filter(({ state }) => state === "offered")
        .map(({ wishId }) => waiting.indexOf(wishId))
        .sort();
    const first = await asked();
    expect(first).toHaveLength(3);
    expect(await answer(2, 0, "accept")).toBe("waiting");
    expect(await answer(3, 0, "decline")).toBe("declined");
    expect(await day.newsOf(of(guests, 2).viewer, "session_offer")).toContain("declined");
    expect(await asked()).toEqual([1, 2, 3]);
    expect(await answer(3, 0, "accept")).toBe("gone");
  });

  it("runs out by the clock and by reading, and with the slot", async () => {
    const { id, guests, answer } = await freed([[2, 3]]);
    expect(await answer(2, 0, "accept")).toBe("waiting");
    day.setClock("09:10");
    expect(await answer(3, 0, "accept")).toBe("gone");
    const session = await findSession(day.services, organizer, id);
    expect((await ownDay(day.services, of(guests, 2).viewer, session)).offers).toEqual([]);
    expect(await day.offersOf(id)).toMatchObject([{ state: "expired" }]);
    expect(await day.newsOf(of(guests, 2).viewer, "session_offer")).toContain("expired");
    await expireOffers(day.services);
    expect(await day.offersOf(id)).toHaveLength(1);

    day.setClock("09:27");
    const late = await freed([[2, 3]]);
    expect((await day.offersOf(late.id))[0]?.expiresAt).toEqual(dayAt("09:30"));
  });

  it("is made of a meeting of the day that is cancelled, not of another day's", async () => {
    const { id, guests, meetings } = await day.runningDay({
      guests: 4,
      tables: 1,
      meet: [[0, 1]],
      wait: [[2, 3]],
    });
    await cancelMeeting(day.services, of(guests, 0).viewer, id, meetings[0]?.id ?? "", 1);
    expect(await day.offersOf(id)).toMatchObject([{ state: "offered" }]);
    const early = await day.runningDay({ guests: 4, tables: 1, meet: [[0, 1]], wait: [[2, 3]] });
    const before = { ...day.services, now: () => new Date("2030-05-15T01:00Z") };
    await cancelMeeting(before, organizer, early.id, early.meetings[0]?.id ?? "", 1);
    expect(await day.offersOf(early.id)).toEqual([]);
  });
});
