import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockOrganisation } from "#app/blocks/blocks.server.ts";
import { expressInterest } from "#app/interests/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { meetingRecord } from "#app/sessions/outcomes/meeting-record.server.ts";
import { markAbsent, markHeld } from "#app/sessions/day/no-show.server.ts";
import { holdRated } from "#app/sessions/outcomes/ratings.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  deal,
  interest,
  matchmakingSession,
  meeting,
  meetingRating,
  notification,
} from "#db/schema/index.ts";
import { createPerson, type TestMarket } from "#tests/support/market.ts";
import { openMarketAfter, organisationOf, registrationWith } from "#tests/support/session-after.ts";
import { openSession, type Guest } from "#tests/support/sessions.ts";

let market: TestMarket;
let services: Services;
let organizer: Viewer;
let tools: Awaited<ReturnType<typeof openMarketAfter>>;
beforeAll(async () => {
  tools = await openMarketAfter();
  ({ market, services, organizer } = tools);
});
afterAll(() => market.close());

const stateOf = async (meetingId: string): Promise<string | undefined> =>
  (await services.database.select().from(meeting).where(eq(meeting.id, meetingId)))[0]?.state;

const dealsOf = ({ demand, supply }: { demand: Guest; supply: Guest }) =>
  services.database
    .select()
    .from(deal)
    .where(
      and(
        inArray(
          deal.demandOrganisationId,
          [demand, supply].map((one) => organisationOf(one.viewer)),
        ),
        inArray(
          deal.supplyOrganisationId,
          [demand, supply].map((one) => organisationOf(one.viewer)),
        ),
      ),
    );

describe("a rating", () => {
  it("is given from the slot's begin until the session is archived, by the two sides alone", async () => {
    const sessionId = await openSession(market.services, organizer);
    const one = await tools.guest(sessionId, await createPerson(services));
    const other = await tools.guest(sessionId, await createPerson(services));
    const third = await tools.guest(sessionId, await createPerson(services));
    const meetingId = await tools.met(sessionId, one, other, 1);
    const refused = (viewer: Viewer, code: string, by = services) =>
      expect(tools.rate(viewer, sessionId, meetingId, "follow_up", {}, by)).rejects.toMatchObject({
        code,
      });
    await tools.setState(sessionId, "scheduled");
    await refused(one.viewer, "illegalStep");
    await tools.setState(sessionId, "running");
    await refused(one.viewer, "illegalStep", tools.at("2030-05-16T01:29:59Z"));
    const reader = await createPerson(services, {
      organisation: one.viewer.active ?? undefined,
      role: "reader",
    });
    const stranger = await createPerson(services);
    await refused(third.viewer, "notFound");
    await refused(stranger, "notFound");
    await refused(reader, "forbidden");
    await refused(organizer, "forbidden");
    await tools.rate(
      one.viewer,
      sessionId,
      meetingId,
      "follow_up",
      {},
      tools.at("2030-05-16T01:30:00Z"),
    );
    await tools.setState(sessionId, "archived");
    await refused(other.viewer, "illegalStep");
  });

  it("makes a meeting held once its time is over, with the day's delay, unless it was missed", async () => {
    const sessionId = await openSession(market.services, organizer);
    const one = await tools.guest(sessionId, await createPerson(services));
    const other = await tools.guest(sessionId, await createPerson(services));
    const [during, over, missed] = [
      await tools.met(sessionId, one, other, 0),
      await tools.met(sessionId, one, other, 1),
      await tools.met(sessionId, one, other, 2),
    ] as const;
    await tools.setState(sessionId, "running");
    await services.database
      .update(matchmakingSession)
      .set({ delayMinutes: 10 })
      .where(eq(matchmakingSession.id, sessionId));
    await tools.rate(
      one.viewer,
      sessionId,
      during,
      "follow_up",
      {},
      tools.at("2030-05-16T01:35:00Z"),
    );
    await holdRated(tools.at("2030-05-16T01:39:59Z"));
    expect(await stateOf(during)).toBe("planned");
    await holdRated(tools.at("2030-05-16T01:40:00Z"));
    expect(await stateOf(during)).toBe("held");
    await tools.rate(
      other.viewer,
      sessionId,
      over,
      "no_interest",
      {},
      tools.at("2030-05-16T02:10:00Z"),
    );
    expect(await stateOf(over)).toBe("held");
    const onTheDay = tools.at("2030-05-16T03:00:00Z");
    const mark = async (viewer: Viewer, action: "hold" | "miss", version: number) => {
      if (action === "hold") return markHeld(onTheDay, viewer, sessionId, missed, version);
      const [row] = await services.database.select().from(meeting).where(eq(meeting.id, missed));
      const absentParticipantId = row?.otherParticipantId ?? "";
      return markAbsent(onTheDay, { viewer }, sessionId, missed, { absentParticipantId, version });
    };
    const stranger = await createPerson(services);
    await expect(mark(stranger, "miss", 1)).rejects.toMatchObject({ code: "forbidden" });
    await mark(organizer, "miss", 1);
    await expect(mark(organizer, "hold", 1)).rejects.toMatchObject({ code: "conflict" });
    await expect(tools.rate(one.viewer, sessionId, missed, "follow_up")).rejects.toMatchObject({
      code: "illegalStep",
    });
    await holdRated(services);
    expect(await stateOf(missed)).toBe("missed");
    await mark(organizer, "hold", 2);
    expect(await stateOf(missed)).toBe("held");
  });

  it("of two devices that save at once is kept once; the second is told and may save again", async () => {
    const { sessionId, meetingId, demand } = await tools.pair();
    const both = await Promise.allSettled([
      tools.rate(demand.viewer, sessionId, meetingId, "follow_up", { stars: 2 }),
      tools.rate(demand.viewer, sessionId, meetingId, "no_interest", { stars: 5 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: "conflict" });
    await tools.rate(demand.viewer, sessionId, meetingId, "no_interest", { version: 1, stars: 3 });
    await expect(
      tools.rate(demand.viewer, sessionId, meetingId, "follow_up", { version: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
    const kept = await services.database
      .select()
      .from(meetingRating)
      .where(eq(meetingRating.meetingId, meetingId));
    expect(kept).toMatchObject([{ outcome: "no_interest", stars: 3, version: 2 }]);
  });

  it("keeps an amount of yuan exactly, and only with a wish to go on", async () => {
    const { sessionId, meetingId, demand, supply, subject } = await tools.pair();
    await tools.rate(demand.viewer, sessionId, meetingId, "follow_up", { amount: "5" });
    await tools.rate(supply.viewer, sessionId, meetingId, "agreement_intended", {
      ...{ amount: "1234567890123.45", subject: subject.supply },
    });
    const kept = await services.database
      .select({ amount: meetingRating.intendedAmount, by: meetingRating.organisationId })
      .from(meetingRating)
      .where(eq(meetingRating.meetingId, meetingId));
    expect(Object.fromEntries(kept.map(({ amount, by }) => [by, amount]))).toEqual({
      [organisationOf(demand.viewer)]: null,
      [organisationOf(supply.viewer)]: "1234567890123.45",
    });
  });

  it("shows each what is theirs to see", async () => {
    const { sessionId, meetingId, demand, supply } = await tools.pair();
    await tools.rate(supply.viewer, sessionId, meetingId, "agreement_intended", {
      ...{ amount: "987654.32", stars: 2 },
    });
    const record = (viewer: Viewer) => meetingRecord(services, viewer, sessionId, meetingId);
    const hidden = ["自用备注", "987654.32", "agreement_intended", '"stars":2'];
    const seen = async (viewer: Viewer) => {
      const { own, ...rest } = await record(viewer);
      /** The outcomes that can be chosen are named to everyone. */
      const body = JSON.stringify({ ...rest, own: own && { ...own, outcomes: [] } });
      return hidden.filter((mark) => body.includes(mark));
    };
    expect(await seen(demand.viewer)).toEqual([]);
    expect((await record(demand.viewer)).own).toMatchObject({ otherGoesOn: true, both: false });
    expect(await seen(supply.viewer)).toEqual(hidden);
    expect(await seen(organizer)).toEqual(hidden.slice(1));
    const stranger = await createPerson(services);
    await expect(record(stranger)).rejects.toMatchObject({ code: "notFound" });
    await tools.rate(demand.viewer, sessionId, meetingId, "negotiation");
    expect((await record(demand.viewer)).own).toMatchObject({ both: true });
    expect((await record(supply.viewer)).own).toMatchObject({ both: true });
    expect(await seen(demand.viewer)).toEqual(["自用备注"]);
  });

  it("says for a reader neither negotiation nor an intended agreement", async () => {
    const sessionId = await openSession(market.services, organizer);
    const owner = await createPerson(services);
    const reader = await createPerson(services, {
      organisation: owner.active ?? undefined,
      role: "reader",
    });
    const one = await registrationWith(market.services, owner, reader, sessionId);
    const other = await tools.guest(sessionId, await createPerson(services));
    const meetingId = await tools.met(sessionId, one, other);
    await tools.setState(sessionId, "finished");
    await expect(tools.rate(reader, sessionId, meetingId, "negotiation")).rejects.toMatchObject({
      code: "forbidden",
    });
    await tools.rate(reader, sessionId, meetingId, "follow_up");
    await tools.rate(owner, sessionId, meetingId, "negotiation", { version: 1 });
  });
});

describe("a wish to go on", () => {
  it("of one side is an interest in the other's post; of both it is accepted at once", async () => {
    const found = await tools.pair();
    const { sessionId, meetingId, demand, supply, needId, resultId, subject } = found;
    expect(
      (await meetingRecord(services, demand.viewer, sessionId, meetingId)).own?.subjects[0],
    ).toMatchObject({ aboutId: resultId, ownId: needId });
    await tools.rate(demand.viewer, sessionId, meetingId, "negotiation", {
      subject: subject.demand,
    });
    const [asked] = await dealsOf(found);
    expect(asked).toMatchObject({ stage: "interest", needId, resultId });
    const told = await services.database
      .select()
      .from(notification)
      .where(eq(notification.userId, supply.viewer.userId));
    expect(told.map(({ kind }) => kind)).toContain("interest_received");
    await tools.rate(supply.viewer, sessionId, meetingId, "agreement_intended");
    const deals = await dealsOf(found);
    expect(deals).toMatchObject([{ id: asked?.id, stage: "contact" }]);
    await tools.rate(supply.viewer, sessionId, meetingId, "negotiation", { version: 1 });
    expect(await dealsOf(found)).toHaveLength(1);
    const [row] = await services.database
      .select()
      .from(interest)
      .where(eq(interest.id, asked?.interestId ?? ""));
    expect(row).toMatchObject({ state: "accepted", postId: resultId, ownPostId: needId });
  });

  it("that both sides say at the same moment opens one deal", async () => {
    for (let round = 0; round < 3; round += 1) {
      const found = await tools.pair();
      const { sessionId, meetingId, demand, supply, subject } = found;
      await Promise.all([
        tools.rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
        tools.rate(supply.viewer, sessionId, meetingId, "negotiation", { subject: subject.supply }),
      ]);
      expect(await dealsOf(found)).toMatchObject([{ stage: "contact" }]);
    }
  });

  it("in two meetings of one pair, or beside an interest of before, has one deal", async () => {
    const found = await tools.pair();
    const { sessionId, meetingId, demand, supply, needId, resultId, subject } = found;
    const second = await tools.met(sessionId, demand, supply, 1);
    await expressInterest(services, supply.viewer, needId, {
      ...{ message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: resultId },
    });
    await Promise.all([
      tools.rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
      tools.rate(demand.viewer, sessionId, second, "negotiation", { subject: subject.demand }),
      tools.rate(supply.viewer, sessionId, meetingId, "negotiation", { subject: subject.supply }),
    ]);
    expect(await dealsOf(found)).toMatchObject([{ stage: "contact" }]);
    const interests = await services.database
      .select()
      .from(interest)
      .where(inArray(interest.postId, [needId, resultId]));
    expect(interests).toMatchObject([{ state: "accepted" }]);
  });

  it("without a post to go on about asks the other side by itself, once", async () => {
    const sessionId = await openSession(market.services, organizer);
    const one = await tools.guest(sessionId, await createPerson(services));
    const other = await tools.guest(sessionId, await createPerson(services));
    const meetingId = await tools.met(sessionId, one, other);
    await tools.setState(sessionId, "finished");
    await tools.rate(one.viewer, sessionId, meetingId, "negotiation");
    await tools.rate(one.viewer, sessionId, meetingId, "agreement_intended", { version: 1 });
    const told = () =>
      services.database
        .select()
        .from(notification)
        .where(
          and(eq(notification.kind, "session_after"), eq(notification.userId, other.viewer.userId)),
        );
    expect(await told()).toMatchObject([{ payload: { news: "asked", meetingId } }]);
    await tools.rate(other.viewer, sessionId, meetingId, "negotiation");
    const back = await services.database
      .select()
      .from(notification)
      .where(
        and(eq(notification.kind, "session_after"), eq(notification.userId, one.viewer.userId)),
      );
    expect(back).toMatchObject([{ payload: { news: "both", meetingId } }]);
  });

  it("opens nothing between organisations that are kept apart; the rating is kept", async () => {
    const found = await tools.pair();
    const { sessionId, meetingId, demand, supply, subject } = found;
    await blockOrganisation(services, supply.viewer, organisationOf(demand.viewer), { note: "" });
    expect(
      await tools.rate(demand.viewer, sessionId, meetingId, "negotiation", {
        subject: subject.demand,
      }),
    ).toEqual({ kind: "notPossible" });
    expect(await dealsOf(found)).toEqual([]);
    expect((await meetingRecord(services, demand.viewer, sessionId, meetingId)).own).toMatchObject({
      apart: true,
      rating: { outcome: "negotiation" },
    });
  });

  it("never ties an anonymous post to the name its owner came under", async () => {
    const found = await tools.pair({
      title: "匿名记号的高导热碳化硅陶瓷基板烧结",
      visibility: "anonymous",
    });
    const { sessionId, meetingId, demand, supply, needId, resultId, subject } = found;
    await expressInterest(services, supply.viewer, needId, {
      ...{ message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: resultId },
    });
    await expect(
      tools.rate(supply.viewer, sessionId, meetingId, "negotiation", { subject: subject.supply }),
    ).rejects.toMatchObject({ code: "conflict" });
    await tools.rate(supply.viewer, sessionId, meetingId, "negotiation");
    await expect(
      tools.rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
    ).rejects.toMatchObject({ code: "conflict" });
    await tools.rate(demand.viewer, sessionId, meetingId, "negotiation", {
      subject: `${resultId}/`,
    });
    for (const viewer of [supply.viewer, demand.viewer]) {
      const body = JSON.stringify(await meetingRecord(services, viewer, sessionId, meetingId));
      expect(body).not.toContain("匿名记号");
      expect(body).not.toContain(needId);
    }
    const [waiting] = await services.database
      .select()
      .from(interest)
      .where(eq(interest.postId, needId));
    expect(waiting?.state).toBe("pending");
  });
});
