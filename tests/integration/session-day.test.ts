import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { boardOf } from "#app/sessions/day/board.server.ts";
import { announceSession } from "#app/sessions/change.server.ts";
import { checkIn, doorList, undoCheckIn } from "#app/sessions/day/check-in.server.ts";
import { setDelay } from "#app/sessions/day/delay.server.ts";
import { cancelMeeting } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { ownTimetable } from "#app/sessions/meetings/meeting-queries.server.ts";
import { markAbsent, markHeld } from "#app/sessions/day/no-show.server.ts";
import { passOf } from "#app/sessions/day/passes.server.ts";
import { answerOffer } from "#app/sessions/meetings/offers/slot-answers.server.ts";
import { editTimetable } from "#app/sessions/meetings/timetable/timetable.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { eventChannel, listen, type Listener } from "#db/listener.ts";
import { matchmakingSession, meetingWish } from "#db/schema/index.ts";
import { newId } from "#db/schema/columns.ts";
import { realtimeEvent, type Room } from "#realtime/events.ts";
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

async function wishSides(wishId: string): Promise<{ from: string; to: string }> {
  const [row] = await day.services.database
    .select()
    .from(meetingWish)
    .where(eq(meetingWish.id, wishId));
  return { from: row?.fromParticipantId ?? "", to: row?.toParticipantId ?? "" };
}

describe("checking in", () => {
  it("by two organizers at once happens once; the other hears when it was", async () => {
    const { id, guests } = await day.runningDay({ guests: 1 });
    const second = await createPerson(day.services, { platformRole: "organizer" });
    const { passKey } = await day.personOf(of(guests, 0).id);
    const answers = await Promise.all([
      checkIn(day.services, organizer, id, { participantId: of(guests, 0).id }),
      checkIn(day.services, second, id, { scanned: `http://localhost/pass/${passKey}` }),
    ]);
    expect(answers.map(({ result }) => result).sort()).toEqual(["already", "in"]);
    expect(new Set(answers.map(({ at }) => at)).size).toBe(1);
    day.setClock("09:20");
    const again = await checkIn(day.services, second, id, { scanned: passKey });
    expect(again).toMatchObject({ result: "already", at: dayAt("09:05").toISOString() });
    await undoCheckIn(day.services, organizer, id, of(guests, 0).id);
    expect(await day.personOf(of(guests, 0).id)).toMatchObject({ checkedInAt: null });
  });

  it("is for organizers, on the day, with a pass of the session", async () => {
    const { id, guests } = await day.runningDay({ guests: 1 });
    const other = await day.runningDay({ guests: 1 });
    const whom = { participantId: of(guests, 0).id };
    expect(() => checkIn(day.services, of(guests, 0).viewer, id, whom)).toThrow("forbidden");
    const { passKey } = await day.personOf(of(other.guests, 0).id);
    for (const scanned of [passKey, "nonsense", "http://x/pass/unknown-unknown-unknown"])
      await expect(checkIn(day.services, organizer, id, { scanned })).rejects.toMatchObject({
        code: "notFound",
      });
    await day.services.database
      .update(matchmakingSession)
      .set({ state: "scheduled", startsAt: new Date("2030-05-17T01:00Z") })
      .where(eq(matchmakingSession.id, id));
    await expect(checkIn(day.services, organizer, id, whom)).rejects.toMatchObject({
      code: "illegalStep",
    });
    await day.services.database
      .update(matchmakingSession)
      .set({ startsAt: dayAt("09:00") })
      .where(eq(matchmakingSession.id, id));
    expect(await checkIn(day.services, organizer, id, whom)).toMatchObject({ result: "in" });
  });

  it("lists people by words and state, paged, with counts of all", async () => {
    const { id, guests } = await day.runningDay({ guests: 3, meet: [[0, 1]] });
    await checkIn(day.services, organizer, id, { participantId: of(guests, 1).id });
    const list = (page: object) =>
      doorList(day.services, organizer, id, { words: "", limit: 2, ...page });
    const first = await list({});
    expect(first).toMatchObject({ counts: { in: 1, all: 3 } });
    const rest = await list({ after: first.next ?? undefined });
    expect(rest.next).toBeNull();
    expect([...first.lines, ...rest.lines].map((line) => line.id).sort()).toEqual(
      guests.map((guest) => guest.id).sort(),
    );
    const busy = [...first.lines, ...rest.lines].filter((line) => line.meeting !== null);
    expect(busy.map((line) => line.id).sort()).toEqual([of(guests, 0).id, of(guests, 1).id].sort());
    const found = await list({ words: of(guests, 2).viewer.email.slice(0, 8) });
    expect(found.lines).toMatchObject([{ id: of(guests, 2).id }]);
    expect((await list({ state: "in" })).lines).toMatchObject([{ id: of(guests, 1).id }]);
    expect((await list({ words: "%" })).lines).toEqual([]);
  });
});

describe("a pass", () => {
  it("shows its own meetings once the timetable is out, and nobody else's", async () => {
    const { id, guests } = await day.runningDay({ guests: 3, meet: [[0, 1]] });
    const { passKey } = await day.personOf(of(guests, 0).id);
    const pass = await passOf(day.services, passKey);
    expect(pass.meetings).toMatchObject([
      { partnerName: of(guests, 1).viewer.name, startsAt: dayAt("09:00").toISOString() },
    ]);
    const third = await passOf(day.services, (await day.personOf(of(guests, 2).id)).passKey);
    expect(third.meetings).toEqual([]);
    await day.services.database
      .update(matchmakingSession)
      .set({ timetable: "none" })
      .where(eq(matchmakingSession.id, id));
    expect((await passOf(day.services, passKey)).meetings).toBeNull();
    await expect(passOf(day.services, "unknown-key-unknown-key")).rejects.toMatchObject({
      code: "notFound",
    });
  });
});

describe("who does not come", () => {
  it("is marked by the other side once the slot began, or by an organizer", async () => {
    const { id, guests, meetings } = await day.runningDay({ guests: 3, meet: [[0, 1]] });
    const meetingId = meetings[0]?.id ?? "";
    const [a, b, c] = guests as [Guest, Guest, Guest];
    const mark = (viewer: Viewer | null, absentParticipantId: string, passKey?: string) =>
      markAbsent(day.services, { viewer, passKey }, id, meetingId, {
        absentParticipantId,
        version: 1,
      });
    day.setClock("08:59");
    await expect(mark(a.viewer, b.id)).rejects.toMatchObject({ code: "notYetBegun" });
    day.setClock("09:05");
    await expect(mark(c.viewer, b.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(mark(a.viewer, a.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(mark(a.viewer, c.id)).rejects.toMatchObject({ code: "notFound" });
    await expect(mark(null, b.id, (await day.personOf(c.id)).passKey)).rejects.toMatchObject({
      code: "forbidden",
    });
    await mark(null, b.id, (await day.personOf(a.id)).passKey);
    expect(await day.meetingsOf(id)).toMatchObject([
      { state: "missed", absentParticipantId: b.id, version: 2 },
    ]);
    expect(await day.newsOf(b.viewer, "session_timetable")).toContain("missed");
    await expect(mark(organizer, b.id)).rejects.toMatchObject({ code: "conflict" });
    await markHeld(day.services, organizer, id, meetingId, 2);
    expect(await day.meetingsOf(id)).toMatchObject([{ state: "held", absentParticipantId: null }]);
    await day.expectSound(id);
  });
});

describe("a session that runs late", () => {
  it("shifts what is still to come everywhere, tells whom it concerns, and comes back", async () => {
    const { id, guests, slots } = await day.runningDay({ guests: 3, meet: [[0, 1]], wait: [] });
    const version = () => day.version(id);
    expect(() => setDelay(day.services, of(guests, 0).viewer, id, 15, 1)).toThrow("forbidden");
    await setDelay(day.services, organizer, id, 15, await version());
    const shown = async () => {
      const pass = await passOf(day.services, (await day.personOf(of(guests, 0).id)).passKey);
      const own = await ownTimetable(day.services, of(guests, 0).viewer, id);
      return [pass.meetings?.[0]?.startsAt, own?.[0]?.startsAt];
    };
    expect(new Set(await shown())).toEqual(new Set([dayAt("09:15").toISOString()]));
    const board = await boardOf(day.services, organizer, id, null);
    expect(board.now).toBeNull();
    expect(board.next).toMatchObject({ id: slots[0]?.id, startsAt: dayAt("09:15").toISOString() });
    expect(await day.newsOf(of(guests, 1).viewer, "session_delay")).toMatchObject([
      { minutes: 15 },
    ]);
    expect(await day.newsOf(of(guests, 2).viewer, "session_delay")).toEqual([]);
    await expect(setDelay(day.services, organizer, id, 20, 1)).rejects.toMatchObject({
      code: "conflict",
    });
    await setDelay(day.services, organizer, id, 0, await version());
    expect(new Set(await shown())).toEqual(new Set([dayAt("09:00").toISOString()]));
    expect((await boardOf(day.services, organizer, id, null)).now?.id).toBe(slots[0]?.id);
  });
});

describe("the board", () => {
  it("shows each table now and next, free ones, and who is not there", async () => {
    const { id, guests, meetings } = await day.runningDay({
      guests: 4,
      tables: 2,
      meet: [[0, 1]],
      wait: [[2, 3]],
    });
    await checkIn(day.services, organizer, id, { participantId: of(guests, 0).id });
    const board = await boardOf(day.services, organizer, id, null);
    expect(board.tables[0]?.now?.meeting?.sides.map(({ checkedIn }) => checkedIn).sort()).toEqual([
      false,
      true,
    ]);
    expect(board.tables[1]?.now).toEqual({ meeting: null, closed: false, offers: 0 });
    expect(board.changesAt).toBe(dayAt("09:30").toISOString());
    await markAbsent(day.services, { viewer: organizer }, id, meetings[0]?.id ?? "", {
      absentParticipantId: of(guests, 1).id,
      version: 1,
    });
    const after = await boardOf(day.services, organizer, id, "一号厅");
    expect(after.tables[0]?.now).toMatchObject({ meeting: { state: "missed" }, offers: 1 });
    expect((await boardOf(day.services, organizer, id, "二号厅")).tables).toEqual([]);
    await expect(boardOf(day.services, of(guests, 0).viewer, id, null)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("live news of meetings", () => {
  let listener: Listener;
  const heard: { event: string; rooms: Room[] }[] = [];
  beforeAll(async () => {
    listener = await listen(
      market.test.url,
      { [eventChannel]: (text) => heard.push(realtimeEvent.parse(JSON.parse(text))) },
      () => {},
    );
  });
  afterAll(() => listener.close());

  it("goes to both sides and organizers, and to no third participant", async () => {
    const { id, guests, meetings, slots, tables } = await day.runningDay({
      guests: 5,
      tables: 2,
      meet: [[0, 1]],
      wait: [[3, 4]],
    });
    const [a, b, c] = guests as [Guest, Guest, Guest];
    const markers = new Set<Room>();
    /** All that was announced before this is heard. */
    const settled = async (): Promise<void> => {
      const marker = `session:${newId()}` as const;
      markers.add(marker);
      await inTransaction(day.services.database, (transaction) =>
        announceSession(transaction, id, [marker]),
      );
      await expect.poll(() => heard.some(({ rooms }) => rooms.includes(marker))).toBe(true);
    };
    const roomsDuring = async (work: () => Promise<unknown>): Promise<Set<Room>> => {
      await settled();
      heard.length = 0;
      await work();
      await settled();
      return new Set(
        heard
          .filter(({ event }) => event === "session.changed")
          .flatMap(({ rooms }) => rooms)
          .filter((room) => !markers.has(room)),
      );
    };
    const moved = await roomsDuring(async () =>
      editTimetable(day.services, organizer, id, await day.version(id), {
        step: "move",
        wish: meetings[0]?.wishId ?? "",
        slot: slots[1]?.id ?? "",
        table: tables[1]?.id ?? "",
      }),
    );
    const cancelled = await roomsDuring(async () => {
      const [row] = await day.meetingsOf(id);
      await cancelMeeting(day.services, a.viewer, id, row?.id ?? "", row?.version ?? 0);
    });
    for (const rooms of [moved, cancelled]) {
      for (const { viewer } of [a, b]) expect(rooms).toContain(`user:${viewer.userId}`);
      expect(rooms).toContain("organizers");
      expect(rooms).not.toContain(`session:${id}`);
      expect(rooms).not.toContain(`user:${c.viewer.userId}`);
      expect(rooms).not.toContain(`organisation:${c.viewer.active?.organisationId}`);
    }
    const [offer] = await day.offersOf(id);
    const { from, to } = await wishSides(offer?.wishId ?? "");
    const sides = guests.filter((guest) => [from, to].includes(guest.id));
    const made = await roomsDuring(async () => {
      for (const { viewer } of sides)
        await answerOffer(day.services, { viewer }, id, offer?.id ?? "", "accept");
    });
    expect(sides).toHaveLength(2);
    for (const { viewer } of sides) expect(made).toContain(`user:${viewer.userId}`);
    expect(made).not.toContain(`session:${id}`);
    expect(made).not.toContain(`user:${c.viewer.userId}`);
  });
});
