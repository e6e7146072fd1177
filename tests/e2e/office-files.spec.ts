import ExcelJS from "exceljs";
import type pg from "pg";
import { v7 as newId } from "uuid";
import { needBesides, resultForm } from "#tests/support/word-forms.ts";
import { expectSound } from "./checks.ts";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

/** A published session with a slot at 09:00 in Shanghai. */
async function openSession(pool: pg.Pool, title: string): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO matchmaking_session (id, title, state, place, starts_at, ends_at)
     VALUES ($1, $2, 'published', '南京国际博览中心', '2030-05-16T00:30Z', '2030-05-16T01:30Z')`,
    [id, title],
  );
  await pool.query(
    `INSERT INTO session_slot (id, session_id, starts_at, ends_at)
     VALUES ($1, $2, '2030-05-16T01:00Z', '2030-05-16T01:30Z')`,
    [newId(), id],
  );
  return id;
}

async function officeWorkbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("填写说明").addRow(["每行填写一人。"]);
  const sheet = book.addWorksheet("回执");
  sheet.addRow(["对接会参会回执"]);
  sheet.mergeCells("A1:F1");
  sheet.addRow(["序号", "单位", "参会人员", "", "", "不能参加的时段"]);
  sheet.addRow(["", "名称", "姓名", "手机", "电子邮箱", ""]);
  sheet.mergeCells("C2:E2");
  const when = new Date("2030-05-16T09:00:00Z");
  sheet.addRow([1, "镇江某某研究所", "甲", "0511-8888 0000", "jia@example.cn", when]);
  sheet.getCell("F4").numFmt = "yyyy/m/d h:mm";
  sheet.addRow([2, "镇江某某研究所", "乙", 13812345678, "yi@example.cn", ""]);
  sheet.addRow([3, { formula: "NA()", result: { error: "#N/A" } }, "丙", "", "c@example.cn", ""]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

test("registrations come as an office's workbook; the organizer sees how it was read and reads it again", async ({
  signInAs,
  served,
}) => {
  const id = await openSession(served.database.$client, `回执对接会${Date.now()}`);
  const { page } = await signInAs("organizer");
  await page.goto(`/sessions/${id}/registrations/import`);
  await connected(page);
  await page.locator("#file").setInputFiles({
    name: "回执.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: await officeWorkbook(),
  });
  await page.getByRole("button", { name: "上传并核对" }).click();
  const reading = page.getByTestId("reading");
  await expect(reading).toContainText("读取的是工作表“回执”，列名在第2至3行。");
  await expect(reading).toContainText("没有读取的工作表：填写说明");
  await expect(reading).toContainText("D列“参会人员 手机”");
  await expect(page.getByTestId("problem").filter({ hasText: "第6行" })).toContainText("#N/A");
  await expect(page.getByTestId("warning")).toContainText("第5行");
  await expect(page.getByTestId("warning")).toContainText("文本");
  await page.setViewportSize({ width: 360, height: 800 });
  await expectSound(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByText("换一种读法").click();
  await page.getByLabel("工作表").selectOption("填写说明");
  await page.getByRole("button", { name: "重新核对" }).click();
  await expect(page.getByText("没有认出任何一列")).toBeVisible();
  await page.getByLabel("工作表").selectOption("回执");
  await page.getByRole("button", { name: "重新核对" }).click();
  await expect(reading).toContainText("读取的是工作表“回执”");

  await page.getByLabel("新建这些单位").check();
  await page.getByRole("button", { name: "确认导入" }).click();
  await expect(page.getByRole("heading", { name: "已导入 · 回执.xlsx" })).toBeVisible();
  await page.goto(`/sessions/${id}/registrations`);
  await expect(page.getByRole("link", { name: "镇江某某研究所" })).toBeVisible();
  await expect(page.getByText("科研院所")).toBeVisible();
  await expect(page.getByText("甲 · jia@example.cn · 0511-8888 0000")).toBeVisible();
});

test("a form filled in with Word fills in the form of a new need, and says what it did not understand", async ({
  signInAs,
}) => {
  const { page } = await signInAs("enterprise");
  await page.goto("/needs/new");
  await connected(page);
  await page.getByText("已有填好的《技术需求征集表》").click();
  const send = async (name: string, buffer: Buffer) => {
    await page.getByLabel("Word文件").setInputFiles({ name, mimeType: word, buffer });
    await page.getByRole("button", { name: "读取并填写" }).click();
  };
  await send("成果.docx", await resultForm());
  await expect(page.locator("#word-form-error")).toContainText("这像是另一种表");
  await send("坏的.docx", Buffer.from("no document"));
  await expect(page.locator("#word-form-error")).toContainText("这不是Word文档");

  await send("征集表.docx", await needBesides());
  const from = page.getByTestId("from-file");
  await expect(from).toContainText("已按“征集表.docx”填好下面的表单");
  await expect(from).toContainText("苏州恒远（集团）有限公司");
  await expect(page.getByLabel("标题")).toHaveValue("高导热碳化硅基板低翘曲烧结工艺");
  await expect(page.getByLabel("关键词")).toHaveValue("碳化硅；翘曲；烧结；基板");
  await expect(page.getByLabel("名称", { exact: true }).first()).toHaveValue("热导率");
  await expect(page.getByLabel("期望完成日期")).toHaveValue("2027-06-30");
  await page.setViewportSize({ width: 360, height: 800 });
  await expectSound(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole("button", { name: "不用这些内容" }).click();
  await expect(from).toHaveCount(0);
  await expect(page.getByLabel("标题")).toHaveValue("");

  await page.getByText("已有填好的《技术需求征集表》").click();
  await send("征集表.docx", await needBesides());
  await expect(page.getByLabel("标题")).toHaveValue("高导热碳化硅基板低翘曲烧结工艺");
  await connected(page);
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await expect(page.getByLabel("关键词")).toHaveValue("碳化硅；翘曲；烧结；基板");
  await page.goto("/needs/new");
  await expect(page.getByLabel("标题")).toHaveValue("");
});
