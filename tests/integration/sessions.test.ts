import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  changeSession,
  copySession,
  createSession,
  followClock,
  stepSession,
} from "#app/sessions/plan/commands.server.ts";
import {
  declineInvitation,
  invite,
  suggestInvitations,
} from "#app/sessions/registrations/invitations.server.ts";
import { addSlots, addTables, removeSlot, removeTable } from "#app/sessions/plan/plan.server.ts";
import {
  findSession,
  programmeOf,
  slotsOfSession,
  tablesOfSession,
  viewSession,
} from "#app/sessions/queries.server.ts";
import { ownRegistration } from "#app/sessions/registrations/registration-queries.server.ts";
import { decideRegistration, register } from "#app/sessions/registrations/registrations.server.ts";
import {
  sessionSchema,
  type RegistrationFields,
  type SessionFields,
} from "#app/sessions/schema.ts";
import { slotsOf } from "#app/sessions/slots.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  matchmakingSession,
  meeting,
  notification,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

const basics = (changes: Record<string, unknown> = {}): SessionFields =>
  sessionSchema.parse({
    title: "前沿新材料对接会",
    place: "南京",
    needsApproval: "on",
    ...changes,
  });

const versionOf = async (sessionId: string) =>
  (await findSession(market.services, organizer, sessionId)).version;

const morning = {
  day: "2030-05-16",
  part: "上午",
  from: "09:00",
  to: "11:00",
  minutes: 30,
  pause: 0,
};

async function plannedSession(changes: Record<string, unknown> = {}): Promise<string> {
  const { services } = market;
  const id = await createSession(services, organizer, basics(changes));
  await addSlots(
    services,
    organizer,
    { sessionId: id, version: 1 },
    slotsOf(morning, "Asia/Shanghai"),
  );
  await addTables(
    services,
    organizer,
    { sessionId: id, version: 2 },
    { hall: "一号厅", prefix: "A", count: 3, seats: 4, kind: "place", link: "" },
  );
  return id;
}

async function publishedSession(changes: Record<string, unknown> = {}): Promise<string> {
  const id = await plannedSession(changes);
  await stepSession(market.services, organizer, id, "publish", await versionOf(id));
  return id;
}

const people = (viewer: Viewer): RegistrationFields => ({
  people: [{ id: null, name: viewer.name, email: viewer.email, position: "", absences: [] }],
  postIds: [],
  answers: {},
  note: "",
});

const registering = (viewer: Viewer, sessionId: string, version: number | null = null) =>
  register(market.services, viewer, sessionId, { ...people(viewer), version });

const registrationOf = async (sessionId: string, viewer: Viewer) => {
  const [row] = await market.services.database
    .select()
    .from(sessionRegistration)
    .where(
      and(
        eq(sessionRegistration.sessionId, sessionId),
        eq(sessionRegistration.organisationId, viewer.active?.organisationId ?? ""),
      ),
    );
  if (!row) throw new Error("no registration");
  return row;
};

describe("the plan of a session", () => {
  it("is an organizer's, and of two who change it at once the second is told", async () => {
    const { services } = market;
    const member = await createPerson(services);
    expect(() => createSession(services, member, basics())).toThrow("forbidden");
    const id = await createSession(services, organizer, basics());
    const changes = await Promise.allSettled([
      changeSession(services, organizer, id, 1, basics({ title: "第一个名称" })),
      changeSession(services, organizer, id, 1, basics({ title: "第二个名称" })),
    ]);
    expect(changes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(changes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });

  it("keeps slots apart, and is hidden until it is published", async () => {
    const { services } = market;
    const id = await plannedSession();
    expect((await slotsOfSession(services, id)).map(({ startsAt }) => startsAt)).toEqual([
      "2030-05-16T01:00:00.000Z",
      "2030-05-16T01:30:00.000Z",
      "2030-05-16T02:00:00.000Z",
      "2030-05-16T02:30:00.000Z",
    ]);
    const again = addSlots(
      services,
      organizer,
      { sessionId: id, version: await versionOf(id) },
      slotsOf({ ...morning, from: "10:45", to: "11:30" }, "Asia/Shanghai"),
    );
    await expect(again).rejects.toMatchObject({ code: "slotsOverlap" });
    await expect(viewSession(services, null, id)).rejects.toMatchObject({ code: "notFound" });
    await stepSession(services, organizer, id, "publish", await versionOf(id));
    expect((await viewSession(services, null, id)).may).toEqual([]);
  });

  it("is not published without a time", async () => {
    const { services } = market;
    const id = await createSession(services, organizer, basics());
    const publishing = stepSession(services, organizer, id, "publish", 1);
    await expect(publishing).rejects.toMatchObject({ code: "incomplete" });
  });

  it("never orphans a meeting when a slot or a table is taken away", async () => {
    const { services } = market;
    const id = await publishedSession({ needsApproval: "" });
    const [one, other] = [await createPerson(services), await createPerson(services)];
    await registering(one, id);
    await registering(other, id);
    const seated = await services.database
      .select()
      .from(sessionParticipant)
      .where(eq(sessionParticipant.sessionId, id));
    const [slot] = await slotsOfSession(services, id);
    const [table] = await tablesOfSession(services, id);
    const [first, second] = seated;
    if (!slot || !table || !first || !second) throw new Error("nothing was planned");
    await services.database.insert(meeting).values({
      sessionId: id,
      slotId: slot.id,
      tableId: table.id,
      participantId: first.id,
      otherParticipantId: second.id,
    });
    const change = { sessionId: id, version: await versionOf(id) };
    await expect(removeSlot(services, organizer, change, slot.id)).rejects.toMatchObject({
      name: "NeedsConsent",
      consequences: { cancelled: [{}] },
    });
    await expect(removeTable(services, organizer, change, table.id)).rejects.toMatchObject({
      name: "NeedsConsent",
    });
    await services.database.update(meeting).set({ state: "cancelled" });
    await removeTable(services, organizer, change, table.id);
    expect(await tablesOfSession(services, id)).toHaveLength(2);
  });

  it("is the template of a new session, moved to another day", async () => {
    const { services } = market;
    const id = await publishedSession();
    const copy = await copySession(services, organizer, id, "2031-05-20");
    const [slot] = await slotsOfSession(services, copy);
    expect(slot?.startsAt).toBe("2031-05-20T01:00:00.000Z");
    expect(await tablesOfSession(services, copy)).toHaveLength(3);
    expect(await programmeOf(services, copy)).toEqual([]);
    expect(await findSession(services, organizer, copy)).toMatchObject({
      state: "draft",
      copiedFromId: id,
      publishedAt: null,
    });
  });
});

describe("a registration", () => {
  it("waits for approval, and is told of it", async () => {
    const { services } = market;
    const id = await publishedSession();
    const enterprise = await createPerson(services);
    expect(await registering(enterprise, id)).toBe("applied");
    const found = await registrationOf(id, enterprise);
    const admit = { action: "admit", version: found.version, note: "" } as const;
    await expect(decideRegistration(services, enterprise, found.id, admit)).rejects.toMatchObject({
      code: "forbidden",
    });
    await decideRegistration(services, organizer, found.id, admit);
    const told = await services.database
      .select()
      .from(notification)
      .where(eq(notification.userId, enterprise.userId));
    expect(told).toMatchObject([
      { kind: "session_registration", payload: { sessionId: id, state: "admitted" } },
    ]);
  });

  it("fills the places in the order of arrival, and a free one goes to who waited longest", async () => {
    const { services } = market;
    const id = await publishedSession({ needsApproval: "", capacity: "2" });
    const guests = await Promise.all(Array.from({ length: 4 }, () => createPerson(services)));
    const reached = [];
    for (const guest of guests) reached.push(await registering(guest, id));
    expect(reached).toEqual(["admitted", "admitted", "waiting", "waiting"]);
    const [first, , third, fourth] = guests as [Viewer, Viewer, Viewer, Viewer];
    const leaving = await registrationOf(id, first);
    await decideRegistration(services, first, leaving.id, {
      action: "cancel",
      version: leaving.version,
      note: "",
    });
    expect((await registrationOf(id, third)).state).toBe("admitted");
    expect((await registrationOf(id, fourth)).state).toBe("waiting");
    const { version } = await findSession(services, organizer, id);
    await changeSession(
      services,
      organizer,
      id,
      version,
      basics({ needsApproval: "", capacity: "10" }),
    );
    expect((await registrationOf(id, fourth)).state).toBe("admitted");
  });

  it("never admits more than there is place for, however many come at once", async () => {
    const { services } = market;
    const id = await publishedSession({ needsApproval: "", capacity: "3" });
    const guests = await Promise.all(Array.from({ length: 8 }, () => createPerson(services)));
    const reached = await Promise.all(guests.map((guest) => registering(guest, id)));
    expect(reached.filter((state) => state === "admitted")).toHaveLength(3);
  });

  it("is refused after its deadline and before its beginning", async () => {
    const { services } = market;
    const late = await publishedSession({ registrationClosesAt: "2020-01-01T00:00" });
    const guest = await createPerson(services);
    await expect(registering(guest, late)).rejects.toMatchObject({ code: "registrationOver" });
    const early = await publishedSession({ registrationOpensAt: "2090-01-01T00:00" });
    await expect(registering(guest, early)).rejects.toMatchObject({ code: "registrationOver" });
    await followClock(services);
    expect(await findSession(services, organizer, late)).toMatchObject({
      state: "registration_closed",
    });
  });

  it("keeps people and their absences, and a change on what changed since is told", async () => {
    const { services } = market;
    const id = await publishedSession();
    const guest = await createPerson(services);
    await registering(guest, id);
    const slots = await slotsOfSession(services, id);
    const before = await ownRegistration(services, guest, id);
    const [person] = before.people;
    if (!person) throw new Error("nobody is registered");
    const change = {
      ...people(guest),
      people: [{ ...person, absences: [slots[0]?.id ?? ""] }],
      version: before.version,
    };
    await register(services, guest, id, change);
    const after = await ownRegistration(services, guest, id);
    expect(after.people).toEqual([{ ...person, absences: [slots[0]?.id] }]);
    await expect(register(services, guest, id, change)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("brings only posts of its own", async () => {
    const { services } = market;
    const id = await publishedSession();
    const guest = await createPerson(services);
    const foreign = { ...people(guest), postIds: [id], version: null };
    await expect(register(services, guest, id, foreign)).rejects.toMatchObject({
      code: "notFound",
    });
  });
});

describe("an invitation", () => {
  it("is told once, admits without approval, and can be declined", async () => {
    const { services } = market;
    const id = await publishedSession();
    const [coming, staying] = [await createPerson(services), await createPerson(services)];
    const organisationIds = [coming, staying].map(({ active }) => active?.organisationId ?? "");
    expect(await invite(services, organizer, id, { organisationIds, message: "" })).toBe(2);
    expect(await invite(services, organizer, id, { organisationIds, message: "" })).toBe(0);
    expect(await registering(coming, id)).toBe("admitted");
    await declineInvitation(services, staying, id);
    expect((await viewSession(services, staying, id)).invitation?.state).toBe("declined");
    const suggested = await suggestInvitations(services, organizer, id, 40);
    for (const organisationId of organisationIds)
      expect(suggested.map((one) => one.organisationId)).not.toContain(organisationId);
  });
});

describe("the clock", () => {
  it("starts and finishes a session once each", async () => {
    const { services } = market;
    const id = await publishedSession();
    for (const action of ["closeRegistration", "schedule"] as const)
      await stepSession(services, organizer, id, action, await versionOf(id));
    const at = (moment: string) => followClock({ ...services, now: () => new Date(moment) });
    await at("2030-05-16T01:00:00Z");
    expect((await findSession(services, organizer, id)).state).toBe("running");
    await at("2030-05-16T03:00:00Z");
    await at("2030-05-16T04:00:00Z");
    const [row] = await services.database
      .select()
      .from(matchmakingSession)
      .where(eq(matchmakingSession.id, id));
    expect(row?.state).toBe("finished");
  });
});
