import { eq } from "drizzle-orm";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { approve } from "#app/posts/review.server.ts";
import * as posts from "#app/posts/commands.server.ts";
import { stepSession } from "#app/sessions/plan/commands.server.ts";
import {
  cancelImport,
  confirmImport,
  handInRegistrations,
  importsOf,
} from "#app/sessions/registrations/import/registration-import.server.ts";
import { registrationTemplate } from "#app/sessions/registrations/import/registration-file.server.ts";
import { decideRegistration } from "#app/sessions/registrations/registrations.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { sessionFiles } from "#app/sessions/registrations/words/zh-CN.ts";
import {
  notification,
  organisation,
  organisationVerification,
  participantAbsence,
  registrationPost,
} from "#db/schema/index.ts";
import { memoryStore, smallPicture } from "#tests/support/files.ts";
import { completeNeed, createPerson, openMarket } from "#tests/support/market.ts";
import { csv, mark, registrationTools, upload } from "#tests/support/registration-files.ts";
import {
  openSession,
  sessionTools,
  versionOfSession,
  type Guest,
} from "#tests/support/sessions.ts";

let services: Services;
let organizer: Viewer;
let close: () => Promise<void>;
let check: ReturnType<typeof registrationTools>["check"];
let write: ReturnType<typeof registrationTools>["write"];
let take: ReturnType<typeof registrationTools>["take"];
let registrations: ReturnType<typeof registrationTools>["registrations"];
let people: ReturnType<typeof registrationTools>["people"];
const files = memoryStore();
beforeAll(async () => {
  const market = await openMarket();
  close = () => market.close();
  services = { ...market.services, files };
  organizer = await createPerson(services, { platformRole: "organizer" });
  ({ check, write, take, registrations, people } = registrationTools(services, organizer));
});
afterAll(() => close());

const nameOf = (viewer: Viewer) => viewer.active?.name ?? "";
const idOf = (viewer: Viewer) => viewer.active?.organisationId ?? "";

describe("a file of registrations", () => {
  it("changes nothing before it is confirmed, then admits organisations with their people", async () => {
    const sessionId = await openSession(services, organizer, { needsApproval: "on" });
    const [one, other] = [await createPerson(services), await createPerson(services)];
    const need = await posts.createDraft(services, one, "need", completeNeed());
    const { revision } = await posts.submit(services, one, need.id);
    await approve(services, organizer, need.id, revision);
    const checked = await check(
      sessionId,
      upload(
        csv([
          [
            nameOf(one),
            one.email,
            "甲",
            "总工",
            "2030-05-16 09:00；2030/5/16 9:30",
            completeNeed().title,
          ],
          [nameOf(one), "yi@example.test", "乙"],
          [nameOf(other), "bing@example.test", "丙"],
        ]),
      ),
    );
    expect(checked).toMatchObject({
      state: "checked",
      report: { total: 3, added: 3, admitted: 2, refusedRows: 0, unknownOrganisations: 0 },
    });
    expect(await registrations(sessionId)).toEqual([]);
    const done = await write(sessionId, checked);
    expect(done).toMatchObject({ state: "done", done: 3, expected: 3, report: { added: 3 } });
    expect(await registrations(sessionId)).toMatchObject([
      { organisationId: idOf(one), state: "admitted" },
      { organisationId: idOf(other), state: "admitted" },
    ]);
    const [first, second] = await people(sessionId);
    expect(first).toMatchObject({ name: "甲", position: "总工", userId: one.userId });
    expect(second).toMatchObject({ name: "乙", position: "", userId: null });
    expect(first?.passKey).toHaveLength(32);
    expect(
      await services.database
        .select()
        .from(participantAbsence)
        .where(eq(participantAbsence.participantId, first?.id ?? "")),
    ).toHaveLength(2);
    expect(
      await services.database
        .select()
        .from(registrationPost)
        .where(eq(registrationPost.postId, need.id)),
    ).toHaveLength(1);
    const told = await services.database
      .select()
      .from(notification)
      .where(eq(notification.userId, one.userId));
    expect(told.map(({ kind }) => kind)).toContain("session_registration");
    await removeDiscarded(services);
    expect(files.kept.size).toBe(0);
  });

  it("changes nothing the second time, and only what is new in a longer file", async () => {
    const sessionId = await openSession(services, organizer);
    const viewer = await createPerson(services);
    const rows = [
      [nameOf(viewer), "jia@example.test", "甲", "总工", "2030-05-16 09:00"],
      [nameOf(viewer), "YI@example.test", "乙"],
    ];
    await take(sessionId, rows);
    const before = [await registrations(sessionId), await people(sessionId)];
    const again = await take(sessionId, rows);
    expect(again.report).toMatchObject({ added: 0, changed: 0, unchanged: 2, admitted: 0 });
    expect([await registrations(sessionId), await people(sessionId)]).toEqual(before);
    const longer = await take(sessionId, [
      [nameOf(viewer), "jia@example.test", "甲", "院长"],
      ["", "", ""],
      [nameOf(viewer), "yi@example.test", "乙"],
      [nameOf(viewer), "bing@example.test", "丙"],
    ]);
    expect(longer.report).toMatchObject({ total: 3, added: 1, changed: 1, unchanged: 1 });
    expect((await people(sessionId)).map(({ position }) => position)).toEqual(["院长", "", ""]);
    expect((await registrations(sessionId))[0]?.version).toBe(2);
  });

  it("names each bad row by line and column and takes the good ones", async () => {
    const sessionId = await openSession(services, organizer, { peoplePerOrganisation: 2 });
    const viewer = await createPerson(services);
    const twins = `同名单位${mark()}`;
    await createPerson(services, { name: twins });
    await createPerson(services, { name: twins });
    const name = nameOf(viewer);
    const { report } = await take(sessionId, [
      [name, "a@example.test", "甲"],
      [name, "not-an-address", ""],
      ["", "b@example.test", "乙"],
      [name, "A@Example.test", "甲"],
      [twins, "c@example.test", "丙"],
      [name, "d@example.test", "丁", "", "明天上午; 2030-05-17 09:00"],
      [name, "e@example.test", "戊", "", "2030-05-17 09:00", "没有这项"],
      [name, "f@example.test", "己"],
      [name, "g@example.test", "庚"],
      ["平台上没有的单位", "h@example.test", "辛"],
      [name, "i@example.test", "壬", "x".repeat(81)],
      ["", "j@example.test", "癸", "", "", "", "91320000MA1XXXXX0X"],
    ]);
    expect(report.refused.map(({ line, column, reason }) => `${line} ${column} ${reason}`)).toEqual(
      [
        "3 name required",
        "3 email email",
        "4 organisation organisationOrCode",
        "5 email duplicate",
        "6 organisation organisationAmbiguous",
        "7 absences slotTime",
        "8 absences slotUnknown",
        "8 posts postUnknown",
        "10 organisation tooManyPeople",
        "11 organisation organisationUnknown",
        "12 position tooLong",
        "13 code codeUnknown",
      ],
    );
    expect(report).toMatchObject({ total: 12, refusedRows: 10, added: 2 });
    expect(report.refused[3]?.values).toEqual({ line: 2 });
    expect(report.refused[8]?.values).toEqual({ max: 2 });
    expect((await people(sessionId)).map(({ email }) => email)).toEqual([
      "a@example.test",
      "f@example.test",
    ]);
  });

  it("finds organisations by code, and says when name and code are of two", async () => {
    const sessionId = await openSession(services, organizer);
    const viewer = await createPerson(services);
    const code = `9132${mark().toUpperCase()}ABCDEF`;
    await services.database
      .insert(organisationVerification)
      .values({ organisationId: idOf(viewer), state: "verified", code, name: nameOf(viewer) });
    const { report } = await take(sessionId, [
      ["", "a@example.test", "甲", "", "", "", code.toLowerCase()],
      ["别的单位", "b@example.test", "乙", "", "", "", code],
      [nameOf(viewer), "a@example.test", "甲"],
    ]);
    expect(report.refused).toMatchObject([
      { line: 3, column: "code", reason: "organisationMismatch", values: { name: nameOf(viewer) } },
      { line: 4, column: "email", reason: "duplicate", values: { line: 2 } },
    ]);
    expect(await registrations(sessionId)).toMatchObject([{ organisationId: idOf(viewer) }]);
  });

  it("makes unknown organisations only when asked to, once, without members", async () => {
    const sessionId = await openSession(services, organizer);
    const name = `新来的单位${mark()}`;
    const headings = ["organisation", "e-mail", "name", "kind", "什么列"];
    const rows = [
      [name, "a@example.test", "甲", "高校", "?"],
      [` ${name.toUpperCase()} `, "b@example.test", "乙"],
    ];
    const checked = await check(sessionId, upload(csv(rows, headings)));
    expect(checked.report).toMatchObject({
      added: 0,
      unknownOrganisations: 2,
      refusedRows: 2,
      ignored: ["什么列"],
      withCreation: { added: 2, admitted: 1, waiting: 0, refusedRows: 0 },
    });
    const left = await write(sessionId, checked);
    expect(left.report).toMatchObject({ added: 0, created: 0 });
    expect(await registrations(sessionId)).toEqual([]);
    const done = await write(sessionId, await check(sessionId, upload(csv(rows, headings))), true);
    expect(done.report).toMatchObject({ added: 2, created: 1, admitted: 1, refusedRows: 0 });
    const made = await services.database
      .select()
      .from(organisation)
      .where(eq(organisation.name, name));
    expect(made).toMatchObject([{ kind: "university", verified: false }]);
    const again = await write(sessionId, await check(sessionId, upload(csv(rows, headings))), true);
    expect(again.report).toMatchObject({ added: 0, created: 0, unchanged: 2 });
  });

  it("fills the places that are free in the order of the file, and lets the others wait", async () => {
    const sessionId = await openSession(services, organizer, { capacity: 2 });
    const viewers = await Promise.all([1, 2, 3, 4].map(() => createPerson(services)));
    const { report } = await take(
      sessionId,
      viewers.map((viewer) => [nameOf(viewer), viewer.email, viewer.name]),
    );
    expect(report).toMatchObject({ admitted: 2, waiting: 2, added: 4 });
    const states = () =>
      registrations(sessionId).then((rows) =>
        rows.map(({ organisationId, state }) => [organisationId, state]),
      );
    expect(await states()).toEqual([
      [idOf(viewers[0] as Viewer), "admitted"],
      [idOf(viewers[1] as Viewer), "admitted"],
      [idOf(viewers[2] as Viewer), "waiting"],
      [idOf(viewers[3] as Viewer), "waiting"],
    ]);
    const [first] = await registrations(sessionId);
    await decideRegistration(services, organizer, first?.id ?? "", {
      action: "decline",
      version: 1,
      note: "",
    });
    expect((await states()).map(([, state]) => state)).toEqual([
      "declined",
      "admitted",
      "admitted",
      "waiting",
    ]);
    const again = await take(sessionId, [[nameOf(viewers[0] as Viewer), "new@example.test", "新"]]);
    expect(again.report.refused).toMatchObject([{ line: 2, reason: "registrationDeclined" }]);
  });

  it("does not send people away from their meetings", async () => {
    const sessionId = await openSession(services, organizer);
    const tools = sessionTools(services, organizer);
    const [one, other] = (await tools.guests(sessionId, 2)) as [Guest, Guest];
    await tools.agreed(sessionId, one, other);
    await tools.run(sessionId);
    const everySlot = ["09:00", "09:30", "10:00", "10:30"].map((time) => `2030-05-16 ${time}`);
    const { report } = await take(sessionId, [
      [nameOf(one.viewer), one.viewer.email, one.viewer.name, "", everySlot.join(";")],
    ]);
    expect(report.refused).toMatchObject([
      { line: 2, column: "absences", reason: "meetingsStand" },
    ]);
    await tools.expectSound(sessionId);
  });

  it("is taken when registration is closed, and refused before publication and at the end", async () => {
    const sessionId = await openSession(services, organizer);
    const step = async (action: "closeRegistration" | "cancel") =>
      stepSession(
        services,
        organizer,
        sessionId,
        action,
        await versionOfSession(services, organizer, sessionId),
      );
    const viewer = await createPerson(services);
    const row = [nameOf(viewer), viewer.email, viewer.name];
    await step("closeRegistration");
    expect((await take(sessionId, [row])).report.added).toBe(1);
    const checked = await check(
      sessionId,
      upload(csv([[...row.slice(0, 1), "b@example.test", "乙"]])),
    );
    await step("cancel");
    await expect(
      confirmImport(services, organizer, sessionId, checked.id, false),
    ).rejects.toMatchObject({ code: "illegalStep" });
    await expect(
      handInRegistrations(services, organizer, sessionId, upload(csv([row]))),
    ).rejects.toMatchObject({ code: "illegalStep" });
  });

  it("is for organizers, and no longer there once it was given up", async () => {
    const sessionId = await openSession(services, organizer);
    const viewer = await createPerson(services);
    const file = () => upload(csv([[nameOf(viewer), viewer.email, viewer.name]]));
    await expect(handInRegistrations(services, viewer, sessionId, file())).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(importsOf(services, viewer, sessionId)).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeDiscarded(services);
    const kept = files.kept.size;
    const checked = await check(sessionId, file());
    await expect(
      confirmImport(services, viewer, sessionId, checked.id, false),
    ).rejects.toMatchObject({ code: "forbidden" });
    await cancelImport(services, organizer, sessionId, checked.id);
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept);
    await expect(
      confirmImport(services, organizer, sessionId, checked.id, false),
    ).rejects.toMatchObject({ code: "illegalStep" });
  });
});

describe("files that cannot be taken", () => {
  it.each([
    ["a picture with another name", smallPicture("报名.csv")],
    ["a document", upload("%PDF-1.7", "报名.pdf")],
    ["text with another name", upload(csv([]), "报名.docx")],
  ])("refuses %s at once", async (_what, file) => {
    const sessionId = await openSession(services, organizer);
    await expect(handInRegistrations(services, organizer, sessionId, file)).rejects.toMatchObject({
      code: "fileType",
    });
  });

  it.each([
    ["empty", "\n\n"],
    ["notATable", "\u0001\u0002\u0003\u0004\u0005 is no text"],
    ["unreadable", '"单位名称\n'],
    ["tooManyRows", csv(Array.from({ length: 10_001 }, (_, at) => ["x", `a${at}@x.cn`, "y"]))],
  ])("says %s of a file, and keeps it no longer", async (failure, text) => {
    const sessionId = await openSession(services, organizer);
    const kept = files.kept.size;
    const answer = await check(sessionId, upload(text));
    expect(answer).toMatchObject({ state: "failed", report: { failure } });
    await removeDiscarded(services);
    expect(files.kept.size).toBe(kept);
  });

  it("reads what Chinese spreadsheets save: GB 18030, and workbooks from the template", async () => {
    const sessionId = await openSession(services, organizer);
    const viewer = await createPerson(services, { name: `gbk${mark()}` });
    // 单位名称,姓名,邮箱 and 甲, in GB 18030.
    const gbk = Buffer.concat([
      Buffer.from("b5a5cebbc3fbb3c62cd0d5c3fb2cd3cacfe40a", "hex"),
      Buffer.from(`${nameOf(viewer)},`),
      Buffer.from("bcd7", "hex"),
      Buffer.from(",jia@example.test\n"),
    ]);
    const { report } = await write(sessionId, await check(sessionId, upload(gbk)));
    expect(report).toMatchObject({ added: 1, refusedRows: 0 });
    expect((await people(sessionId))[0]?.name).toBe("甲");
    const workbook = new ExcelJS.Workbook();
    const template = await registrationTemplate("xlsx", sessionFiles.column);
    await workbook.xlsx.load(template as unknown as ArrayBuffer);
    workbook.worksheets[0]?.addRow([nameOf(viewer), "", "", "", "", "乙", "yi@example.test"]);
    const filled = Buffer.from(await workbook.xlsx.writeBuffer());
    const checked = await check(sessionId, upload(filled, "报名.xlsx"));
    expect(checked.report).toMatchObject({ added: 1, refusedRows: 0, ignored: [] });
  });
});
