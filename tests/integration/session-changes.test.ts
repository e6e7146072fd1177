import type { OrganisationKind } from "#app/codes/codes.ts";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockOrganisation } from "#app/blocks/blocks.server.ts";
import { bookMeeting, freePlaces } from "#app/sessions/meetings/booking.server.ts";
import { changeSession } from "#app/sessions/plan/commands.server.ts";
import { isNeedsConsent, type Consequences } from "#app/sessions/consequences.ts";
import { timetableOf } from "#app/sessions/meetings/meeting-queries.server.ts";
import { addPair } from "#app/sessions/meetings/pairs.server.ts";
import { addTables, removeSlot, removeTable } from "#app/sessions/plan/plan.server.ts";
import {
  arrangeTable,
  setMeetingLimit,
  setTravelMinutes,
} from "#app/sessions/plan/plan-rules.server.ts";
import { findSession, slotsOfSession, tablesOfSession } from "#app/sessions/queries.server.ts";
import { sessionSchema } from "#app/sessions/schema.ts";
import { publishTimetable } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { partnersOf } from "#app/sessions/meetings/wish-queries.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { meeting, notification } from "#db/schema/index.ts";
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

const nothing = { moved: [], cancelled: [], kept: 0, shown: 0, counting: 0, notCounting: 0 };

/** What a change would do, which is done then with the consent to just that; null when it needs none. */
async function agreeing(
  sessionId: string,
  work: (change: { sessionId: string; version: number; agreed: string }) => Promise<void>,
): Promise<Consequences | null> {
  const change = { sessionId, version: await tools.version(sessionId) };
  const before = await timetableOf(market.services, organizer, sessionId);
  const asked: unknown = await work({ ...change, agreed: "" }).then(
    () => null,
    (error: unknown) => error,
  );
  if (asked === null) return null;
  if (!isNeedsConsent(asked)) throw asked;
  expect(await timetableOf(market.services, organizer, sessionId)).toEqual(before);
  expect(await tools.version(sessionId)).toBe(change.version);
  await expect(work({ ...change, agreed: "to something else" })).rejects.toSatisfy(isNeedsConsent);
  await work({ ...change, agreed: asked.consequences.agreed });
  await tools.expectSound(sessionId);
  return asked.consequences;
}

async function fieldsOf(sessionId: string, changes: Record<string, unknown>) {
  const found = await findSession(market.services, organizer, sessionId);
  const { title, place, wishRule, schedulingBy, meetingsPerPerson, meetingsPerOrganisation } =
    found;
  return sessionSchema.parse({
    ...{ title, place, wishRule, schedulingBy, meetingsPerPerson, meetingsPerOrganisation },
    needsApproval: "",
    ...changes,
  });
}

const changing = (sessionId: string, changes: Record<string, unknown>) =>
  agreeing(sessionId, async ({ version, agreed }) => {
    const fields = await fieldsOf(sessionId, changes);
    await changeSession(market.services, organizer, sessionId, version, fields, agreed);
  });

const news = async (viewer: Viewer) =>
  (
    await market.services.database
      .select()
      .from(notification)
      .where(
        and(eq(notification.userId, viewer.userId), eq(notification.kind, "session_timetable")),
      )
  ).map(({ payload }) => (payload as { news: string }).news);

describe("another mode", () => {
  it("keeps what participants booked when the organizer takes over, and shows it the other way", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, { schedulingBy: "participants" });
    const [a, b, c] = (await tools.guests(id, 3)) as [Guest, Guest, Guest];
    const wishId = await tools.agreed(id, a, b);
    await tools.agreed(id, a, c);
    const places = (await freePlaces(services, id, [wishId]))[wishId] ?? [];
    const last = places.at(-1);
    if (!last) throw new Error("nothing is free");
    await bookMeeting(services, a.viewer, id, { wishId, ...last });
    expect(await changing(id, { schedulingBy: "organizer" })).toMatchObject({
      ...nothing,
      kept: 1,
    });
    const [booked] = await timetableOf(services, organizer, id);
    expect(booked).toMatchObject({ slotId: last.slotId, tableId: last.tableId, pinned: true });
    await tools.run(id);
    const after = await timetableOf(services, organizer, id);
    expect(after).toHaveLength(2);
    expect(after.find(({ id: own }) => own === booked?.id)).toMatchObject({ slotId: last.slotId });
    expect(await changing(id, { schedulingBy: "participants" })).toMatchObject({
      ...nothing,
      shown: 2,
    });
    expect(await changing(id, { title: "只改名称的对接会" })).toBeNull();
  });

  it("says which wishes count, and cancels the meetings of those that count no longer", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, { wishRule: "opt_out" });
    const [a, b, c] = (await tools.guests(id, 3)) as [Guest, Guest, Guest];
    await tools.ask(id, a, b);
    await tools.agreed(id, a, c);
    await tools.run(id);
    await publishTimetable(services, organizer, id, await tools.version(id), "preliminary");
    const found = await changing(id, { wishRule: "opt_in" });
    expect(found).toMatchObject({ ...nothing, notCounting: 1, cancelled: [{}] });
    expect(await timetableOf(services, organizer, id)).toHaveLength(1);
    for (const { viewer } of [a, b]) expect(await news(viewer)).toContain("cancelled");
    expect(await news(c.viewer)).not.toContain("cancelled");
    expect(await changing(id, { wishRule: "opt_out" })).toMatchObject({ ...nothing, counting: 1 });
  });

  it("with smaller limits cancels the least valuable meetings beyond them", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, ...others] = (await tools.guests(id, 4)) as [Guest, Guest, Guest, Guest];
    for (const other of others) await tools.agreed(id, a, other);
    await addPair(services, organizer, id, [a.id, others[0]?.id ?? ""]);
    await tools.run(id);
    expect(await timetableOf(services, organizer, id)).toHaveLength(3);
    const found = await changing(id, { meetingsPerPerson: 2 });
    expect(found).toMatchObject({ moved: [], cancelled: [{}] });
    expect(await changing(id, { meetingsPerOrganisation: 1 })).toMatchObject({ cancelled: [{}] });
  });
});

describe("a table or slot that is taken away", () => {
  it("moves its meetings to free tables of the slot, and cancels those that find none", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, {}, 2);
    const people = await tools.guests(id, 4);
    for (const [at, one] of people.entries())
      for (const other of people.slice(at + 1)) await tools.agreed(id, one, other);
    await tools.run(id);
    const before = await timetableOf(services, organizer, id);
    expect(before).toHaveLength(6);
    await publishTimetable(services, organizer, id, await tools.version(id), "final");
    const [first] = await tablesOfSession(services, id);
    const at = before.filter(({ tableId }) => tableId === first?.id);
    const found = await agreeing(id, (change) =>
      removeTable(services, organizer, change, first?.id ?? ""),
    );
    const concerned = [...(found?.moved ?? []), ...(found?.cancelled ?? [])].map((one) => one.id);
    expect(concerned.sort()).toEqual(at.map((one) => one.id).sort());
    expect((found?.cancelled ?? []).length).toBe(6 - 4);
    const after = await timetableOf(services, organizer, id);
    expect(after).toHaveLength(4);
    for (const one of after) expect(one.tableId).not.toBe(first?.id);
    expect(await news(people[0]?.viewer as Viewer)).toEqual(
      expect.arrayContaining([expect.stringMatching(/changed|cancelled/)]),
    );
  });

  it("with room elsewhere keeps every meeting of a slot, and all others where they are", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b, c, d] = (await tools.guests(id, 4)) as [Guest, Guest, Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.agreed(id, c, d);
    await tools.run(id);
    const [one, other] = await timetableOf(services, organizer, id);
    if (!one || !other) throw new Error("nothing was planned");
    const found = await agreeing(id, (change) =>
      removeSlot(services, organizer, change, one.slotId),
    );
    expect(found?.cancelled).toEqual([]);
    expect(found?.moved.map(({ id: own }) => own)).toContain(one.id);
    expect(await slotsOfSession(services, id)).toHaveLength(3);
    const after = await timetableOf(services, organizer, id);
    expect(after.map(({ id: own }) => own).sort()).toEqual([one.id, other.id].sort());
    if (other.slotId !== one.slotId)
      expect(after.find(({ id: own }) => own === other.id)?.slotId).toBe(other.slotId);
  });

  it("stays when what happened at it is over", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.run(id);
    const [held] = await timetableOf(services, organizer, id);
    await services.database.update(meeting).set({ state: "held" }).where(eq(meeting.sessionId, id));
    const change = { sessionId: id, version: await tools.version(id) };
    for (const removing of [
      () => removeTable(services, organizer, change, held?.tableId ?? ""),
      () => removeSlot(services, organizer, change, held?.slotId ?? ""),
    ])
      await expect(removing()).rejects.toMatchObject({ name: "StandingMeetings", count: 1 });
  });
});

describe("limits and hosts", () => {
  it("limit the meetings of a kind of organisation, in all and in a part", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const university = await createPerson(services, { kind: "university" });
    const [guest] = await tools.guestsOf(id, [university]);
    const others = await tools.guests(id, 3);
    if (!guest) throw new Error("nobody came");
    for (const other of others) await tools.agreed(id, guest, other);
    const limiting = (organisationKind: OrganisationKind | "", part: string, most: number | null) =>
      agreeing(id, (change) =>
        setMeetingLimit(services, organizer, change, { organisationKind, part }, most),
      );
    expect(await limiting("enterprise", "", 9)).toBeNull();
    expect(await limiting("university", "下午", 1)).toBeNull();
    expect(await limiting("university", "上午", 2)).toBeNull();
    expect((await tools.run(id))?.report?.placed).toBe(2);
    expect(await limiting("", "上午", 1)).toMatchObject({ cancelled: [{}] });
    expect(await limiting("", "上午", null)).toBeNull();
    expect(await limiting("university", "", 0)).toMatchObject({ cancelled: [{}] });
    const [late] = await tools.guests(id, 1);
    await expect(tools.ask(id, late as Guest, guest)).rejects.toMatchObject({
      code: "meetingLimit",
    });
  });

  it("hold for bookings and the wishes of those who book", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, { schedulingBy: "participants" });
    const [a, b, c, d] = (await tools.guests(id, 4)) as [Guest, Guest, Guest, Guest];
    const first = await tools.agreed(id, a, b);
    const second = await tools.agreed(id, a, c);
    const place = (await freePlaces(services, id, [first]))[first]?.[0];
    if (!place) throw new Error("nothing is free");
    await bookMeeting(services, a.viewer, id, { wishId: first, ...place });
    const other = (await freePlaces(services, id, [second]))[second]?.[0];
    if (!other) throw new Error("nothing is free");
    await agreeing(id, (change) =>
      setMeetingLimit(services, organizer, change, { organisationKind: "", part: "" }, 1),
    );
    expect(await freePlaces(services, id, [second])).toEqual({});
    await expect(
      bookMeeting(services, a.viewer, id, { wishId: second, ...other }),
    ).rejects.toMatchObject({ code: "meetingLimit" });
    await expect(tools.ask(id, d, a)).rejects.toMatchObject({ code: "meetingLimit" });
  });

  it("keep a host at its table and others away, and give people time between halls", async () => {
    const { services } = market;
    const id = await openSession(services, organizer, {}, 1);
    const [a, b, c] = (await tools.guests(id, 3)) as [Guest, Guest, Guest];
    await tools.agreed(id, a, b);
    await tools.agreed(id, a, c);
    await tools.agreed(id, b, c);
    await addTables(
      services,
      organizer,
      { sessionId: id, version: await tools.version(id) },
      { hall: "二号厅", prefix: "B", count: 1, seats: 4, kind: "place", link: "" },
    );
    await tools.run(id);
    const table = (await tablesOfSession(services, id)).find(({ hall }) => hall === "二号厅");
    const slots = await slotsOfSession(services, id);
    const stranger = await createPerson(services);
    const arranging = (hostOrganisationId: string | null, closed: string[] = []) =>
      agreeing(id, (change) =>
        arrangeTable(services, organizer, change, table?.id ?? "", { hostOrganisationId, closed }),
      );
    await expect(arranging(stranger.active?.organisationId ?? "")).rejects.toMatchObject({
      code: "notFound",
    });
    await arranging(a.viewer.active?.organisationId ?? "");
    expect((await tablesOfSession(services, id)).find(({ host }) => host !== null)?.host).toEqual({
      id: a.viewer.active?.organisationId,
      name: a.viewer.active?.name,
    });
    for (const one of await timetableOf(services, organizer, id)) {
      const isHosts = [one.oneOrganisation, one.otherOrganisation].includes(
        a.viewer.active?.name ?? "",
      );
      expect(one.tableId === table?.id).toBe(isHosts);
    }
    await agreeing(id, (change) => setTravelMinutes(services, organizer, change, 30));
    await tools.run(id);
    await tools.expectSound(id);
    await arranging(
      a.viewer.active?.organisationId ?? "",
      slots.slice(0, 3).map(({ id: slot }) => slot),
    );
    const hosted = (await timetableOf(services, organizer, id)).filter(
      ({ tableId }) => tableId === table?.id,
    );
    expect(hosted.length).toBeLessThanOrEqual(1);
  });
});

describe("two organisations of which one blocked the other", () => {
  it.each(["the asking", "the asked"])(
    "neither see, ask nor meet each other (%s)",
    async (side) => {
      const { services } = market;
      const id = await openSession(services, organizer, { schedulingBy: "participants" });
      const [a, b] = (await tools.guests(id, 2)) as [Guest, Guest];
      const wishId = await tools.agreed(id, a, b);
      const place = (await freePlaces(services, id, [wishId]))[wishId]?.[0];
      if (!place) throw new Error("nothing is free");
      const [by, whom] = side === "the asking" ? [a, b] : [b, a];
      const blocked = whom.viewer.active?.organisationId ?? "";
      await blockOrganisation(services, by.viewer, blocked, { note: "" });
      const page = { search: "", limit: 20 };
      for (const { viewer, id: participantId } of [a, b])
        expect(
          (await partnersOf(services, viewer, id, { participantId, ...page })).partners,
        ).toEqual([]);
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const)
        await expect(tools.ask(id, from, to)).rejects.toMatchObject({ code: "pairForbidden" });
      await expect(addPair(services, organizer, id, [a.id, b.id])).rejects.toMatchObject({
        code: "pairForbidden",
      });
      expect(await freePlaces(services, id, [wishId])).toEqual({});
      await expect(bookMeeting(services, a.viewer, id, { wishId, ...place })).rejects.toMatchObject(
        { code: "slotTaken" },
      );
      expect((await tools.run(id, { preview: true }))?.report?.unplaced).toEqual([
        { wish: wishId, reason: "forbidden" },
      ]);
    },
  );
});
