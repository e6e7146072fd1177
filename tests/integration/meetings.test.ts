import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as commands from "#app/domain/posts/commands.server.ts";
import { publishPost } from "#app/domain/posts/publish.server.ts";
import { approve } from "#app/domain/posts/review.server.ts";
import { conflictsOf } from "#app/domain/scheduling/check.ts";
import { bookMeeting, freePlaces } from "#app/domain/sessions/booking.server.ts";
import { cancelMeeting } from "#app/domain/sessions/meeting-changes.server.ts";
import {
  meetingsOfRegistration,
  ownTimetable,
  timetableOf,
} from "#app/domain/sessions/meeting-queries.server.ts";
import { addPair, forbidPair } from "#app/domain/sessions/pairs.server.ts";
import { findSession } from "#app/domain/sessions/queries.server.ts";
import { decideRegistration } from "#app/domain/sessions/registrations.server.ts";
import { problemOf } from "#app/domain/sessions/timetable-instance.server.ts";
import { makeTimetable } from "#app/domain/sessions/timetable-job.server.ts";
import {
  askForTimetable,
  cancelRun,
  editTimetable,
  lastRun,
  pinMeeting,
  publishTimetable,
  tryEdit,
} from "#app/domain/sessions/timetable.server.ts";
import {
  actingAs,
  partnerKey,
  partnersOf,
  wishesOf,
} from "#app/domain/sessions/wish-queries.server.ts";
import { askToMeet, rankWish, takeWishStep } from "#app/domain/sessions/wishes.server.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";
import {
  meeting,
  meetingSeat,
  meetingWish,
  notification,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { attend, openSession, versionOfSession } from "#tests/support/sessions.ts";

let market: TestMarket;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

interface Guest {
  viewer: Viewer;
  id: string;
}

async function guests(sessionId: string, count: number): Promise<Guest[]> {
  const made: Guest[] = [];
  for (let at = 0; at < count; at += 1) {
    const viewer = await createPerson(market.services);
    made.push({ viewer, id: await attend(market.services, viewer, sessionId) });
  }
  return made;
}

const version = (sessionId: string) => versionOfSession(market.services, organizer, sessionId);

const ask = (sessionId: string, from: Guest, to: Guest) =>
  askToMeet(market.services, from.viewer, sessionId, { fromId: from.id, toId: to.id, message: "" });

const wishes = (sessionId: string) =>
  market.services.database.select().from(meetingWish).where(eq(meetingWish.sessionId, sessionId));

async function agreed(sessionId: string, one: Guest, other: Guest): Promise<string> {
  await ask(sessionId, one, other);
  await ask(sessionId, other, one);
  const found = (await wishes(sessionId)).find(
    ({ fromParticipantId, toParticipantId }) =>
      [fromParticipantId, toParticipantId].includes(one.id) &&
      [fromParticipantId, toParticipantId].includes(other.id),
  );
  return found?.id ?? "";
}

async function run(sessionId: string, { preview = false } = {}) {
  const { services } = market;
  const asked = { version: await version(sessionId), seconds: 5, preview };
  const runId = await askForTimetable(services, organizer, sessionId, asked);
  await makeTimetable(services, { runId, seconds: 5, preview });
  return lastRun(services, organizer, sessionId);
}

async function expectSound(sessionId: string): Promise<void> {
  const { services } = market;
  const session = await findSession(services, organizer, sessionId);
  const { instance, meetings, placements } = await problemOf(services.database, session);
  expect(conflictsOf(instance, placements)).toEqual([]);
  expect(placements).toHaveLength(meetings.length);
  const seats = await services.database
    .select()
    .from(meetingSeat)
    .innerJoin(meeting, eq(meeting.id, meetingSeat.meetingId))
    .where(eq(meeting.sessionId, sessionId));
  expect(seats).toHaveLength(meetings.length * 2);
  for (const seat of seats) expect(seat.meeting_seat.slotId).toBe(seat.meeting.slotId);
}

describe("a wish to meet", () => {
  it("is asked, told, answered and taken back by its own sides only", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b, c] = (await guests(id, 3)) as [Guest, Guest, Guest];
    const reader = await createPerson(services, {
      organisation: a.viewer.active ?? undefined,
      role: "reader",
    });
    const stranger = await createPerson(services);
    for (const viewer of [b.viewer, c.viewer, reader, stranger, organizer])
      await expect(
        askToMeet(services, viewer, id, { fromId: a.id, toId: b.id, message: "" }),
      ).rejects.toMatchObject({ code: "forbidden" });
    const asking = { fromId: a.id, toId: b.id, message: "想了解贵方的烧结工艺" };
    expect(await askToMeet(services, a.viewer, id, asking)).toBe("asked");
    expect(await askToMeet(services, a.viewer, id, asking)).toBe("asked");
    const told = await services.database
      .select()
      .from(notification)
      .where(and(eq(notification.userId, b.viewer.userId), eq(notification.kind, "session_wish")));
    expect(told).toMatchObject([{ payload: { news: "asked", message: asking.message } }]);
    const [wish] = await wishes(id);
    const wishId = wish?.id ?? "";
    const take = (viewer: Viewer, action: "accept" | "decline" | "withdraw", number: number) =>
      takeWishStep(services, viewer, id, wishId, { action, version: number });
    for (const viewer of [a.viewer, c.viewer, reader, stranger])
      for (const action of ["accept", "decline"] as const)
        await expect(take(viewer, action, 1)).rejects.toMatchObject({ code: "forbidden" });
    for (const viewer of [b.viewer, c.viewer, reader, stranger])
      await expect(take(viewer, "withdraw", 1)).rejects.toMatchObject({ code: "forbidden" });
    expect(await take(b.viewer, "accept", 1)).toBe("accepted");
    await expect(take(b.viewer, "decline", 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await take(b.viewer, "decline", 2)).toBe("declined");
    await expect(ask(id, a, b)).rejects.toMatchObject({ code: "wishDeclined" });
    expect(await ask(id, b, a)).toBe("accepted");
  });

  it("from both sides at once is one accepted wish", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await guests(id, 2)) as [Guest, Guest];
    const states = await Promise.all([ask(id, a, b), ask(id, b, a)]);
    expect(states.sort()).toEqual(["accepted", "asked"]);
    expect(await wishes(id)).toMatchObject([{ state: "accepted" }]);
  });

  it("taken back can be turned round by the other side", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await guests(id, 2)) as [Guest, Guest];
    await ask(id, a, b);
    const [wish] = await wishes(id);
    const back = { action: "withdraw", version: 1 } as const;
    await takeWishStep(services, a.viewer, id, wish?.id ?? "", back);
    expect(await ask(id, b, a)).toBe("asked");
    expect(await wishes(id)).toMatchObject([{ fromParticipantId: b.id, state: "asked" }]);
  });

  it("is not possible between organisations that are kept apart, nor with one's own", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await guests(id, 2)) as [Guest, Guest];
    const organisations = {
      one: b.viewer.active?.organisationId ?? "",
      other: a.viewer.active?.organisationId ?? "",
      reason: "诉讼中",
    };
    expect(() => forbidPair(services, a.viewer, id, organisations)).toThrow("forbidden");
    await forbidPair(services, organizer, id, organisations);
    await expect(ask(id, a, b)).rejects.toMatchObject({ code: "pairForbidden" });
    await expect(addPair(services, organizer, id, [a.id, b.id])).rejects.toMatchObject({
      code: "pairForbidden",
    });
    const page = { participantId: a.id, search: "", limit: 20 };
    expect((await partnersOf(services, a.viewer, id, page)).partners).toEqual([]);
    await expect(ask(id, a, a)).rejects.toMatchObject({ code: "pairForbidden" });
  });

  it("is ranked from 1 on without gaps", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, ...others] = (await guests(id, 4)) as [Guest, Guest, Guest, Guest];
    for (const other of others) await ask(id, a, other);
    const { acting } = await actingAs(services, a.viewer, id, undefined);
    const lines = () => wishesOf(services, a.viewer, id, acting);
    for (const line of await lines())
      await rankWish(services, a.viewer, id, line.id, {
        ...{ participantId: a.id, rank: 1, version: line.version },
      });
    const ranked = await lines();
    expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    const last = ranked[2];
    if (!last) throw new Error("nothing is ranked");
    const first = { participantId: a.id, rank: 1, version: last.version };
    await rankWish(services, a.viewer, id, last.id, first);
    expect((await lines()).map((line) => line.id)).toEqual([last.id, ranked[0]?.id, ranked[1]?.id]);
    await expect(rankWish(services, a.viewer, id, last.id, first)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("shows partners by match, paged by key, and nothing of anonymous posts beside a name", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const publish = async (viewer: Viewer, kind: "need" | "result", content: object) => {
      const created = await commands.createDraft(services, viewer, kind, content as never);
      const { revision } = await commands.submit(services, viewer, created.id);
      await approve(services, organizer, created.id, revision);
      await publishPost(services, created.id);
      return created.id;
    };
    const university = await createPerson(services, { kind: "university" });
    const result = await publish(university, "result", completeResult());
    const open = await createPerson(services);
    const openNeed = await publish(open, "need", completeNeed());
    const anonymous = await createPerson(services);
    const secret = completeNeed({
      title: "匿名记号的高导热碳化硅陶瓷基板烧结",
      visibility: "anonymous",
    });
    const secretNeed = await publish(anonymous, "need", secret);
    const own = await attend(services, university, id, [result]);
    const named = await attend(services, open, id, [openNeed]);
    const hidden = await attend(services, anonymous, id, [secretNeed]);
    const first = await partnersOf(services, university, id, {
      ...{ participantId: own, search: "", limit: 1 },
    });
    expect(first.partners).toMatchObject([{ participantId: named, posts: [{ id: openNeed }] }]);
    expect(first.partners[0]?.score).toBeGreaterThan(0);
    const second = await partnersOf(services, university, id, {
      ...{ participantId: own, search: "", limit: 1 },
      after: partnerKey.parse(first.next),
    });
    expect(second.partners).toMatchObject([{ participantId: hidden, score: null, posts: [] }]);
    expect(second.next).toBeNull();
    const found = await partnersOf(services, university, id, {
      ...{ participantId: own, search: "匿名记号", limit: 10 },
    });
    expect(found.partners).toEqual([]);
    const message = { fromId: hidden, toId: own, message: "" };
    await askToMeet(services, anonymous, id, message);
    await askToMeet(services, university, id, { fromId: own, toId: hidden, message: "" });
    await run(id);
    await publishTimetable(services, organizer, id, await version(id), "final");
    const { acting } = await actingAs(services, university, id, undefined);
    const shown = JSON.stringify([
      await wishesOf(services, university, id, acting),
      await ownTimetable(services, university, id),
    ]);
    expect(shown).toContain(anonymous.active?.name);
    expect(shown).not.toContain("匿名记号");
    expect(shown).not.toContain(secretNeed);
  });
});

describe("the timetable", () => {
  it("has no conflict, by the rules and by the keys, and each sees their own once it is out", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const people = await guests(id, 5);
    for (const [at, one] of people.entries())
      for (const other of people.slice(at + 1)) await agreed(id, one, other);
    const done = await run(id);
    expect(done).toMatchObject({ state: "done", report: { unkeptPins: [] } });
    expect(done?.report?.placed).toBeGreaterThanOrEqual(8);
    expect(done?.report?.bound).toBeGreaterThanOrEqual(done?.report?.value ?? Infinity);
    await expectSound(id);
    const [first] = people as [Guest];
    expect(await ownTimetable(services, first.viewer, id)).toBeNull();
    await publishTimetable(services, organizer, id, await version(id), "preliminary");
    const own = await ownTimetable(services, first.viewer, id);
    expect(own?.length).toBeGreaterThan(0);
    expect(own?.every(({ isViewer }) => isViewer)).toBe(true);
    const again = await run(id);
    expect(again?.report?.moved).toEqual([]);
  });

  it("counts an unanswered wish only where unanswered ones count", async () => {
    const { services } = market;
    for (const [wishRule, placed] of [
      ["opt_in", 0],
      ["opt_out", 1],
    ] as const) {
      const id = await openSession(services, organizer, { wishRule });
      const [a, b] = (await guests(id, 2)) as [Guest, Guest];
      await ask(id, a, b);
      expect((await run(id))?.report?.placed).toBe(placed);
    }
  });

  it("is not written when the session changed meanwhile, nor for a preview or a cancelled run", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await guests(id, 2)) as [Guest, Guest];
    const wishId = await agreed(id, a, b);
    const asked = { seconds: 5, preview: false };
    const stale = await askForTimetable(services, organizer, id, {
      ...asked,
      version: await version(id),
    });
    await expect(
      askForTimetable(services, organizer, id, { ...asked, version: await version(id) }),
    ).rejects.toMatchObject({ code: "timetableRunning" });
    await publishTimetable(services, organizer, id, await version(id), "preliminary");
    await makeTimetable(services, { runId: stale, ...asked });
    expect(await lastRun(services, organizer, id)).toMatchObject({ state: "outdated" });
    expect(await run(id, { preview: true })).toMatchObject({
      state: "done",
      report: { preview: true, placed: 1 },
    });
    const cancelled = await askForTimetable(services, organizer, id, {
      ...asked,
      version: await version(id),
    });
    await cancelRun(services, organizer, id, cancelled);
    await makeTimetable(services, { runId: cancelled, ...asked });
    expect(await lastRun(services, organizer, id)).toMatchObject({ state: "cancelled" });
    expect(await timetableOf(services, organizer, id)).toEqual([]);
    await takeWishStep(services, b.viewer, id, wishId, {
      action: (await wishes(id))[0]?.toParticipantId === b.id ? "decline" : "withdraw",
      version: (await wishes(id))[0]?.version ?? 0,
    });
    expect((await run(id))?.report?.placed).toBe(0);
  });

  it("keeps what is pinned, refuses a move that breaks something, and says what", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, {}, 1);
    const [a, b, c] = (await guests(id, 3)) as [Guest, Guest, Guest];
    const first = await agreed(id, a, b);
    const second = await agreed(id, a, c);
    await run(id);
    const grid = await timetableOf(services, organizer, id);
    const one = grid.find(({ wishId }) => wishId === first);
    const other = grid.find(({ wishId }) => wishId === second);
    if (!one || !other) throw new Error("nothing was planned");
    const onto = { intent: "move", wish: first, slot: other.slotId, table: other.tableId } as const;
    const broken = await tryEdit(services, organizer, id, onto);
    expect(broken.map(({ kind }) => kind).sort()).toEqual(["person_twice", "table_twice"]);
    await expect(
      editTimetable(services, organizer, id, await version(id), onto),
    ).rejects.toMatchObject({ name: "BreaksTimetable" });
    const exchange = { intent: "swap", wish: first, other: second } as const;
    await editTimetable(services, organizer, id, await version(id), exchange);
    const after = await timetableOf(services, organizer, id);
    expect(after.find(({ wishId }) => wishId === first)?.slotId).toBe(other.slotId);
    await expectSound(id);
    const pin = { meetingId: one.id, pinned: true };
    await pinMeeting(services, organizer, id, await version(id), pin);
    const d = (await guests(id, 1))[0] as Guest;
    await agreed(id, d, b);
    await run(id);
    const pinned = (await timetableOf(services, organizer, id)).find(
      ({ id: own }) => own === one.id,
    );
    expect(pinned).toMatchObject({ slotId: other.slotId, pinned: true });
    await expectSound(id);
  });

  it("frees seats when a side cancels, and does not plan the meeting anew", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await guests(id, 2)) as [Guest, Guest];
    await agreed(id, a, b);
    await run(id);
    const [planned] = await timetableOf(services, organizer, id);
    if (!planned) throw new Error("nothing was planned");
    const stranger = await createPerson(services);
    await expect(cancelMeeting(services, stranger, id, planned.id, 1)).rejects.toMatchObject({
      code: "forbidden",
    });
    await cancelMeeting(services, b.viewer, id, planned.id, planned.version);
    await expectSound(id);
    expect((await run(id))?.report?.placed).toBe(0);
  });

  it("lists the meetings that fall with a registration, which goes only with them", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await guests(id, 2)) as [Guest, Guest];
    await agreed(id, a, b);
    await run(id);
    const [registration] = await services.database
      .select({ id: sessionRegistration.id, version: sessionRegistration.version })
      .from(sessionRegistration)
      .innerJoin(sessionParticipant, eq(sessionParticipant.registrationId, sessionRegistration.id))
      .where(eq(sessionParticipant.id, a.id));
    if (!registration) throw new Error("nobody is registered");
    const step = { action: "cancel", version: registration.version, note: "" } as const;
    await expect(
      decideRegistration(services, a.viewer, registration.id, step),
    ).rejects.toMatchObject({ name: "StandingMeetings", count: 1 });
    expect(await meetingsOfRegistration(services, a.viewer, registration.id)).toHaveLength(1);
    await expect(meetingsOfRegistration(services, b.viewer, registration.id)).rejects.toMatchObject(
      { code: "forbidden" },
    );
    const all = { ...step, withMeetings: true };
    await decideRegistration(services, a.viewer, registration.id, all);
    await expectSound(id);
    expect(await timetableOf(services, organizer, id)).toEqual([]);
  });
});

describe("a meeting that participants book", () => {
  it("takes a free slot once, is shown at once, and is free again when it is cancelled", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, { schedulingBy: "participants" }, 1);
    const [a, b, c, d] = (await guests(id, 4)) as [Guest, Guest, Guest, Guest];
    const first = await agreed(id, a, b);
    const second = await agreed(id, c, d);
    const places = await freePlaces(services, id, [first, second]);
    expect(places[first]).toHaveLength(4);
    const [place] = places[first] ?? [];
    if (!place) throw new Error("nothing is free");
    const booking = (viewer: Viewer, wishId: string) =>
      bookMeeting(services, viewer, id, { wishId, ...place });
    await expect(booking(c.viewer, first)).rejects.toMatchObject({ code: "forbidden" });
    const both = await Promise.allSettled([booking(a.viewer, first), booking(c.viewer, second)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "slotTaken" },
    });
    await expectSound(id);
    const [planned] = await timetableOf(services, organizer, id);
    if (!planned) throw new Error("nothing was booked");
    const side = planned.wishId === first ? a.viewer : c.viewer;
    expect(await ownTimetable(services, side, id)).toMatchObject([{ id: planned.id }]);
    await cancelMeeting(services, side, id, planned.id, planned.version);
    const [wish] = await services.database
      .select()
      .from(meetingWish)
      .where(sql`${meetingWish.id} = ${planned.wishId}`);
    expect(wish?.state).toBe("accepted");
    await booking(side, planned.wishId);
    await expectSound(id);
  });
});
