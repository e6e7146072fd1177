import type { Page } from "@playwright/test";
import { connected, expectInSearch, openForReview, publishNeed, type SignInAs } from "./people.ts";
import { expect, test } from "./test.ts";

const stateIs = (page: Page, state: string) =>
  expect(page.getByRole("main").locator("header").getByText(state, { exact: true })).toBeVisible();

/** Presses the button of a step that asks first, and says yes. */
async function confirmStep(page: Page, step: string): Promise<void> {
  await page.getByRole("button", { name: step, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: step, exact: true }).click();
}

test("a changed post is reviewed while its published version stays", async ({ page, signInAs }) => {
  const first = "推土机铲刀自动找平控制";
  const second = "推土机铲刀毫米级自动找平控制";
  const author = await signInAs("editor");
  const organizer = await signInAs("organizer");
  const path = await publishNeed(signInAs, author.page, first);

  await author.page.getByRole("link", { name: "编辑", exact: true }).click();
  await author.page.getByLabel("标题").fill(second);
  await author.page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(second);
  await expect(author.page.getByText("有一份修改稿：待审核")).toBeVisible();
  await author.page.getByRole("link", { name: "查看已发布的版本" }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(first);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first);
  await expectInSearch(page, first, true);

  await openForReview(organizer.page, second);
  await organizer.page.getByRole("button", { name: "通过并发布" }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(second);
  await expect(author.page.getByText("有一份修改稿")).toHaveCount(0);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second);
  await expectInSearch(page, second, true);
});

test("a post is renewed for another full period", async ({ signInAs }) => {
  const { context, page } = await signInAs("editor");
  await page.goto("/my-posts");
  const title = "挖掘机回转减速器齿轮抗点蚀与降噪";
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  const validity = page.getByText(/有效期至/);
  const before = await validity.textContent();
  await page.getByRole("button", { name: "续期" }).click();
  await expect(validity).not.toHaveText(before ?? "");
  await stateIs(page, "已发布");
  await page.getByRole("link", { name: "第1版" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: /^续期/ })).toHaveCount(1);
  await context.close();
});

test("a closed post leaves search and matches at once", async ({ page, signInAs }) => {
  const title = "减速器齿轮喷丸修形抗点蚀工艺";
  const result = "重载齿轮齿面微喷丸与修形协同强化";
  const author = await signInAs("editor");
  const path = await publishNeed(signInAs, author.page, title);
  const own = author.page.getByTestId("match").filter({ hasText: result });
  await expect(own).toBeVisible();
  await own.getByRole("link", { name: result }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(result);
  const resultPath = new URL(author.page.url()).pathname;
  const match = page.getByTestId("match").filter({ hasText: title });
  await expect(async () => {
    await page.goto(resultPath);
    await expect(match).toBeVisible({ timeout: 500 });
  }).toPass();

  await author.page.goto(path);
  await connected(author.page);
  await confirmStep(author.page, "关闭");
  await stateIs(author.page, "已结束");
  await expect(async () => {
    await page.goto(resultPath);
    await expect(match).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await expectInSearch(page, title, false);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByText("已结束", { exact: true })).toBeVisible();
});

test("a withdrawn post is gone and can be copied as a draft", async ({ page, signInAs }) => {
  const title = "摊铺机熨平板均匀加热";
  const author = await signInAs("editor");
  const path = await publishNeed(signInAs, author.page, title);
  await expectInSearch(page, title, true);

  await author.page.getByRole("button", { name: "撤回", exact: true }).click();
  await author.page.getByRole("dialog").getByRole("button", { name: "取消" }).click();
  await stateIs(author.page, "已发布");
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await confirmStep(author.page, "撤回");
  await stateIs(author.page, "已撤回");
  const guests = await page.goto(path);
  expect(guests?.status()).toBe(401);
  await expect(page.getByText(title)).toHaveCount(0);
  await expectInSearch(page, title, false);
  const other = await signInAs("broker");
  const answer = await other.page.goto(path);
  expect(answer?.status()).toBe(404);
  await expect(other.page.getByRole("heading", { level: 1 })).toHaveText("没有找到这一页");

  await author.page.getByRole("button", { name: "复制为新草稿" }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText("编辑技术需求");
  await expect(author.page.getByLabel("标题")).toHaveValue(title);
  await expect(author.page.getByLabel("数值")).toHaveValue("5000");
});

test("a post gives way to a newer one and leads to it", async ({ page, signInAs }) => {
  const older = "路面铣刨刀具寿命提升";
  const newer = "硬质合金铣刨刀头梯度烧焊";
  const author = await signInAs("editor");
  const newerPath = await publishNeed(signInAs, author.page, newer);
  await publishNeed(signInAs, author.page, older);

  await author.page.getByRole("button", { name: "由新发布取代" }).click();
  const dialog = author.page.getByRole("dialog");
  await dialog.getByLabel("选择取代它的新发布").selectOption({ label: newer });
  await dialog.getByRole("button", { name: "由新发布取代" }).click();
  await stateIs(author.page, "已被替代");
  await author.page.getByRole("link", { name: "打开新发布" }).click();
  await expect(author.page).toHaveURL(newerPath);
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(newer);
  await expectInSearch(page, older, false);
  await expectInSearch(page, newer, true);
});

test("a draft is saved half written and found again among the own posts", async ({ signInAs }) => {
  const title = "盾构刀盘磨损在线监测";
  const { context, page } = await signInAs("editor");
  await page.goto("/needs/new");
  await connected(page);
  await page.getByLabel("标题").fill(title);
  await page.getByLabel("背景与主要问题").fill("目前只能停机开舱检查。");
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();

  await page.goto("/my-posts");
  const line = page.getByRole("listitem").filter({ hasText: title });
  await expect(line).toContainText("草稿");
  await line.getByRole("link").click();
  await page.getByRole("link", { name: "编辑", exact: true }).click();
  await expect(page.getByLabel("标题")).toHaveValue(title);
  await expect(page.getByLabel("背景与主要问题")).toHaveValue("目前只能停机开舱检查。");
  await context.close();
});

/** A notification arrives, on which open pages load their data anew. */
async function newsComesTo(signInAs: SignInAs, page: Page): Promise<void> {
  const unread = page.getByTestId("unread");
  const before = await unread.allTextContents();
  const broker = await signInAs("broker");
  await broker.page.goto(`/search?q=${encodeURIComponent("五轴机床热误差实时补偿")}`);
  await broker.page.getByRole("link", { name: "五轴机床热误差实时补偿" }).click();
  await broker.page.getByLabel("留言").fill("我们可以推荐做热误差建模的团队。");
  await broker.page.getByRole("button", { name: "发送意向" }).click();
  await expect(broker.page).toHaveURL(/\/interests\//);
  await expect(unread).not.toHaveText(before[0] ?? "");
  await broker.context.close();
}

test("of two who edit one post the second is told and loses nothing", async ({ signInAs }) => {
  const one = await signInAs("editor");
  const two = await signInAs("editor");
  await one.page.goto("/needs/new");
  await connected(one.page);
  await one.page.getByLabel("标题").fill("塔机臂架疲劳寿命评估");
  await one.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(one.page.getByText("草稿已保存")).toBeVisible();
  await two.page.goto(new URL(one.page.url()).pathname);
  await connected(two.page);

  await one.page.getByLabel("预期目标").fill("第一位写的目标。");
  await one.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(one.page).toHaveURL(/saved/);
  await two.page.getByLabel("背景与主要问题").fill("第二位写的背景。");
  await two.page.getByLabel("细分领域").fill("起重机械");
  await newsComesTo(signInAs, two.page);
  await two.page.getByRole("button", { name: "保存草稿" }).last().click();

  const open = two.page.getByRole("link", { name: "打开最新版本", exact: true });
  const told = two.page.getByRole("alert").filter({ has: open });
  await expect(told).toContainText("同事在您编辑期间保存过这条内容");
  await expect(two.page.getByLabel("背景与主要问题")).toHaveValue("第二位写的背景。");
  await expect(two.page.getByLabel("细分领域")).toHaveValue("起重机械");
  const [latest] = await Promise.all([two.page.waitForEvent("popup"), open.click()]);
  await expect(latest.getByText("第一位写的目标。")).toBeVisible();
  await expect(latest.getByText("第二位写的背景。")).toHaveCount(0);

  await two.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(told).toBeVisible();
  await two.page.getByLabel("预期目标").fill("第一位写的目标。");
  await two.page.getByRole("button", { name: "以我填写的内容覆盖保存" }).click();
  await expect(two.page.getByText("草稿已保存")).toBeVisible();
  await latest.reload();
  await expect(latest.getByText("第一位写的目标。")).toBeVisible();
  await expect(latest.getByText("第二位写的背景。")).toBeVisible();
});
