import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendMessage } from "#app/deals/thread.server.ts";
import { expressInterest } from "#app/interests/commands.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { reportAbuse, takeReportStep } from "#app/reports/commands.server.ts";
import { listReports, ownReports, upheldAgainst, viewReport } from "#app/reports/queries.server.ts";
import type { ReportedSubject } from "#app/reports/schema.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { asReader } from "#db/row-security.ts";
import { abuseReport, auditEntry, dealMessage } from "#db/schema/index.ts";
import {
  completeNeed,
  createPerson,
  dealOf,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";

let market: TestMarket;
let reported: Viewer;
let reporter: Viewer;
let organizer: Viewer;
let second: Viewer;
beforeAll(async () => {
  market = await openMarket();
  reported = await createPerson(market.services);
  reporter = await createPerson(market.services, { kind: "university" });
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  second = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

async function publishedNeed(changes: Parameters<typeof completeNeed>[0] = {}): Promise<string> {
  const { services } = market;
  const { id } = await commands.createDraft(services, reported, "need", completeNeed(changes));
  const { revision } = await commands.submit(services, reported, id);
  await approve(services, organizer, id, revision);
  return id;
}

const words = { reason: "false_statement" as const, words: "所写指标与事实不符，见公开检测报告。" };
const report = (subject: ReportedSubject, viewer = reporter) =>
  reportAbuse(market.services, viewer, subject, words);
const step = (id: string, given: Parameters<typeof takeReportStep>[3], viewer = organizer) =>
  takeReportStep(market.services, viewer, id, given);
const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code: string }) => error.code,
  );
const linesOf = async (viewer: Viewer) =>
  (await listNotifications(market.services, viewer, { limit: 100 })).lines;

describe("a report of abuse", () => {
  it("is one open report a person and thing; after the end it can be made again", async () => {
    const id = await publishedNeed();
    const first = await report({ kind: "post", id });
    expect(await code(report({ kind: "post", id }))).toBe("alreadyReported");
    expect(await code(report({ kind: "post", id }, second))).toBe("ok");
    await step(first, { step: "take", version: 1 });
    expect(await code(report({ kind: "post", id }))).toBe("alreadyReported");
    await step(first, { step: "dismiss", version: 2, outcome: "指标有检测报告支持。" });
    expect(await code(report({ kind: "post", id }))).toBe("ok");
  });

  it("that is upheld takes the post off the market and tells both sides, never who reported", async () => {
    const id = await publishedNeed();
    const reportId = await report({ kind: "post", id });
    await step(reportId, { step: "take", version: 1 });
    const outcome = "检测报告与所写不符。";
    await step(reportId, { step: "uphold", version: 2, outcome, takeDown: true });
    expect(await viewPost(market.services, reported, "need", id)).toMatchObject({
      publication: "withdrawn",
    });
    expect(await code(viewPost(market.services, reporter, "need", id))).toBe("notFound");
    expect(await linesOf(reporter)).toContainEqual(
      expect.objectContaining({
        kind: "report_decided",
        payload: expect.objectContaining({ reportId, upheld: true, outcome }),
      }),
    );
    const told = (await linesOf(reported)).filter(({ kind }) => kind === "report_upheld");
    expect(told).toMatchObject([
      { payload: { reason: "false_statement", outcome, takenDown: true } },
    ]);
    const against = await upheldAgainst(
      market.services,
      reported,
      reported.active?.organisationId ?? "",
    );
    expect(against).toMatchObject([{ id: reportId, outcome }]);
    for (const seen of [told, against]) {
      expect(JSON.stringify(seen)).not.toContain(reporter.name);
      expect(JSON.stringify(seen)).not.toContain(reporter.userId);
      expect(JSON.stringify(seen)).not.toContain(words.words);
    }
  });

  it("that is dismissed leaves the post and tells only the reporter", async () => {
    const id = await publishedNeed();
    const before = (await linesOf(reported)).length;
    const reportId = await report({ kind: "post", id });
    await step(reportId, { step: "take", version: 1 });
    await step(reportId, { step: "dismiss", version: 2, outcome: "没有发现问题。" });
    expect(await viewPost(market.services, reporter, "need", id)).toMatchObject({
      publication: "published",
    });
    expect((await linesOf(reported)).length).toBe(before);
    expect((await ownReports(market.services, reporter, { limit: 20 })).lines).toContainEqual(
      expect.objectContaining({ id: reportId, state: "dismissed", outcome: "没有发现问题。" }),
    );
  });

  it("is handled once: the second organizer is told that somebody was there", async () => {
    const reportId = await report({ kind: "post", id: await publishedNeed() });
    const answers = await Promise.all([
      code(step(reportId, { step: "take", version: 1 })),
      code(step(reportId, { step: "take", version: 1 }, second)),
    ]);
    expect(answers.sort()).toEqual(["conflict", "ok"]);
    expect(await code(step(reportId, { step: "dismiss", version: 1, outcome: "好" }))).toBe(
      "conflict",
    );
    const entries = await market.services.database
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, reportId));
    expect(entries.map(({ action }) => action).sort()).toEqual(["report", "take"]);
  });

  it("can be about a message that one received, and about no other", async () => {
    const { services } = market;
    const needId = await publishedNeed();
    const interestId = await expressInterest(services, reporter, needId, {
      message: "我们有相近的成果，希望了解贵方的工况。",
      ownPostId: null,
    });
    const dealId = await dealOf(services, interestId);
    await sendMessage(services, reported, dealId, {
      body: "你们这些骗子",
      clientKey: randomUUID(),
    });
    const [message] = await services.database
      .select({ id: dealMessage.id })
      .from(dealMessage)
      .where(eq(dealMessage.dealId, dealId));
    const subject = { kind: "message" as const, id: message?.id ?? "" };
    const stranger = await createPerson(services);
    expect(await code(report(subject, stranger))).toBe("notFound");
    expect(await code(report(subject, organizer))).toBe("notFound");
    expect(await code(report(subject, reported))).toBe("ownPost");
    const reportId = await report(subject);
    expect(await viewReport(services, organizer, reportId)).toMatchObject({
      subjectText: "你们这些骗子",
      path: null,
      reporterName: reporter.name,
    });
  });

  it("is not about what one may not see", async () => {
    const invited = [reporter.active?.organisationId ?? ""];
    const id = await publishedNeed({ visibility: "invited", invited });
    const stranger = await createPerson(market.services);
    expect(await code(report({ kind: "post", id }, stranger))).toBe("notFound");
    expect(await code(report({ kind: "post", id }))).toBe("ok");
    expect(await code(report({ kind: "organisation", id: randomUUID() }))).toBe("notFound");
  });
});

describe("who may do what with reports", () => {
  it.each([
    ["the reported side", () => reported],
    ["the reporter", () => reporter],
  ])("%s neither sees the queue nor decides", async (_who, viewer) => {
    const reportId = await report({ kind: "post", id: await publishedNeed() });
    const { services } = market;
    expect(await code(listReports(services, viewer(), { state: "open", limit: 10 }))).toBe(
      "forbidden",
    );
    expect(await code(viewReport(services, viewer(), reportId))).toBe("forbidden");
    expect(await code(step(reportId, { step: "take", version: 1 }, viewer()))).toBe("forbidden");
  });

  it("no organizer handles a report about an organisation of their own", async () => {
    const insider = await createPerson(market.services, {
      organisation: reported.active ?? undefined,
      platformRole: "organizer",
    });
    const reportId = await report({ kind: "post", id: await publishedNeed() });
    expect(await code(step(reportId, { step: "take", version: 1 }, insider))).toBe("forbidden");
    expect((await viewReport(market.services, insider, reportId)).may).toEqual([]);
  });

  it("rows are there for the reporter and for organizers, whatever a query asks", async () => {
    const reportId = await report({ kind: "post", id: await publishedNeed() });
    const seen = (viewer: Viewer | null) =>
      asReader(market.services.database, readerOf(viewer), (transaction) =>
        transaction.select().from(abuseReport).where(eq(abuseReport.id, reportId)),
      );
    expect(await seen(reported)).toEqual([]);
    expect(await seen(null)).toEqual([]);
    expect(await seen(reporter)).toHaveLength(1);
    expect(await seen(organizer)).toHaveLength(1);
  });
});
