import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { importerSlug, importingOrganisation } from "#app/imports/organisation.server.ts";
import { loadRows, type LoadReport } from "#app/imports/load.server.ts";
import { readRows } from "#app/imports/read-rows.server.ts";
import { UnreadableFile } from "#app/office/table.ts";
import { post } from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "duijie-import-"));
let market: TestMarket;
let target: { organisationId: string; source: string };
let number = 0;
beforeAll(async () => {
  market = await openMarket();
});
beforeEach(async () => {
  const { active } = await createPerson(market.services);
  target = { organisationId: active?.organisationId ?? "", source: `source ${number++}` };
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await market.close();
});

function written(name: string, text: string): string {
  const file = path.join(folder, `${number}-${name}`);
  writeFileSync(file, text);
  return file;
}
const load = async (file: string): Promise<LoadReport> =>
  loadRows(market.services, (await readRows(file)).rows, target);
const stored = () =>
  market.services.database
    .select()
    .from(post)
    .where(eq(post.source, target.source))
    .orderBy(post.sourceId);

describe("loading a file", () => {
  it("reads a CSV with BOM, quoted line breaks and lists, and publishes what it reads", async () => {
    const report = await load(
      written(
        "needs.csv",
        "\uFEFFid,title,content,cluster,keywords,trl,amount_max\n" +
          'a,轴承钢夹杂物控制,"第一行\n第二行，带""引号""",high_end_equipment,轴承钢；夹杂物,6,500000\n' +
          "b,低温固化粉末涂料,要求120 ℃固化,,,,\n",
      ),
    );
    expect(report).toMatchObject({ kind: "need", added: 2, changed: 0, wrong: [] });
    const [first] = await stored();
    expect(first).toMatchObject({
      publication: "published",
      content: {
        problem: '第一行\n第二行，带"引号"',
        keywords: ["轴承钢", "夹杂物"],
        trl: 6,
        amountMax: "500000",
      },
    });
  });

  it("reads a sheet as it reads a CSV", async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet("needs");
    sheet.addRow(["id", "title", "content", "deadline", "trl"]);
    sheet.addRow(["a", "高导热陶瓷基板", "翘曲大", new Date("2027-06-30T00:00:00Z"), 6]);
    sheet.addRow(["b", "", "没有标题", null, null]);
    const file = path.join(folder, `${number}.xlsx`);
    await workbook.xlsx.writeFile(file);
    const report = await load(file);
    expect(report.added).toBe(1);
    expect(report.wrong).toEqual([expect.objectContaining({ line: 3, column: "title" })]);
    expect((await stored())[0]).toMatchObject({ content: { deadline: "2027-06-30", trl: 6 } });
  });

  it("reads a table as an office keeps it: title, two rows of headings, names for codes", async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet("说明").addRow(["填写说明"]);
    const sheet = workbook.addWorksheet("需求汇总");
    sheet.addRow(["2026年技术需求汇总表"]);
    sheet.addRow(["编号", "技术需求", "", "所属集群", "合作", "", "完成期限", "TRL"]);
    sheet.addRow(["", "名称", "主要问题", "", "合作方式", "预算（万元）", "", ""]);
    sheet.mergeCells("B2:C2");
    sheet.mergeCells("E2:F2");
    sheet.addRow([
      "a1",
      "高导热陶瓷基板",
      "翘曲大",
      "新材料",
      "委托研发、技术入股",
      50,
      "2027年6月",
      "6级",
    ]);
    sheet.addRow([
      "a2",
      "另一项需求名称",
      { formula: "NA()", result: { error: "#N/A" } },
      "",
      "",
      "",
      "",
      "",
    ]);
    sheet.addRow([
      "a3",
      "又一项需求名称",
      "文字",
      "集成电路",
      "",
      "1,200,000元",
      new Date("2027-06-30T00:00:00Z"),
      7,
    ]);
    const file = path.join(folder, `${number}-office.xlsx`);
    await workbook.xlsx.writeFile(file);
    const { source, rows } = await readRows(file);
    expect(source).toMatchObject({ sheet: "需求汇总", headingLine: 2, headingRows: 2 });
    const report = await loadRows(market.services, rows, target);
    expect(report.wrong).toEqual([
      { line: 5, column: "content", reason: expect.stringContaining("#N/A") as string },
    ]);
    expect(await stored()).toMatchObject([
      {
        content: {
          title: "高导热陶瓷基板",
          problem: "翘曲大",
          cluster: "frontier_materials",
          cooperationModes: ["commissioned_development", "equity"],
          amountMax: "500000",
          deadline: "2027-06-30",
          trl: 6,
        },
      },
      { content: { cluster: "integrated_circuits", amountMax: "1200000", deadline: "2027-06-30" } },
    ]);
  });

  it("tells line, column and reason of a wrong row, and takes the good ones", async () => {
    const report = await load(
      written(
        "results.jsonl",
        [
          '{"id":"a","title":"微纳压印","abstract":"大面积压印工艺","keywords":["压印"]}',
          "not json",
          '{"id":"b","title":"微","abstract":"太短的标题"}',
          '{"id":"c","title":"成熟度写错","abstract":"文字","trl":12}',
          '{"id":"a","title":"重复的编号","abstract":"文字"}',
          "",
          '{"id":"d","title":"好的一行","abstract":"文字"}',
        ].join("\n"),
      ),
    );
    expect(report).toMatchObject({ kind: "result", added: 2 });
    expect(report.wrong.map(({ line, column }) => [line, column])).toEqual([
      [2, ""],
      [3, "title"],
      [4, "trl"],
      [5, "id"],
    ]);
    expect(report.wrong.every(({ reason }) => reason.length > 3)).toBe(true);
  });

  it("makes the importing organisation once, and has it indexed", async () => {
    const { services, test } = market;
    const ids = [
      await importingOrganisation(services, importerSlug),
      await importingOrganisation(services, importerSlug),
    ];
    expect(ids[0]).toEqual(expect.any(String));
    expect(ids[1]).toBe(ids[0]);
    const { rows } = await test.pool.query<{ id: string }>(
      "SELECT data->>'organisationId' AS id FROM pgboss.job WHERE name = 'organisation.index'",
    );
    expect(rows.map(({ id }) => id)).toEqual([ids[0]]);
    expect(await importingOrganisation(services, "nobody")).toBeNull();
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("counts the lines of a CSV with %s as an editor does", async (_name, end) => {
    const lines = [
      'id,title,"content',
      '(全文)",content',
      'a,好的一行,"第一行',
      "第二行",
      '",文字',
      "b,短,,文字",
      'c,短,"又有',
      '换行",文字',
      "",
      "d,短,,文字",
    ];
    const report = await load(written("lines.csv", lines.join(end).replace(",短", ",一")));
    expect(report.added).toBe(1);
    const titles = report.wrong.filter(({ column }) => column === "title");
    expect(titles.map(({ line }) => line)).toEqual([6, 7, 10]);
  });

  it("changes nothing the second time, and only the row that changed the third", async () => {
    const rows = ["a", "b"].map((id) => ({ id, title: `成果${id}的标题`, abstract: "说明文字" }));
    const text = (given: object[]) => given.map((row) => JSON.stringify(row)).join("\n");
    await load(written("once.jsonl", text(rows)));
    const before = await stored();
    expect(await load(written("twice.jsonl", text(rows)))).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
    expect(await stored()).toEqual(before);
    const [first, second] = rows;
    const changed = text([first ?? {}, { ...second, abstract: "改过的说明" }]);
    expect(await load(written("changed.jsonl", changed))).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    const after = await stored();
    expect(after.map(({ version }) => version)).toEqual([1, 2]);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it("says what is wrong with a whole file", async () => {
    await expect(load(written("needs.docx", "x"))).rejects.toThrow(UnreadableFile);
    await expect(load(path.join(folder, "missing.csv"))).rejects.toThrow(UnreadableFile);
    await expect(load(written("broken.xlsx", "not a sheet"))).rejects.toThrow(UnreadableFile);
    await expect(load(written("empty.csv", ""))).rejects.toMatchObject({ failure: "empty" });
    await expect(load(written("open.csv", 'id,title,content\na,"never closed'))).rejects.toThrow(
      UnreadableFile,
    );
    const report = await load(written("columns.csv", "id,title\na,没有正文列\n"));
    expect(report).toMatchObject({ added: 0, wrong: [{ line: 2 }] });
  });
});
