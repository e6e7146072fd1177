import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockOrganisation } from "#app/domain/blocking/blocks.server.ts";
import { expressInterest } from "#app/domain/interests/commands.server.ts";
import * as commands from "#app/domain/posts/commands.server.ts";
import { publishPost } from "#app/domain/posts/publish.server.ts";
import { approve } from "#app/domain/posts/review.server.ts";
import type { Services } from "#app/domain/services.ts";
import { remindAfterSessions } from "#app/domain/sessions/after-reminders.server.ts";
import { meetingRecord, ownAfter } from "#app/domain/sessions/meeting-record.server.ts";
import {
  addMeetingTask,
  changeMeetingTask,
  removeMeetingTask,
  setMeetingTaskDone,
} from "#app/domain/sessions/meeting-tasks.server.ts";
import { findSession } from "#app/domain/sessions/queries.server.ts";
import { holdRated, markMeeting, rateMeeting } from "#app/domain/sessions/ratings.server.ts";
import { ratingSchema, type RatingOutcome } from "#app/domain/sessions/ratings.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import { newId } from "#db/schema/columns.ts";
import {
  deal,
  interest,
  matchmakingSession,
  meeting,
  meetingRating,
  meetingTask,
  notification,
  sessionSlot,
  sessionTable,
} from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { registrationWith } from "#tests/support/session-after.ts";
import { attend, openSession, type Guest } from "#tests/support/sessions.ts";

/** The slots are on 2030-05-16, four half-hours from 09:00 in Shanghai. */
const afterwards = new Date("2030-05-16T04:00:00Z");

let market: TestMarket;
let services: Services;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  services = { ...market.services, now: () => afterwards };
  organizer = await createPerson(services, { platformRole: "organizer" });
});
afterAll(() => market.close());

const at = (time: string): Services => ({ ...services, now: () => new Date(time) });
const organisationOf = (viewer: Viewer): string => viewer.active?.organisationId ?? "";

async function publish(viewer: Viewer, kind: "need" | "result", content: object): Promise<string> {
  const created = await commands.createDraft(market.services, viewer, kind, content as never);
  const { revision } = await commands.submit(market.services, viewer, created.id);
  await approve(market.services, organizer, created.id, revision);
  await publishPost(market.services, created.id);
  return created.id;
}

async function guest(sessionId: string, viewer: Viewer, postIds: string[] = []): Promise<Guest> {
  return { viewer, id: await attend(market.services, viewer, sessionId, postIds) };
}

/** A meeting of the two in the slot of this number; the session is on or over, timetable out. */
async function met(sessionId: string, one: Guest, other: Guest, slot = 0): Promise<string> {
  const slots = await services.database
    .select()
    .from(sessionSlot)
    .where(eq(sessionSlot.sessionId, sessionId))
    .orderBy(sessionSlot.startsAt);
  const tables = await services.database
    .select()
    .from(sessionTable)
    .where(eq(sessionTable.sessionId, sessionId))
    .orderBy(sessionTable.name);
  const taken = await services.database.$count(
    meeting,
    and(eq(meeting.sessionId, sessionId), eq(meeting.slotId, slots[slot]?.id ?? "")),
  );
  const id = newId();
  await services.database.insert(meeting).values({
    ...{ id, sessionId, slotId: slots[slot]?.id ?? "", tableId: tables[taken]?.id ?? "" },
    ...{ participantId: one.id, otherParticipantId: other.id },
  });
  return id;
}

const setState = (sessionId: string, state: string) =>
  services.database
    .update(matchmakingSession)
    .set({ state, timetable: "final" })
    .where(eq(matchmakingSession.id, sessionId));

const rate = (
  viewer: Viewer,
  sessionId: string,
  meetingId: string,
  outcome: RatingOutcome,
  more: { version?: number | null; amount?: string; subject?: string; stars?: number } = {},
  by: Services = services,
) =>
  rateMeeting(by, viewer, sessionId, meetingId, {
    rating: ratingSchema.parse({
      ...{ stars: more.stars ?? 4, outcome, note: "自用备注" },
      ...{ intendedAmount: more.amount ?? null, subject: more.subject ?? "none" },
    }),
    version: more.version ?? null,
    message: "我们在对接会上洽谈过，希望继续对接。",
  });

const stateOf = async (meetingId: string): Promise<string | undefined> =>
  (await services.database.select().from(meeting).where(eq(meeting.id, meetingId)))[0]?.state;

/** An enterprise with a need and a university with a result that fits it, in one session with one meeting. */
async function pair(needChanges: object = {}) {
  const sessionId = await openSession(market.services, organizer);
  const buyer = await createPerson(services);
  const seller = await createPerson(services, { kind: "university" });
  const resultId = await publish(seller, "result", completeResult());
  const needId = await publish(buyer, "need", completeNeed(needChanges));
  const demand = await guest(sessionId, buyer, [needId]);
  const supply = await guest(sessionId, seller, [resultId]);
  const meetingId = await met(sessionId, demand, supply);
  await setState(sessionId, "finished");
  const subject = { demand: `${resultId}/${needId}`, supply: `${needId}/${resultId}` };
  return { sessionId, meetingId, demand, supply, needId, resultId, subject };
}

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
    const one = await guest(sessionId, await createPerson(services));
    const other = await guest(sessionId, await createPerson(services));
    const third = await guest(sessionId, await createPerson(services));
    const meetingId = await met(sessionId, one, other, 1);
    const refused = (viewer: Viewer, code: string, by = services) =>
      expect(rate(viewer, sessionId, meetingId, "follow_up", {}, by)).rejects.toMatchObject({
        code,
      });
    await setState(sessionId, "scheduled");
    await refused(one.viewer, "illegalStep");
    await setState(sessionId, "running");
    await refused(one.viewer, "illegalStep", at("2030-05-16T01:29:59Z"));
    const reader = await createPerson(services, {
      organisation: one.viewer.active ?? undefined,
      role: "reader",
    });
    const stranger = await createPerson(services);
    await refused(third.viewer, "notFound");
    await refused(stranger, "notFound");
    await refused(reader, "forbidden");
    await refused(organizer, "forbidden");
    await rate(one.viewer, sessionId, meetingId, "follow_up", {}, at("2030-05-16T01:30:00Z"));
    await setState(sessionId, "archived");
    await refused(other.viewer, "illegalStep");
  });

  it("makes a meeting held once its time is over, with the day's delay, unless it was missed", async () => {
    const sessionId = await openSession(market.services, organizer);
    const one = await guest(sessionId, await createPerson(services));
    const other = await guest(sessionId, await createPerson(services));
    const [during, over, missed] = [
      await met(sessionId, one, other, 0),
      await met(sessionId, one, other, 1),
      await met(sessionId, one, other, 2),
    ] as const;
    await setState(sessionId, "running");
    await services.database
      .update(matchmakingSession)
      .set({ delayMinutes: 10 })
      .where(eq(matchmakingSession.id, sessionId));
    await rate(one.viewer, sessionId, during, "follow_up", {}, at("2030-05-16T01:35:00Z"));
    await holdRated(at("2030-05-16T01:39:59Z"));
    expect(await stateOf(during)).toBe("planned");
    await holdRated(at("2030-05-16T01:40:00Z"));
    expect(await stateOf(during)).toBe("held");
    await rate(other.viewer, sessionId, over, "no_interest", {}, at("2030-05-16T02:10:00Z"));
    expect(await stateOf(over)).toBe("held");
    const mark = (viewer: Viewer, action: "hold" | "miss", version: number) =>
      Promise.resolve().then(() =>
        markMeeting(services, viewer, sessionId, missed, { action, version }),
      );
    await expect(mark(one.viewer, "miss", 1)).rejects.toMatchObject({ code: "forbidden" });
    await mark(organizer, "miss", 1);
    await expect(mark(organizer, "hold", 1)).rejects.toMatchObject({ code: "conflict" });
    await expect(rate(one.viewer, sessionId, missed, "follow_up")).rejects.toMatchObject({
      code: "illegalStep",
    });
    await holdRated(services);
    expect(await stateOf(missed)).toBe("missed");
    await mark(organizer, "hold", 2);
    expect(await stateOf(missed)).toBe("held");
  });

  it("of two devices that save at once is kept once; the second is told and may save again", async () => {
    const { sessionId, meetingId, demand } = await pair();
    const both = await Promise.allSettled([
      rate(demand.viewer, sessionId, meetingId, "follow_up", { stars: 2 }),
      rate(demand.viewer, sessionId, meetingId, "no_interest", { stars: 5 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(lost.reason).toMatchObject({ code: "conflict" });
    await rate(demand.viewer, sessionId, meetingId, "no_interest", { version: 1, stars: 3 });
    await expect(
      rate(demand.viewer, sessionId, meetingId, "follow_up", { version: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
    const kept = await services.database
      .select()
      .from(meetingRating)
      .where(eq(meetingRating.meetingId, meetingId));
    expect(kept).toMatchObject([{ outcome: "no_interest", stars: 3, version: 2 }]);
  });

  it("keeps an amount of yuan exactly, and only with a wish to go on", async () => {
    const { sessionId, meetingId, demand, supply, subject } = await pair();
    await rate(demand.viewer, sessionId, meetingId, "follow_up", { amount: "5" });
    await rate(supply.viewer, sessionId, meetingId, "agreement_intended", {
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
    const { sessionId, meetingId, demand, supply } = await pair();
    await rate(supply.viewer, sessionId, meetingId, "agreement_intended", {
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
    await rate(demand.viewer, sessionId, meetingId, "negotiation");
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
    const other = await guest(sessionId, await createPerson(services));
    const meetingId = await met(sessionId, one, other);
    await setState(sessionId, "finished");
    await expect(rate(reader, sessionId, meetingId, "negotiation")).rejects.toMatchObject({
      code: "forbidden",
    });
    await rate(reader, sessionId, meetingId, "follow_up");
    await rate(owner, sessionId, meetingId, "negotiation", { version: 1 });
  });
});

describe("a wish to go on", () => {
  it("of one side is an interest in the other's post; of both it is accepted at once", async () => {
    const found = await pair();
    const { sessionId, meetingId, demand, supply, needId, resultId, subject } = found;
    expect(
      (await meetingRecord(services, demand.viewer, sessionId, meetingId)).own?.subjects[0],
    ).toMatchObject({ aboutId: resultId, ownId: needId });
    await rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand });
    const [asked] = await dealsOf(found);
    expect(asked).toMatchObject({ stage: "interest", needId, resultId });
    const told = await services.database
      .select()
      .from(notification)
      .where(eq(notification.userId, supply.viewer.userId));
    expect(told.map(({ kind }) => kind)).toContain("interest_received");
    await rate(supply.viewer, sessionId, meetingId, "agreement_intended");
    const deals = await dealsOf(found);
    expect(deals).toMatchObject([{ id: asked?.id, stage: "contact" }]);
    await rate(supply.viewer, sessionId, meetingId, "negotiation", { version: 1 });
    expect(await dealsOf(found)).toHaveLength(1);
    const [row] = await services.database
      .select()
      .from(interest)
      .where(eq(interest.id, asked?.interestId ?? ""));
    expect(row).toMatchObject({ state: "accepted", postId: resultId, ownPostId: needId });
  });

  it("that both sides say at the same moment opens one deal", async () => {
    for (let round = 0; round < 3; round += 1) {
      const found = await pair();
      const { sessionId, meetingId, demand, supply, subject } = found;
      await Promise.all([
        rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
        rate(supply.viewer, sessionId, meetingId, "negotiation", { subject: subject.supply }),
      ]);
      expect(await dealsOf(found)).toMatchObject([{ stage: "contact" }]);
    }
  });

  it("in two meetings of one pair, or beside an interest of before, has one deal", async () => {
    const found = await pair();
    const { sessionId, meetingId, demand, supply, needId, resultId, subject } = found;
    const second = await met(sessionId, demand, supply, 1);
    await expressInterest(services, supply.viewer, needId, {
      ...{ message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: resultId },
    });
    await Promise.all([
      rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
      rate(demand.viewer, sessionId, second, "negotiation", { subject: subject.demand }),
      rate(supply.viewer, sessionId, meetingId, "negotiation", { subject: subject.supply }),
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
    const one = await guest(sessionId, await createPerson(services));
    const other = await guest(sessionId, await createPerson(services));
    const meetingId = await met(sessionId, one, other);
    await setState(sessionId, "finished");
    await rate(one.viewer, sessionId, meetingId, "negotiation");
    await rate(one.viewer, sessionId, meetingId, "agreement_intended", { version: 1 });
    const told = () =>
      services.database
        .select()
        .from(notification)
        .where(
          and(eq(notification.kind, "session_after"), eq(notification.userId, other.viewer.userId)),
        );
    expect(await told()).toMatchObject([{ payload: { news: "asked", meetingId } }]);
    await rate(other.viewer, sessionId, meetingId, "negotiation");
    const back = await services.database
      .select()
      .from(notification)
      .where(
        and(eq(notification.kind, "session_after"), eq(notification.userId, one.viewer.userId)),
      );
    expect(back).toMatchObject([{ payload: { news: "both", meetingId } }]);
  });

  it("opens nothing between organisations that are kept apart; the rating is kept", async () => {
    const found = await pair();
    const { sessionId, meetingId, demand, supply, subject } = found;
    await blockOrganisation(services, supply.viewer, organisationOf(demand.viewer), { note: "" });
    expect(
      await rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
    ).toEqual({ kind: "notPossible" });
    expect(await dealsOf(found)).toEqual([]);
    expect((await meetingRecord(services, demand.viewer, sessionId, meetingId)).own).toMatchObject({
      apart: true,
      rating: { outcome: "negotiation" },
    });
  });

  it("never ties an anonymous post to the name its owner came under", async () => {
    const found = await pair({
      title: "匿名记号的高导热碳化硅陶瓷基板烧结",
      visibility: "anonymous",
    });
    const { sessionId, meetingId, demand, supply, needId, resultId, subject } = found;
    await expressInterest(services, supply.viewer, needId, {
      ...{ message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: resultId },
    });
    await expect(
      rate(supply.viewer, sessionId, meetingId, "negotiation", { subject: subject.supply }),
    ).rejects.toMatchObject({ code: "conflict" });
    await rate(supply.viewer, sessionId, meetingId, "negotiation");
    await expect(
      rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: subject.demand }),
    ).rejects.toMatchObject({ code: "conflict" });
    await rate(demand.viewer, sessionId, meetingId, "negotiation", { subject: `${resultId}/` });
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

describe("a follow-up", () => {
  const task = { title: "寄送样品", dueOn: "2030-05-20", assigneeId: null };

  it("is its own side's: added, changed, done, reopened and taken away", async () => {
    const { sessionId, meetingId, demand, supply } = await pair();
    const colleague = await createPerson(services, {
      organisation: demand.viewer.active ?? undefined,
      role: "editor",
    });
    const of = [sessionId, meetingId] as const;
    await addMeetingTask(services, demand.viewer, ...of, { ...task, assigneeId: colleague.userId });
    await expect(
      addMeetingTask(services, demand.viewer, ...of, { ...task, assigneeId: supply.viewer.userId }),
    ).rejects.toMatchObject({ code: "notAssignable" });
    const own = async (viewer: Viewer) =>
      (await meetingRecord(services, viewer, ...of)).own?.tasks ?? [];
    expect(await own(supply.viewer)).toEqual([]);
    const [made] = await own(demand.viewer);
    const id = made?.id ?? "";
    await expect(
      setMeetingTaskDone(services, supply.viewer, ...of, id, true),
    ).rejects.toMatchObject({ code: "notFound" });
    const change = (version: number) =>
      changeMeetingTask(services, colleague, ...of, id, { ...task, dueOn: "2030-05-21", version });
    const both = await Promise.allSettled([change(1), change(1)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await setMeetingTaskDone(services, colleague, ...of, id, true);
    await setMeetingTaskDone(services, demand.viewer, ...of, id, true);
    expect(await own(demand.viewer)).toMatchObject([
      { done: true, version: 3, dueOn: "2030-05-21" },
    ]);
    await setMeetingTaskDone(services, demand.viewer, ...of, id, false);
    await expect(removeMeetingTask(services, demand.viewer, ...of, id, 3)).rejects.toMatchObject({
      code: "conflict",
    });
    await removeMeetingTask(services, demand.viewer, ...of, id, 4);
    expect(await own(demand.viewer)).toEqual([]);
  });

  it("is reminded of the day before it is due, once for each day it is due on", async () => {
    const { sessionId, meetingId, demand } = await pair();
    const of = [sessionId, meetingId] as const;
    await addMeetingTask(services, demand.viewer, ...of, task);
    const told = () =>
      services.database
        .select()
        .from(notification)
        .where(
          and(
            eq(notification.kind, "session_task_due"),
            eq(notification.userId, demand.viewer.userId),
          ),
        );
    await remindAfterSessions(at("2030-05-18T15:59:59Z"));
    expect(await told()).toEqual([]);
    await Promise.all([
      remindAfterSessions(at("2030-05-18T16:00:00Z")),
      remindAfterSessions(at("2030-05-18T16:00:00Z")),
    ]);
    await remindAfterSessions(at("2030-05-19T16:00:00Z"));
    expect(await told()).toMatchObject([{ payload: { task: "寄送样品", dueOn: "2030-05-20" } }]);
    const [made] = await services.database
      .select()
      .from(meetingTask)
      .where(eq(meetingTask.meetingId, meetingId));
    await changeMeetingTask(services, demand.viewer, ...of, made?.id ?? "", {
      ...{ ...task, dueOn: "2030-05-25", version: 1 },
    });
    await remindAfterSessions(at("2030-05-24T00:00:00Z"));
    await remindAfterSessions(at("2030-05-24T01:00:00Z"));
    expect(await told()).toHaveLength(2);
  });
});

describe("after a session", () => {
  it("whoever has meetings to rate is asked once", async () => {
    const { sessionId, meetingId, demand, supply } = await pair();
    await rate(supply.viewer, sessionId, meetingId, "follow_up");
    for (let run = 0; run < 2; run += 1) await remindAfterSessions(services);
    const told = async ({ viewer }: Guest) =>
      (
        await services.database
          .select()
          .from(notification)
          .where(
            and(eq(notification.kind, "session_after"), eq(notification.userId, viewer.userId)),
          )
      ).map(({ payload }) => (payload as { news: string }).news);
    expect(await told(demand)).toEqual(["rate"]);
    expect(await told(supply)).toEqual([]);
  });

  it("each sees what came of their own meetings", async () => {
    const { sessionId, meetingId, demand, supply, subject } = await pair();
    await rate(demand.viewer, sessionId, meetingId, "negotiation", {
      ...{ amount: "300000", subject: subject.demand },
    });
    const own = async (viewer: Viewer) =>
      ownAfter(services, viewer, await findSession(services, viewer, sessionId));
    expect((await own(demand.viewer))?.meetings).toMatchObject([
      { id: meetingId, outcome: "negotiation", intendedAmount: "300000.00", toRate: false },
    ]);
    const theirs = await own(supply.viewer);
    expect(theirs?.meetings).toMatchObject([{ outcome: null, intendedAmount: null, toRate: true }]);
    expect(JSON.stringify(theirs)).not.toContain("300000");
    const stranger = await createPerson(services);
    expect((await own(stranger))?.meetings).toEqual([]);
  });
});
