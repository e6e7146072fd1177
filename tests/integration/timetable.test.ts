import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { solveInThread } from "#app/scheduling/run.server.ts";
import { instanceSchema } from "#app/scheduling/schema.ts";
import { bookMeeting, freePlaces } from "#app/sessions/meetings/booking.server.ts";
import { followClock } from "#app/sessions/plan/commands.server.ts";
import { cancelMeeting } from "#app/sessions/meetings/meeting-cancel.server.ts";
import {
  meetingsOfRegistration,
  ownTimetable,
  timetableOf,
} from "#app/sessions/meetings/meeting-queries.server.ts";
import { isNeedsConsent, type Consequences } from "#app/sessions/consequences.ts";
import {
  ownRegistration,
  registrationsOf,
} from "#app/sessions/registrations/registration-queries.server.ts";
import { decideRegistration, register } from "#app/sessions/registrations/registrations.server.ts";
import { makeTimetable } from "#app/sessions/meetings/timetable/timetable-job.server.ts";
import {
  askForTimetable,
  cancelRun,
  editTimetable,
  lastRun,
  pinMeeting,
  publishTimetable,
  tryEdit,
} from "#app/sessions/meetings/timetable/timetable.server.ts";
import { takeWishStep } from "#app/sessions/meetings/wishes.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  meetingSeat,
  meetingWish,
  sessionParticipant,
  sessionRegistration,
  timetableRun,
} from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { openSession, sessionTools, type Guest } from "#tests/support/sessions.ts";

let market: TestMarket;
let organizer: Viewer;
let tools: ReturnType<typeof sessionTools>;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  tools = sessionTools(market.services, organizer);
});
afterAll(() => market.close());

describe("the timetable", () => {
  it("has no conflict, by the rules and by the keys, and each sees their own once it is out", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const people = await tools.guests(id, 5);
    for (const [at, one] of people.entries())
      for (const other of people.slice(at + 1)) await tools.agreed(id, one, other);
    const done = await tools.run(id);
    expect(done).toMatchObject({ state: "done", report: { unkeptPins: [] } });
    expect(done?.report?.placed).toBeGreaterThanOrEqual(8);
    expect(done?.report?.bound).toBeGreaterThanOrEqual(done?.report?.value ?? Infinity);
    await tools.expectSound(id);
    const [first] = people as [Guest];
    expect(await ownTimetable(services, first.viewer, id)).toBeNull();
    await publishTimetable(services, organizer, id, await tools.version(id), "preliminary");
    const own = await ownTimetable(services, first.viewer, id);
    expect(own?.length).toBeGreaterThan(0);
    expect(own?.every(({ isViewer }) => isViewer)).toBe(true);
    const again = await tools.run(id);
    expect(again?.report?.moved).toEqual([]);
  });

  it("counts an unanswered wish only where unanswered ones count", async () => {
    const { services } = market;
    for (const [wishRule, placed] of [
      ["opt_in", 0],
      ["opt_out", 1],
    ] as const) {
      const id = await openSession(services, organizer, { wishRule });
      const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
      await tools.ask(id, a, b);
      expect((await tools.run(id))?.report?.placed).toBe(placed);
    }
  });

  it("is not written when the session changed meanwhile, nor for a preview or a cancelled run", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    const wishId = await tools.agreed(id, a, b);
    const asked = { seconds: 5, preview: false };
    const stale = await askForTimetable(services, organizer, id, {
      ...asked,
      version: await tools.version(id),
    });
    await expect(
      askForTimetable(services, organizer, id, { ...asked, version: await tools.version(id) }),
    ).rejects.toMatchObject({ code: "timetableRunning" });
    await publishTimetable(services, organizer, id, await tools.version(id), "preliminary");
    await makeTimetable(services, { runId: stale, ...asked });
    expect(await lastRun(services, organizer, id)).toMatchObject({ state: "outdated" });
    expect(await tools.run(id, { preview: true })).toMatchObject({
      state: "done",
      report: { preview: true, placed: 1 },
    });
    const cancelled = await askForTimetable(services, organizer, id, {
      ...asked,
      version: await tools.version(id),
    });
    await cancelRun(services, organizer, id, cancelled);
    await makeTimetable(services, { runId: cancelled, ...asked });
    expect(await lastRun(services, organizer, id)).toMatchObject({ state: "cancelled" });
    expect(await timetableOf(services, organizer, id)).toEqual([]);
    await takeWishStep(services, b.viewer, id, wishId, {
      action: (await tools.wishes(id))[0]?.toParticipantId === b.id ? "decline" : "withdraw",
      version: (await tools.wishes(id))[0]?.version ?? 0,
    });
    expect((await tools.run(id))?.report?.placed).toBe(0);
  });

  it("keeps what is pinned, refuses a move that breaks something, and says what", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, {}, 1);
    const [a, b, c] = (await tools.guests(id, 3)) as [Guest, Guest, Guest];
    const first = await tools.agreed(id, a, b);
    const second = await tools.agreed(id, a, c);
    await tools.run(id);
    const grid = await timetableOf(services, organizer, id);
    const one = grid.find(({ wishId }) => wishId === first);
    const other = grid.find(({ wishId }) => wishId === second);
    if (!one || !other) throw new Error("nothing was planned");
    const onto = { step: "move", wish: first, slot: other.slotId, table: other.tableId } as const;
    const broken = await tryEdit(services, organizer, id, onto);
    expect(broken.map(({ kind }) => kind).sort()).toEqual(["person_twice", "table_twice"]);
    await expect(
      editTimetable(services, organizer, id, await tools.version(id), onto),
    ).rejects.toMatchObject({ name: "BreaksTimetable" });
    const exchange = { step: "swap", wish: first, other: second } as const;
    await editTimetable(services, organizer, id, await tools.version(id), exchange);
    const after = await timetableOf(services, organizer, id);
    expect(after.find(({ wishId }) => wishId === first)?.slotId).toBe(other.slotId);
    await tools.expectSound(id);
    const pin = { meetingId: one.id, pinned: true };
    await pinMeeting(services, organizer, id, await tools.version(id), pin);
    const d = (await tools.guests(id, 1))[0] as Guest;
    await tools.agreed(id, d, b);
    await tools.run(id);
    const pinned = (await timetableOf(services, organizer, id)).find(
      ({ id: own }) => own === one.id,
    );
    expect(pinned).toMatchObject({ slotId: other.slotId, pinned: true });
    await tools.expectSound(id);
  });

  it("frees seats when a side cancels, and does not plan the meeting anew", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.run(id);
    const [planned] = await timetableOf(services, organizer, id);
    if (!planned) throw new Error("nothing was planned");
    const stranger = await createPerson(services);
    await expect(cancelMeeting(services, stranger, id, planned.id, 1)).rejects.toMatchObject({
      code: "forbidden",
    });
    await cancelMeeting(services, b.viewer, id, planned.id, planned.version);
    await tools.expectSound(id);
    expect((await tools.run(id))?.report?.placed).toBe(0);
  });

  it("lists the meetings that fall with a registration, which goes only with them", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.run(id);
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
    const falling = await meetingsOfRegistration(services, a.viewer, registration.id);
    expect(falling).toEqual({ count: 1, meetings: [] });
    expect(
      (await meetingsOfRegistration(services, organizer, registration.id)).meetings,
    ).toHaveLength(1);
    await expect(meetingsOfRegistration(services, b.viewer, registration.id)).rejects.toMatchObject(
      { code: "forbidden" },
    );
    const all = { ...step, withMeetings: true };
    await decideRegistration(services, a.viewer, registration.id, all);
    await tools.expectSound(id);
    expect(await timetableOf(services, organizer, id)).toEqual([]);
  });

  it("is declined by an organizer only with just the meetings that were listed", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.run(id);
    const [planned] = await timetableOf(services, organizer, id);
    const { lines } = await registrationsOf(services, organizer, id, { limit: 10 });
    const own = a.viewer.active?.organisationId;
    const line = lines.find(({ organisationId }) => organisationId === own);
    if (!line || !planned) throw new Error("nothing was planned");
    const step = { action: "decline", version: line.version, note: "名额已满" } as const;
    const refused = async (agreed: string): Promise<Consequences> => {
      const work = decideRegistration(services, organizer, line.id, { ...step, agreed });
      const error: unknown = await work.catch((reason: unknown) => reason);
      if (!isNeedsConsent(error)) throw error;
      return error.consequences;
    };
    const listed = await refused("");
    expect(listed.cancelled.map((meeting) => meeting.id)).toEqual([planned.id]);
    expect(await refused("of something else")).toEqual(listed);
    expect(await timetableOf(services, organizer, id)).toHaveLength(1);
    const agreed = { ...step, agreed: listed.agreed };
    await decideRegistration(services, organizer, line.id, agreed);
    await tools.expectSound(id);
    expect(await timetableOf(services, organizer, id)).toEqual([]);
  });
});

describe("a changed registration", () => {
  it("loses the meetings of an absence only when that is agreed, and keeps seats under a new key", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.run(id);
    const [planned] = await timetableOf(services, organizer, id);
    const before = await ownRegistration(services, a.viewer, id);
    const [person] = before.people;
    if (!planned || !person) throw new Error("nothing was planned");
    const renamed = { ...before, people: [{ ...person, email: "another@example.test" }] };
    await register(services, a.viewer, id, renamed);
    const seats = await services.database
      .select()
      .from(meetingSeat)
      .where(eq(meetingSeat.meetingId, planned.id));
    expect(seats.map(({ personKey }) => personKey).sort()).toEqual(
      ["another@example.test", b.viewer.userId].sort(),
    );
    const absent = {
      ...renamed,
      version: (before.version ?? 0) + 1,
      people: [{ ...person, email: "another@example.test", absences: [planned.slotId] }],
    };
    await expect(register(services, a.viewer, id, absent)).rejects.toMatchObject({
      name: "StandingMeetings",
      count: 1,
    });
    await register(services, a.viewer, id, { ...absent, withMeetings: true });
    expect(await timetableOf(services, organizer, id)).toEqual([]);
    await tools.run(id);
    const [again] = await timetableOf(services, organizer, id);
    expect(again?.slotId).not.toBe(planned.slotId);
    await tools.expectSound(id);
  });
});

describe("a run whose server is gone", () => {
  const asked = { seconds: 5, preview: false };
  const later = (seconds: number) => {
    const now = new Date(Date.now() + seconds * 1_000);
    return { ...market.services, now: () => now };
  };

  it("has failed a minute after its last sign, and does not stand in the way of another", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const version = await tools.version(id);
    const gone = await askForTimetable(services, organizer, id, { ...asked, version });
    await services.database
      .update(timetableRun)
      .set({ state: "running", startedAt: new Date(), movedAt: new Date() })
      .where(eq(timetableRun.id, gone));
    expect(await lastRun(later(50), organizer, id)).toMatchObject({ state: "running" });
    await expect(
      askForTimetable(later(50), organizer, id, { ...asked, version }),
    ).rejects.toMatchObject({ code: "timetableRunning" });
    expect(await lastRun(later(61), organizer, id)).toMatchObject({
      state: "failed",
      failure: "silent",
    });
    const next = await askForTimetable(later(61), organizer, id, { ...asked, version });
    const runs = await services.database
      .select()
      .from(timetableRun)
      .where(eq(timetableRun.sessionId, id));
    expect(runs.find((run) => run.id === gone)).toMatchObject({ state: "failed" });
    expect(runs.find((run) => run.id === next)).toMatchObject({ state: "waiting" });
    expect(await lastRun(later(120), organizer, id)).toMatchObject({ state: "waiting" });
  });

  it("is ended by the clock, and writes nothing when its server comes back", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.agreed(id, a, b);
    const version = await tools.version(id);
    const runId = await askForTimetable(services, organizer, id, { ...asked, version });
    await services.database
      .update(timetableRun)
      .set({ state: "running", startedAt: new Date(), movedAt: new Date() })
      .where(eq(timetableRun.id, runId));
    await followClock(later(61));
    const [run] = await services.database
      .select()
      .from(timetableRun)
      .where(eq(timetableRun.id, runId));
    expect(run).toMatchObject({ state: "failed", failure: "silent" });
    await makeTimetable(services, { runId, ...asked });
    expect(await timetableOf(services, organizer, id)).toEqual([]);
  });
});

describe("the scheduler's thread", () => {
  it("ends without a timetable when it is aborted", async () => {
    const side = (id: string) => ({ id, organisation: `organisation ${id}` });
    const instance = instanceSchema.parse({
      slots: [{ id: "first", start: 0, end: 30 }],
      tables: [{ id: "table" }],
      participants: [side("a"), side("b")],
      wishes: [{ id: "wish", a: "a", b: "b", value: 1 }],
    });
    const aborting = new AbortController();
    const solving = solveInThread(instance, {
      ...{ seconds: 5, previous: [], onProgress: () => {}, signal: aborting.signal },
    });
    aborting.abort();
    expect(await solving).toBeNull();
    const { signal } = new AbortController();
    const done = await solveInThread(instance, {
      ...{ seconds: 5, previous: [], onProgress: () => {}, signal },
    });
    expect(done?.meetings).toEqual([{ wish: "wish", slot: "first", table: "table" }]);
  });
});

describe("a meeting that participants book", () => {
  it("takes a free slot once, is shown at once, and is free again when it is cancelled", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, { schedulingBy: "participants" }, 1);
    const [a, b, c, d] = (await tools.guests(id, 4)) as [Guest, Guest, Guest, Guest];
    const first = await tools.agreed(id, a, b);
    const second = await tools.agreed(id, c, d);
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
    await tools.expectSound(id);
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
    await tools.expectSound(id);
    await expect(tools.run(id)).rejects.toMatchObject({ code: "illegalStep" });
    const before = await timetableOf(services, organizer, id);
    const seen = await tools.run(id, { preview: true });
    expect(seen?.report?.placed).toBe(2);
    expect(await timetableOf(services, organizer, id)).toEqual(before);
  });
});
