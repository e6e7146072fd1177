import ExcelJS from "exceljs";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "#app/kernel/services.ts";
import { remindAfterSessions } from "#app/sessions/outcomes/after-reminders.server.ts";
import { meetingRecord, ownAfter } from "#app/sessions/outcomes/meeting-record.server.ts";
import {
  addMeetingTask,
  changeMeetingTask,
  removeMeetingTask,
  setMeetingTaskDone,
} from "#app/sessions/outcomes/meeting-tasks.server.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import {
  organisationKey,
  reportedOrganisations,
} from "#app/sessions/outcomes/report-organisations.server.ts";
import { sessionReport } from "#app/sessions/outcomes/report.server.ts";
import type { ReportRow } from "#app/sessions/outcomes/report.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { reportFile } from "#app/sessions/outcomes/pages/report-file.server.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import type { RatingOutcome } from "#app/codes/session-codes.ts";
import {
  meeting,
  meetingRating,
  meetingTask,
  notification,
  sessionParticipant,
  sessionRegistration,
  sessionSlot,
} from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  type TestMarket,
} from "#tests/support/market.ts";
import { openMarketAfter, organisationOf } from "#tests/support/session-after.ts";
import { openSession, type Guest } from "#tests/support/sessions.ts";
import type { MeetingState } from "#app/codes/states.ts";

let market: TestMarket;
let services: Services;
let organizer: Viewer;
let tools: Awaited<ReturnType<typeof openMarketAfter>>;
beforeAll(async () => {
  tools = await openMarketAfter();
  ({ market, services, organizer } = tools);
});
afterAll(() => market.close());

describe("a follow-up", () => {
  const task = { title: "寄送样品", dueOn: "2030-05-20", assigneeId: null };

  it("is its own side's: added, changed, done, reopened and taken away", async () => {
    const { sessionId, meetingId, demand, supply } = await tools.pair();
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
    const { sessionId, meetingId, demand } = await tools.pair();
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
    await remindAfterSessions(tools.at("2030-05-18T15:59:59Z"));
    expect(await told()).toEqual([]);
    await Promise.all([
      remindAfterSessions(tools.at("2030-05-18T16:00:00Z")),
      remindAfterSessions(tools.at("2030-05-18T16:00:00Z")),
    ]);
    await remindAfterSessions(tools.at("2030-05-19T16:00:00Z"));
    expect(await told()).toMatchObject([{ payload: { task: "寄送样品", dueOn: "2030-05-20" } }]);
    const [made] = await services.database
      .select()
      .from(meetingTask)
      .where(eq(meetingTask.meetingId, meetingId));
    await changeMeetingTask(services, demand.viewer, ...of, made?.id ?? "", {
      ...{ ...task, dueOn: "2030-05-25", version: 1 },
    });
    await remindAfterSessions(tools.at("2030-05-24T00:00:00Z"));
    await remindAfterSessions(tools.at("2030-05-24T01:00:00Z"));
    expect(await told()).toHaveLength(2);
  });
});

describe("after a session", () => {
  it("whoever has meetings to rate is asked once", async () => {
    const { sessionId, meetingId, demand, supply } = await tools.pair();
    await tools.rate(supply.viewer, sessionId, meetingId, "follow_up");
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
    const { sessionId, meetingId, demand, supply, subject } = await tools.pair();
    await tools.rate(demand.viewer, sessionId, meetingId, "negotiation", {
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

describe("the report of a session", () => {
  const figures = (meetings: number[], mutual: [number, string], oneSided: [number, string]) => ({
    meetings: {
      ...{ held: meetings[0], missed: meetings[1], planned: meetings[2], cancelled: meetings[3] },
    },
    mutual: { pairs: mutual[0], amount: mutual[1] },
    oneSided: { pairs: oneSided[0], amount: oneSided[1] },
  });

  /** Four organisations, seven meetings; the figures below were reckoned by hand. */
  async function past() {
    const sessionId = await openSession(market.services, organizer);
    const slots = await services.database
      .select()
      .from(sessionSlot)
      .where(eq(sessionSlot.sessionId, sessionId))
      .orderBy(sessionSlot.startsAt);
    for (const slot of slots.slice(2))
      await services.database
        .update(sessionSlot)
        .set({ part: "下午" })
        .where(eq(sessionSlot.id, slot.id));
    const a = await createPerson(services, { region: "3201", name: "甲公司" });
    const b = await createPerson(services, { region: "3201", kind: "university", name: "乙大学" });
    const c = await createPerson(services, { region: "3205", kind: "university", name: "丙大学" });
    const d = await createPerson(services, { region: "3202", name: "丁公司" });
    const e = await createPerson(services);
    const need = await tools.publish(a, "need", completeNeed());
    const result = await tools.publish(b, "result", completeResult());
    const other = await tools.publish(
      d,
      "need",
      completeNeed({
        ...{ title: "港口集装箱货物追踪标签", cluster: "internet_of_things" },
        ...{ problem: "标签在海上掉线。", keywords: ["标签"] },
        indicators: [{ name: "续航", comparison: "ge", value: "5", unit: "年", today: "1" }],
      } as never),
    );
    const [A, B, C, D] = [
      await tools.guest(sessionId, a, [need]),
      await tools.guest(sessionId, b, [result]),
      await tools.guest(sessionId, c),
      await tools.guest(sessionId, d, [other]),
    ] as const;
    const E = await tools.guest(sessionId, e);
    await services.database
      .update(sessionRegistration)
      .set({ state: "declined" })
      .where(
        and(
          eq(sessionRegistration.sessionId, sessionId),
          eq(sessionRegistration.organisationId, organisationOf(E.viewer)),
        ),
      );
    for (const { id } of [A, B, D])
      await services.database
        .update(sessionParticipant)
        .set({ checkedInAt: new Date("2030-05-16T00:50:00Z") })
        .where(eq(sessionParticipant.id, id));
    type Given = [Guest, RatingOutcome, number, string?];
    const took = async (
      one: Guest,
      two: Guest,
      slot: number,
      state: MeetingState,
      given: Given[],
    ) => {
      const id = await tools.met(sessionId, one, two, slot);
      await services.database.update(meeting).set({ state }).where(eq(meeting.id, id));
      for (const [by, outcome, stars, amount] of given)
        await services.database.insert(meetingRating).values({
          ...{ meetingId: id, organisationId: organisationOf(by.viewer), participantId: by.id },
          ...{ outcome, stars, intendedAmount: amount ?? null },
        });
      return id;
    };
    const first = await took(A, B, 0, "held", [
      [A, "agreement_intended", 5, "500000.10"],
      [B, "negotiation", 4, "400000.25"],
    ]);
    await took(B, A, 2, "held", [[A, "negotiation", 3, "700000"]]);
    await took(A, C, 1, "held", [
      [A, "follow_up", 2],
      [C, "agreement_intended", 5, "100000"],
    ]);
    await took(B, D, 1, "missed", [[B, "agreement_intended", 1, "999999"]]);
    await took(D, C, 3, "held", [
      [D, "negotiation", 4],
      [C, "negotiation", 4],
    ]);
    await took(D, A, 3, "cancelled", []);
    await took(C, B, 0, "planned", []);
    for (const doneAt of [null, new Date()])
      await services.database.insert(meetingTask).values({
        ...{ meetingId: first, organisationId: organisationOf(a), title: "寄送样品" },
        ...{ dueOn: "2030-06-01", doneAt },
      });
    await tools.setState(sessionId, "finished");
    return { sessionId, a };
  }

  it("counts what was reckoned by hand, each pair once", async () => {
    const { sessionId, a } = await past();
    const report = await sessionReport(services, organizer, sessionId);
    expect(report.registrations).toEqual({
      ...{ applied: 0, waiting: 0, admitted: 4, declined: 1, cancelled: 0 },
    });
    expect(report.organisations).toEqual({ admitted: 4, attended: 3 });
    expect(report.people).toEqual({ admitted: 4, attended: 3 });
    expect(report.total).toEqual({
      ...figures([4, 1, 1, 1], [2, "400000.25"], [1, "100000.00"]),
      ...{ rated: 4, ratedByBoth: 3 },
    });
    expect(report.outcomes).toEqual({
      ...{ no_interest: 0, follow_up: 1, negotiation: 4, agreement_intended: 2 },
    });
    expect(report.averageStars).toBe("3.86");
    const table = (rows: ReportRow[]) =>
      Object.fromEntries(
        rows.map(({ key, meetings, mutual, oneSided }) => [key, { meetings, mutual, oneSided }]),
      );
    expect(table(report.tables.region)).toEqual({
      "3201": figures([3, 1, 1, 1], [1, "400000.25"], [1, "100000.00"]),
      "3202": figures([1, 1, 0, 1], [1, "0.00"], [0, "0.00"]),
      "3205": figures([2, 0, 1, 0], [1, "0.00"], [1, "100000.00"]),
    });
    expect(table(report.tables.kind)).toEqual({
      enterprise: figures([4, 1, 0, 1], [2, "400000.25"], [1, "100000.00"]),
      university: figures([4, 1, 1, 0], [2, "400000.25"], [1, "100000.00"]),
    });
    expect(table(report.tables.part)).toEqual({
      上午: figures([2, 1, 1, 0], [1, "400000.25"], [1, "100000.00"]),
      下午: figures([2, 0, 0, 1], [1, "0.00"], [0, "0.00"]),
    });
    expect(table(report.tables.cluster)).toEqual({
      frontier_materials: figures([3, 0, 1, 1], [1, "400000.25"], [1, "100000.00"]),
      internet_of_things: figures([1, 1, 0, 0], [1, "0.00"], [0, "0.00"]),
    });
    expect(report.topPairs.map((pair) => [new Set([pair.one, pair.other]), pair.amount])).toEqual([
      [new Set(["甲公司", "乙大学"]), "400000.25"],
      [new Set(["丙大学", "丁公司"]), null],
      [new Set(["甲公司", "丙大学"]), "100000.00"],
    ]);
    const all = await reportedOrganisations(services, organizer, sessionId, { limit: 10 });
    expect(all.lines.map(({ name }) => name)).toHaveLength(4);
    expect(all.lines.find(({ id }) => id === organisationOf(a))).toMatchObject({
      ...{ people: 1, attended: 1, held: 3, missed: 0, ratings: 3 },
      ...{ mutual: 1, oneSided: 1, tasks: 2, tasksDone: 1 },
    });
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof reportedOrganisations>> = await reportedOrganisations(
        services,
        organizer,
        sessionId,
        { limit: 1, after: after === null ? undefined : organisationKey.parse(after) },
      );
      paged.push(...page.lines.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(paged).toEqual(all.lines.map(({ id }) => id));
  });

  it("is read back from its workbook as it was counted", async () => {
    const { sessionId } = await past();
    const report = await sessionReport(services, organizer, sessionId);
    const { lines } = await reportedOrganisations(services, organizer, sessionId, { limit: 10 });
    const head = { title: "前沿新材料对接会", when: "2030年5月16日", place: "南京" };
    const file = await reportFile(await translatorFor("zh-CN"), head, report, lines);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file as never);
    const rowsOf = (name: string) =>
      Array.from(workbook.getWorksheet(name)?.getSheetValues() ?? [], (row) =>
        Array.isArray(row) ? row.slice(1) : [],
      );
    const overview = rowsOf("概况");
    expect(overview).toContainEqual(["前沿新材料对接会"]);
    expect(overview).toContainEqual(["双方意向", 2, "400000.25"]);
    expect(overview).toContainEqual(["单方意向", 1, "100000.00"]);
    expect(rowsOf("按地区")).toContainEqual(["南京", 3, 1, 1, 1, 1, "400000.25", 1, "100000.00"]);
    expect(rowsOf("按地区")).toContainEqual(["合计", 4, 1, 1, 1, 2, "400000.25", 1, "100000.00"]);
    expect(rowsOf("各单位").find(([name]) => name === "甲公司")).toEqual([
      ...["甲公司", "企业", "南京", 1, 1, 3, 0, 3, 1, 1, 2, 1],
    ]);
  });

  it("of a session without anything is all zeros, and is for organizers alone", async () => {
    const sessionId = await openSession(market.services, organizer);
    const report = await sessionReport(services, organizer, sessionId);
    expect(report.total).toEqual({
      ...figures([0, 0, 0, 0], [0, "0.00"], [0, "0.00"]),
      ...{ rated: 0, ratedByBoth: 0 },
    });
    expect(report.averageStars).toBeNull();
    const stranger = await createPerson(services);
    await expect(sessionReport(services, stranger, sessionId)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      reportedOrganisations(services, stranger, sessionId, { limit: 1 }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
