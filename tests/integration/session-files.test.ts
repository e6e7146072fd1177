import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { calendarOfKey, calendarOfPass, calendarOfSession } from "#app/sessions/calendar.server.ts";
import {
  calendarKeyOf,
  renewCalendarKey,
  withdrawCalendarKey,
} from "#app/sessions/calendar-key.server.ts";
import { copySession, createSession, stepSession } from "#app/sessions/plan/commands.server.ts";
import { changeCover, openCover } from "#app/sessions/cover.server.ts";
import {
  addSessionDocument,
  sessionDocumentsOf,
  openSessionDocument,
  removeSessionDocument,
} from "#app/sessions/documents.server.ts";
import { cancelMeeting } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { saveProgrammeItem } from "#app/sessions/plan/plan.server.ts";
import { findSession, listSessions, programmeOf } from "#app/sessions/queries.server.ts";
import { programmeItemSchema, sessionSchema } from "#app/sessions/schema.ts";
import {
  editTimetable,
  publishTimetable,
} from "#app/sessions/meetings/timetable/timetable.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { calendarResponse, writeCalendar } from "#app/sessions/pages/calendar.server.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { matchmakingSession, meeting, member, sessionParticipant } from "#db/schema/index.ts";
import { memoryStore, smallPicture } from "#tests/support/files.ts";
import { createPerson, openMarket } from "#tests/support/market.ts";
import {
  openSession,
  sessionTools,
  versionOfSession,
  type Guest,
} from "#tests/support/sessions.ts";
import { readCalendar } from "#tests/support/read-calendar.ts";

let services: Services;
let organizer: Viewer;
let close: () => Promise<void>;
const files = memoryStore();
beforeAll(async () => {
  const market = await openMarket();
  close = () => market.close();
  services = { ...market.services, files };
  organizer = await createPerson(services, { platformRole: "organizer" });
});
afterAll(() => close());

const pdf = (text: string) => Readable.from([Buffer.from(`%PDF-1.7\n${text}`)]);
const version = (sessionId: string) => versionOfSession(services, organizer, sessionId);

/** A session with two guests whose meeting was planned, and nothing published yet. */
async function planned(changes: Record<string, unknown> = {}) {
  const sessionId = await openSession(services, organizer, changes);
  const tools = sessionTools(services, organizer);
  const [one, other] = (await tools.guests(sessionId, 2)) as [Guest, Guest];
  const wishId = await tools.agreed(sessionId, one, other);
  await tools.run(sessionId);
  const found = async () => {
    const [row] = await services.database
      .select()
      .from(meeting)
      .where(eq(meeting.sessionId, sessionId));
    if (!row) throw new Error("no meeting was planned");
    return row;
  };
  return { sessionId, one, other, wishId, found };
}

async function publish(sessionId: string) {
  await publishTimetable(services, organizer, sessionId, await version(sessionId), "final");
}

async function written(entries: Awaited<ReturnType<typeof calendarOfSession>>, name = "日程") {
  const t = await translatorFor("zh-CN");
  return writeCalendar(entries, { name, origin: "https://duijie.example", t, language: "zh-CN" });
}

async function personal(viewer: Viewer) {
  const key = (await calendarKeyOf(services, viewer)) ?? (await renewCalendarKey(services, viewer));
  return readCalendar(await written((await calendarOfKey(services, key)).entries));
}

describe("a person's calendar", () => {
  it("shows a meeting once the timetable is out, where and with whom, with a reminder", async () => {
    const { sessionId, one, other, found } = await planned();
    expect((await personal(one.viewer)).events).toEqual([]);
    await publish(sessionId);
    const calendar = await personal(one.viewer);
    const row = await found();
    expect(calendar.events).toHaveLength(1);
    expect(calendar.events[0]).toMatchObject({
      UID: `meeting-${row.id}@duijie.example`,
      SEQUENCE: "0",
      STATUS: "CONFIRMED",
      LOCATION: expect.stringMatching(/^一号厅 A\d桌, 南京$/) as string,
      SUMMARY: `洽谈：${other.viewer.name}（${other.viewer.active?.name}）`,
      alarms: [{ ACTION: "DISPLAY", TRIGGER: "-PT10M" }],
    });
    expect(calendar.events[0]?.DTSTART).toMatch(/^203005(15|16)T\d{6}Z$/);
    expect(calendar.properties["X-PUBLISHED-TTL"]).toBe("PT15M");
    expect(calendar.properties["REFRESH-INTERVAL;VALUE=DURATION"]).toBe("PT15M");
  });

  it("follows a move with a higher number and a cancellation with its state, under the same name", async () => {
    const { sessionId, one, wishId, found } = await planned();
    await publish(sessionId);
    const before = (await personal(one.viewer)).events[0];
    const row = await found();
    const slots = await services.database.query.sessionSlot.findMany({
      where: (slot, { eq: equal, and: both, ne }) =>
        both(equal(slot.sessionId, sessionId), ne(slot.id, row.slotId)),
    });
    const slot = slots[0];
    if (!slot) throw new Error("no other slot");
    await editTimetable(services, organizer, sessionId, await version(sessionId), {
      step: "move",
      wish: wishId,
      slot: slot.id,
      table: row.tableId,
    });
    const moved = (await personal(one.viewer)).events[0];
    expect(moved?.UID).toBe(before?.UID);
    expect(Number(moved?.SEQUENCE)).toBe(Number(before?.SEQUENCE) + 1);
    expect(moved?.DTSTART).not.toBe(before?.DTSTART);
    expect(String(moved?.["LAST-MODIFIED"]) >= String(before?.["LAST-MODIFIED"])).toBe(true);
    const now = await found();
    await cancelMeeting(services, one.viewer, sessionId, now.id, now.version);
    const gone = (await personal(one.viewer)).events[0];
    expect(gone).toMatchObject({ UID: before?.UID, STATUS: "CANCELLED", alarms: [] });
    expect(Number(gone?.SEQUENCE)).toBeGreaterThan(Number(moved?.SEQUENCE));
  });

  it("keeps meetings that were cancelled before anybody saw them to itself", async () => {
    const { sessionId, one, found } = await planned();
    const row = await found();
    await cancelMeeting(services, organizer, sessionId, row.id, row.version);
    await publish(sessionId);
    expect((await personal(one.viewer)).events).toEqual([]);
  });

  it("is read under its latest key only, and no more by who left the organisation", async () => {
    const { sessionId, one } = await planned();
    await publish(sessionId);
    const first = await renewCalendarKey(services, one.viewer);
    const second = await renewCalendarKey(services, one.viewer);
    await expect(calendarOfKey(services, first)).rejects.toMatchObject({ code: "notFound" });
    expect((await calendarOfKey(services, second)).entries).toHaveLength(1);
    await services.database.delete(member).where(eq(member.userId, one.viewer.userId));
    expect((await calendarOfKey(services, second)).entries).toEqual([]);
    await withdrawCalendarKey(services, one.viewer);
    await expect(calendarOfKey(services, second)).rejects.toMatchObject({ code: "notFound" });
  });

  it("moves what is still to come by the delay of the day, and nothing that is over", async () => {
    const { sessionId, one, found } = await planned();
    await publish(sessionId);
    const row = await found();
    const slot = await services.database.query.sessionSlot.findFirst({
      where: (one_, { eq: equal }) => equal(one_.id, row.slotId),
    });
    if (!slot) throw new Error("no slot");
    await services.database
      .update(matchmakingSession)
      .set({ state: "running", delayMinutes: 20 })
      .where(eq(matchmakingSession.id, sessionId));
    const key = await renewCalendarKey(services, one.viewer);
    const startAt = async (now: Date) =>
      (await calendarOfKey({ ...services, now: () => now }, key)).entries[0]?.startsAt.getTime();
    const begin = slot.startsAt.getTime();
    expect(await startAt(new Date(begin - 1))).toBe(begin + 20 * 60_000);
    expect(await startAt(new Date(slot.endsAt.getTime() + 21 * 60_000))).toBe(begin);
  });

  it("is read with a pass as well, by who has no account", async () => {
    const { sessionId, one } = await planned();
    await publish(sessionId);
    await services.database
      .update(sessionParticipant)
      .set({ userId: null })
      .where(eq(sessionParticipant.id, one.id));
    const [row] = await services.database
      .select()
      .from(sessionParticipant)
      .where(eq(sessionParticipant.id, one.id));
    const { entries } = await calendarOfPass(services, row?.passKey ?? "");
    expect(entries.map(({ kind }) => kind)).toEqual(["meeting"]);
    await expect(calendarOfPass(services, "no-such-pass")).rejects.toMatchObject({
      code: "notFound",
    });
  });
});

describe("a session's calendar", () => {
  const awkward = {
    title: "主旨报告：新材料，先进制造；与“产业集群”" + "很长的题目".repeat(20),
    startsAt: "2030-05-16T08:30",
    endsAt: "2030-05-16T09:00",
    place: "主会场,二楼; 东侧",
    speakers: "张三，示范理工大学，教授",
    description: "第一行\n第二行, 有逗号; 有分号\\反斜杠\n" + "汉字".repeat(200) + "🚀".repeat(30),
  };

  it("writes commas, semicolons, breaks and long Chinese lines so that they are read back", async () => {
    const sessionId = await openSession(services, organizer);
    const item = programmeItemSchema.parse({ ...awkward, title: awkward.title.slice(0, 110) });
    const change = { sessionId, version: await version(sessionId) };
    await saveProgrammeItem(services, organizer, change, null, item);
    const text = await written(await calendarOfSession(services, null, sessionId));
    for (const line of text.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
    const { events } = readCalendar(text);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      SUMMARY: item.title,
      LOCATION: `${awkward.place}, 南京`,
      DTSTART: "20300516T003000Z",
      DTEND: "20300516T010000Z",
    });
    expect(events[0]?.DESCRIPTION).toContain(awkward.description);
    expect(events[0]?.DESCRIPTION).toContain("张三 · 示范理工大学 · 教授");
  });

  it("is one entry without a programme, cancelled with its session, and hidden as a draft", async () => {
    const sessionId = await openSession(services, organizer);
    const whole = readCalendar(await written(await calendarOfSession(services, null, sessionId)));
    expect(whole.events).toMatchObject([{ SUMMARY: "前沿新材料对接会", STATUS: "CONFIRMED" }]);
    await stepSession(services, organizer, sessionId, "cancel", await version(sessionId));
    const after = readCalendar(await written(await calendarOfSession(services, null, sessionId)));
    expect(after.events).toMatchObject([{ STATUS: "CANCELLED" }]);
    const draft = await createSession(
      services,
      organizer,
      sessionSchema.parse({ title: "未发布的对接会", place: "南京", needsApproval: "" }),
    );
    await expect(calendarOfSession(services, null, draft)).rejects.toMatchObject({
      code: "notFound",
    });
  });

  it("is not sent again to who has it", async () => {
    const sessionId = await openSession(services, organizer);
    const body = await written(await calendarOfSession(services, null, sessionId));
    const ask = (tag?: string) =>
      calendarResponse(
        new Request("http://localhost/", tag ? { headers: { "If-None-Match": tag } } : {}),
        body,
        { fileName: "session.ics", secret: false },
      );
    const first = ask();
    expect(first.status).toBe(200);
    const tag = first.headers.get("ETag") ?? "";
    expect(ask(`"other", W/${tag}`).status).toBe(304);
    expect(ask(`"other"`).status).toBe(200);
    expect(await written(await calendarOfSession(services, null, sessionId))).toBe(body);
  });
});

describe("documents of a session", () => {
  it("are kept by organizers, told by their content, and seen by who sees the session", async () => {
    const sessionId = await openSession(services, organizer);
    const stranger = await createPerson(services);
    const file = () => ({ name: "讲稿.pdf", content: pdf("slides") });
    await expect(
      addSessionDocument(services, stranger, sessionId, null, file()),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      addSessionDocument(services, organizer, sessionId, null, {
        name: "讲稿.pdf",
        content: Readable.from([Buffer.from("<html>")]),
      }),
    ).rejects.toMatchObject({ code: "fileType" });
    const kept = files.kept.size;
    await addSessionDocument(services, organizer, sessionId, null, file());
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept + 1);
    const [line] = await sessionDocumentsOf(services, null, sessionId);
    expect(line).toMatchObject({ name: "讲稿.pdf", programmeItemId: null, size: 15 });
    const opened = await openSessionDocument(services, null, sessionId, line?.id ?? "");
    expect((await buffer(await opened.open())).toString()).toBe("%PDF-1.7\nslides");
    const other = await openSession(services, organizer);
    await expect(openSessionDocument(services, null, other, line?.id ?? "")).rejects.toMatchObject({
      code: "notFound",
    });
    await removeSessionDocument(services, organizer, sessionId, line?.id ?? "");
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept);
    expect(await sessionDocumentsOf(services, null, sessionId)).toEqual([]);
  });

  it("belong to an item of that session's programme or to none, and are hidden with a draft", async () => {
    const sessionId = await openSession(services, organizer);
    const item = programmeItemSchema.parse({
      title: "主旨报告",
      startsAt: "2030-05-16T08:30",
      endsAt: "2030-05-16T09:00",
    });
    const change = { sessionId, version: await version(sessionId) };
    await saveProgrammeItem(services, organizer, change, null, item);
    const [one] = await programmeOf(services, sessionId);
    const file = () => ({ name: "讲稿.pdf", content: pdf("slides") });
    await addSessionDocument(services, organizer, sessionId, one?.id ?? "", file());
    expect(await sessionDocumentsOf(services, null, sessionId)).toMatchObject([
      { programmeItemId: one?.id },
    ]);
    const draft = await createSession(
      services,
      organizer,
      sessionSchema.parse({ title: "未发布的对接会", place: "南京", needsApproval: "" }),
    );
    await expect(
      addSessionDocument(services, organizer, draft, one?.id ?? "", file()),
    ).rejects.toMatchObject({ code: "notFound" });
    await addSessionDocument(services, organizer, draft, null, file());
    await expect(sessionDocumentsOf(services, null, draft)).rejects.toMatchObject({
      code: "notFound",
    });
  });
});

describe("the cover of a session", () => {
  it("is replaced and removed without leaving files, and refused from an old page", async () => {
    const sessionId = await openSession(services, organizer);
    await removeDiscarded(services);
    const kept = files.kept.size;
    const old = await version(sessionId);
    await changeCover(services, organizer, sessionId, smallPicture(), old);
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept + 1);
    await expect(
      changeCover(services, organizer, sessionId, smallPicture(), old),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      changeCover(
        services,
        organizer,
        sessionId,
        { name: "封面.png", content: pdf("x") },
        await version(sessionId),
      ),
    ).rejects.toMatchObject({ code: "fileType" });
    await changeCover(services, organizer, sessionId, smallPicture(), await version(sessionId));
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept + 1);
    const { lines } = await listSessions(services, null, { past: false, limit: 100 });
    expect(lines.find(({ id }) => id === sessionId)?.coverVersion).toEqual(expect.any(String));
    expect((await openCover(services, null, sessionId)).mediaType).toBe("image/png");
    await changeCover(services, organizer, sessionId, null, await version(sessionId));
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept);
    await expect(openCover(services, null, sessionId)).rejects.toMatchObject({ code: "notFound" });
  });

  it("goes along with a copy as a file of its own; documents do not", async () => {
    const sessionId = await openSession(services, organizer);
    await changeCover(services, organizer, sessionId, smallPicture(), await version(sessionId));
    await addSessionDocument(services, organizer, sessionId, null, {
      name: "讲稿.pdf",
      content: pdf("slides"),
    });
    const copyId = await copySession(services, organizer, sessionId, "2031-05-16");
    await changeCover(services, organizer, sessionId, null, await version(sessionId));
    expect((await openCover(services, organizer, copyId)).mediaType).toBe("image/png");
    expect(await sessionDocumentsOf(services, organizer, copyId)).toEqual([]);
    expect((await findSession(services, organizer, copyId)).state).toBe("draft");
  });
});
