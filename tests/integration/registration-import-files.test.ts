import { eq } from "drizzle-orm";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importReport } from "#app/sessions/registrations/import/import-report.ts";
import { rereadImport } from "#app/sessions/registrations/import/registration-import.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { organisation, participantAbsence } from "#db/schema/index.ts";
import { memoryStore } from "#tests/support/files.ts";
import { createPerson, openMarket } from "#tests/support/market.ts";
import { csv, mark, registrationTools, upload } from "#tests/support/registration-files.ts";
import { openSession } from "#tests/support/sessions.ts";

let services: Services;
let organizer: Viewer;
let close: () => Promise<void>;
let tools: ReturnType<typeof registrationTools>;
beforeAll(async () => {
  const market = await openMarket();
  close = () => market.close();
  services = { ...market.services, files: memoryStore() };
  organizer = await createPerson(services, { platformRole: "organizer" });
  tools = registrationTools(services, organizer);
});
afterAll(() => close());

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const summaryOf = (problems: { line: number; column: string; reason: string }[]) =>
  problems.map(({ line, column, reason }) => `${line} ${column} ${reason}`);

describe("a file of registrations as offices keep it", () => {
  it("is read under its title, in two rows of headings, with merged cells, links and times", async () => {
    const sessionId = await openSession(services, organizer);
    const name = `苏州恒远${mark()}（集团）有限公司`;
    const content = await workbook((book) => {
      book.addWorksheet("填写说明").addRow(["每行填写一人，时段请填写开始时间。"]);
      const sheet = book.addWorksheet("回执");
      sheet.addRow(["对接会参会回执"]);
      sheet.mergeCells("A1:I1");
      sheet.addRow(["序号", "单位", "", "", "", "参会人员", "", "", "不能参加的时段"]);
      sheet.addRow(["", "名称", "性质", "所在城市", "所属集群", "姓名", "手机", "电子邮箱", ""]);
      sheet.mergeCells("B2:E2");
      sheet.mergeCells("F2:H2");
      const when = new Date("2030-05-16T09:00:00Z");
      const link = { text: { richText: [{ text: "jia@" }, { text: "example.cn" }] } };
      sheet.addRow([
        ...[1, name, "研究所", "江苏省苏州市", "集成电路产业", "甲", "025-8321 0000"],
        ...[{ ...link, hyperlink: "mailto:jia@example.cn" }, when],
      ]);
      sheet.getCell("I4").numFmt = 'yyyy"年"m"月"d"日" hh:mm';
      sheet.addRow([
        2,
        "",
        "",
        "",
        "",
        "乙",
        13812345678,
        "yi@example.cn",
        "2030年5月16日上午9:30-10:00",
      ]);
      sheet.mergeCells("B4:B5");
      sheet.addRow([
        3,
        { formula: "NA()", result: { error: "#N/A" } },
        "",
        "",
        "",
        "丙",
        "",
        "c@x.cn",
        "",
      ]);
    });
    const checked = await tools.check(sessionId, upload(content, "回执.xlsx"));
    expect(checked.report.source).toMatchObject({ sheet: "回执", headingLine: 2, headingRows: 2 });
    expect(summaryOf(checked.report.refused)).toEqual([
      "4 organisation organisationUnknown",
      "5 organisation organisationUnknown",
      "6 organisation cellError",
    ]);
    expect(summaryOf(checked.report.warnings)).toEqual(["5 phone cellNumber"]);
    expect(checked.report.ignored).toEqual([]);
    const done = await tools.write(sessionId, checked, true);
    expect(done.report).toMatchObject({ added: 2, created: 1, warned: 1 });
    const [one, other] = await tools.people(sessionId);
    expect(one).toMatchObject({ name: "甲", email: "jia@example.cn", phone: "025-8321 0000" });
    expect(other).toMatchObject({ name: "乙", phone: "" });
    expect(await tools.registrations(sessionId)).toMatchObject([
      { cluster: "integrated_circuits" },
    ]);
    const [made] = await services.database
      .select()
      .from(organisation)
      .where(eq(organisation.id, one?.organisationId ?? ""));
    expect(made).toMatchObject({ name, kind: "institute", region: "3205" });
    for (const person of [one, other])
      expect(
        await services.database
          .select()
          .from(participantAbsence)
          .where(eq(participantAbsence.participantId, person?.id ?? "")),
      ).toHaveLength(1);
  });

  it("refuses a code in a number cell, and warns of a wrong check character", async () => {
    const sessionId = await openSession(services, organizer);
    const [one, other] = [await createPerson(services), await createPerson(services)];
    const content = await workbook((book) => {
      const sheet = book.addWorksheet("表");
      sheet.addRow(["单位", "统一社会信用代码", "姓名", "邮箱", "集群", "城市"]);
      sheet.addRow([one.active?.name, 913301001234567890, "甲", "a@example.cn"]);
      sheet.addRow([
        other.active?.name,
        "91320000D2143569X1",
        "乙",
        "b@example.cn",
        "农业",
        "火星",
      ]);
    });
    const { report } = await tools.check(sessionId, upload(content, "报名.xlsx"));
    expect(summaryOf(report.refused)).toEqual(["2 code cellLongNumber"]);
    expect(summaryOf(report.warnings)).toEqual([
      "3 city cityUnknown",
      "3 cluster clusterUnknown",
      "3 code creditCodeCheck",
    ]);
    expect(report.added).toBe(1);
  });

  it.each([
    ["UTF-16 with tabs, as text", "\t", "utf16le", "名单.txt"],
    ["semicolons", ";", "utf8", "名单.csv"],
  ] as const)("is read in %s", async (_what, separator, encoding, fileName) => {
    const sessionId = await openSession(services, organizer);
    const viewer = await createPerson(services);
    const lines = [
      ["单位名称", "姓名", "邮箱"],
      [viewer.active?.name, "甲", "jia@example.cn"],
    ];
    const text = `\uFEFF${lines.map((line) => line.join(separator)).join("\r\n")}`;
    const { report } = await tools.check(sessionId, upload(Buffer.from(text, encoding), fileName));
    expect(report).toMatchObject({ added: 1, source: { text: { separator } } });
  });

  it("that has no known column waits for the organizer to say where its headings are", async () => {
    const sessionId = await openSession(services, organizer);
    const viewer = await createPerson(services);
    const content = await workbook((book) => {
      book.addWorksheet("甲").addRow(["没有", "表格"]);
      const sheet = book.addWorksheet("乙");
      sheet.addRow(["谁家的", "谁", "寄到"]);
      sheet.addRow([viewer.active?.name, "甲", "jia@example.cn"]);
    });
    const checked = await tools.check(sessionId, upload(content, "报名.xlsx"));
    expect(checked).toMatchObject({
      state: "checked",
      report: { failure: "noColumns", added: 0, source: { sheets: ["甲", "乙"] } },
    });
    const reread = async (choice: Parameters<typeof rereadImport>[3]) => {
      await rereadImport(services, organizer, { sessionId, importId: checked.id }, choice);
      await tools.job(checked.id);
      return tools.view(sessionId, checked.id);
    };
    const other = await reread({ sheet: "乙", headingLine: 1, columns: { name: 0 } });
    expect(other.report).toMatchObject({ failure: "noColumns", source: { sheet: "乙" } });
    const columns = { organisation: 0, name: 1, email: 2 };
    const ready = await reread({ sheet: "乙", headingLine: 1, columns });
    expect(ready.report).toMatchObject({ failure: null, added: 1, refusedRows: 0 });
    const done = await tools.write(sessionId, ready);
    expect(done.report).toMatchObject({ added: 1, source: { sheet: "乙" } });
    await expect(reread({ headingLine: 1 })).rejects.toMatchObject({ code: "illegalStep" });
    await expect(
      rereadImport(services, viewer, { sessionId, importId: checked.id }, {}),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("organisations that a file names", () => {
  it("are one however width, brackets, spaces and capitals are written", async () => {
    const sessionId = await openSession(services, organizer);
    const marked = mark();
    const viewer = await createPerson(services, { name: `苏州恒远（集团）有限公司${marked}` });
    const rows = [
      [`苏州恒远(集团)有限公司${marked}`, "a@example.cn", "甲"],
      [` 苏州恒远 （集团） 有限公司 ${marked.toUpperCase()}`, "b@example.cn", "乙"],
      [`新单位ＡＢＣ${marked}`, "c@example.cn", "丙"],
      [`新单位 abc ${marked}`, "d@example.cn", "丁"],
    ];
    const { report } = await tools.take(sessionId, rows, true);
    expect(report).toMatchObject({ added: 4, created: 1, refusedRows: 0 });
    const registered = (await tools.registrations(sessionId)).map((one) => one.organisationId);
    expect(registered).toHaveLength(2);
    expect(registered).toContain(viewer.active?.organisationId);
  });

  it("are told apart by a code of two names, and found by a code with spaces in full width", async () => {
    const sessionId = await openSession(services, organizer);
    const code = `91320000${mark().toUpperCase()}X0`;
    const marked = mark();
    const wide = [...code].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join("");
    const rows = [
      [`某公司${marked}`, "a@example.cn", "甲", "", "", "", code],
      [
        `某公司${marked}`,
        "b@example.cn",
        "乙",
        "",
        "",
        "",
        ` ${wide.slice(0, 8)} ${wide.slice(8)}`,
      ],
      [`另一公司${marked}`, "c@example.cn", "丙", "", "", "", code],
    ];
    const { report } = await tools.check(sessionId, upload(csv(rows)));
    expect(report.withCreation).toMatchObject({ added: 2, refusedRows: 1 });
  });

  it("of reports that were written before are still read", () => {
    expect(importReport.parse({ failure: "unreadable", total: 3 })).toMatchObject({
      source: null,
      choice: {},
      warnings: [],
    });
  });
});
