import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeSession } from "#app/sessions/plan/commands.server.ts";
import { timetableOf } from "#app/sessions/meetings/meeting-queries.server.ts";
import { addPair } from "#app/sessions/meetings/pairs.server.ts";
import { arrangeTable, setTravelMinutes } from "#app/sessions/plan/plan-rules.server.ts";
import { addSlots } from "#app/sessions/plan/plan.server.ts";
import { slotsOfSession, tablesOfSession } from "#app/sessions/queries.server.ts";
import { register } from "#app/sessions/registrations/registrations.server.ts";
import { sessionSchema } from "#app/sessions/schema.ts";
import { slotsOf } from "#app/sessions/slots.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { member, sessionParticipant } from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { openSession, sessionTools } from "#tests/support/sessions.ts";

let market: TestMarket;
let organizer: Viewer;
let tools: ReturnType<typeof sessionTools>;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  tools = sessionTools(market.services, organizer);
});
afterAll(() => market.close());

describe("bad input", () => {
  it("is refused with its reason: overlapping slots, too many slots, a registration that is late", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const change = async () => ({ sessionId: id, version: await tools.version(id) });
    const plan = { day: "2030-05-16", part: "", from: "10:30", to: "11:30", minutes: 30, pause: 0 };
    await expect(
      addSlots(services, organizer, await change(), slotsOf(plan, "Asia/Shanghai")),
    ).rejects.toMatchObject({ code: "slotsOverlap" });
    const minutes = (at: number) => new Date(Date.UTC(2031, 0, 1) + at * 60_000);
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      ...{ startsAt: minutes(at * 5), endsAt: minutes(at * 5 + 5) },
      ...{ kind: "meeting" as const, part: "" },
    }));
    await expect(addSlots(services, organizer, await change(), many)).rejects.toMatchObject({
      code: "tooManySlots",
    });
    expect(await slotsOfSession(services, id)).toHaveLength(4);
    const version = await tools.version(id);
    const closing = sessionSchema.parse({
      ...{ title: "报名已截止的对接会", place: "南京", registrationClosesAt: "2020-01-01T00:00" },
    });
    await changeSession(services, organizer, id, version, closing);
    await expect(tools.guests(id, 1)).rejects.toMatchObject({ code: "registrationOver" });
  });

  it("of two organizers at once: the second is told, and the first's change stands", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const second = await createPerson(services, { platformRole: "organizer" });
    const change = { sessionId: id, version: await tools.version(id) };
    const [table] = await tablesOfSession(services, id);
    const arrangement = { hostOrganisationId: null, closed: [] };
    const both = await Promise.allSettled([
      setTravelMinutes(services, organizer, change, 15),
      arrangeTable(services, second, change, table?.id ?? "", arrangement),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
    expect(await tools.version(id)).toBe(change.version + 1);
  });

  it("never puts a person of two organisations at two tables at once", async () => {
    const { services } = market;
    const id = await openSession(services, organizer);
    const first = await createPerson(services);
    const second = await createPerson(services);
    await services.database.insert(member).values({
      ...{ userId: first.userId, role: "owner" },
      organisationId: second.active?.organisationId ?? "",
    });
    const twice: Viewer = {
      ...first,
      memberships: [...first.memberships, ...second.memberships],
      active: second.active,
    };
    const [one] = await tools.guestsOf(id, [first]);
    const person = { id: null, name: first.name, email: first.email, position: "", absences: [] };
    await register(services, twice, id, {
      ...{ people: [person], postIds: [], answers: {}, note: "", version: null },
    });
    const rows = await services.database
      .select()
      .from(sessionParticipant)
      .where(eq(sessionParticipant.sessionId, id));
    const other = rows.find(({ id: own }) => own !== one?.id);
    if (!one || !other) throw new Error("nobody came twice");
    const partners = await tools.guests(id, 5);
    for (const [at, partner] of partners.entries()) {
      const own = at % 2 === 0 ? one.id : other.id;
      await addPair(services, organizer, id, [own, partner.id]);
    }
    expect((await tools.run(id))?.report?.placed).toBe(4);
    const grid = await timetableOf(services, organizer, id);
    expect(new Set(grid.map(({ slotId }) => slotId)).size).toBe(4);
    await tools.expectSound(id);
    await expect(addPair(services, organizer, id, [one.id, other.id])).rejects.toMatchObject({
      code: "pairForbidden",
    });
  });
});
