import type { Page } from "@playwright/test";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

/** How many copies of unsaved text this browser keeps. */
const copiesIn = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("duijie:")).length);

test("what was not saved is kept in the browser, offered again and restored with its rows", async ({
  signInAs,
}) => {
  const { page } = await signInAs("editor");
  await page.goto("/needs/new");
  await connected(page);
  await page.getByRole("button", { name: "添加一项指标" }).click();
  await page.getByLabel("名称", { exact: true }).fill("焊缝疲劳寿命");
  await page.getByLabel("数值").fill("50000");
  await page.getByLabel("标题").fill("泵车臂架焊缝寿命");
  await expect.poll(() => copiesIn(page)).toBe(1);

  await page.reload();
  await connected(page);
  await expect(page.getByLabel("标题")).toHaveValue("");
  await page.getByRole("button", { name: "恢复", exact: true }).click();
  await expect(page.getByLabel("标题")).toHaveValue("泵车臂架焊缝寿命");
  await expect(page.getByLabel("名称", { exact: true })).toHaveValue("焊缝疲劳寿命");
  await expect(page.getByText("发现本机上未保存的内容")).toHaveCount(0);
  await expect(page.getByRole("alert")).toHaveCount(0);

  await connected(page);
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await expect(page.getByLabel("名称", { exact: true })).toHaveValue("焊缝疲劳寿命");
  await expect.poll(() => copiesIn(page)).toBe(0);
});

test("without scripts rows are added and taken away, and a draft is refused and saved", async ({
  browser,
  signInAs,
}) => {
  const person = await signInAs("editor");
  const plain = await browser.newContext({
    storageState: await person.context.storageState(),
    javaScriptEnabled: false,
  });
  const page = await plain.newPage();
  await page.goto("/needs/new");
  await page.getByLabel("标题").fill("泵车臂架减重");
  const names = page.getByLabel("名称", { exact: true });
  for (const rows of [1, 2]) {
    await page.getByRole("button", { name: "添加一项指标" }).click();
    await expect(names).toHaveCount(rows);
    await expect(page.getByLabel("标题")).toHaveValue("泵车臂架减重");
  }
  await names.first().fill("壁厚");
  await names.last().fill("屈服强度");
  await page.getByLabel("数值").last().fill("960");
  await page.getByRole("button", { name: "删除第1项指标" }).click();
  await expect(names).toHaveCount(1);
  await expect(names).toHaveValue("屈服强度");

  await page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(page.getByRole("alert").getByRole("link").first()).toBeVisible();
  await expect(page.getByLabel("标题")).toHaveValue("泵车臂架减重");
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await expect(names).toHaveValue("屈服强度");
  await plain.close();
});

test("who saves without scripts over what a colleague saved meanwhile is asked first", async ({
  browser,
  signInAs,
}) => {
  const colleague = await signInAs("editor");
  await colleague.page.goto("/needs/new");
  await connected(colleague.page);
  await colleague.page.getByLabel("标题").fill("塔机臂架减振");
  await colleague.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(colleague.page.getByText("草稿已保存")).toBeVisible();
  const { pathname } = new URL(colleague.page.url());

  const plain = await browser.newContext({
    storageState: await colleague.context.storageState(),
    javaScriptEnabled: false,
  });
  const page = await plain.newPage();
  await page.goto(pathname);
  await colleague.page.getByLabel("预期目标").fill("同事写的目标。");
  await Promise.all([
    colleague.page.waitForResponse((answer) => answer.request().method() === "POST"),
    colleague.page.getByRole("button", { name: "保存草稿" }).last().click(),
  ]);

  await page.getByLabel("背景与主要问题").fill("自己写的背景。");
  for (const attempt of ["first", "second"]) {
    await page.getByRole("button", { name: "保存草稿" }).last().click();
    await expect(page.getByRole("alert"), attempt).toContainText("同事在您编辑期间保存过这条内容");
    await expect(page.getByLabel("背景与主要问题")).toHaveValue("自己写的背景。");
  }
  await page.getByRole("button", { name: "以我填写的内容覆盖保存" }).click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await expect(page.getByLabel("背景与主要问题")).toHaveValue("自己写的背景。");
  await plain.close();
});
