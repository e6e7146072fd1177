import type { Page } from "@playwright/test";
import { approve, connected, expectInSearch, openForReview, submitNeed } from "./people.ts";
import { expect, test } from "./test.ts";

/** Opens what waits under this title and decides against it, with these words. */
async function decline(
  page: Page,
  title: string,
  button: "退回修改" | "不予通过",
  comment: string,
): Promise<void> {
  await openForReview(page, title);
  await page.getByLabel("审核意见").fill(comment);
  await page.getByRole("button", { name: button }).click();
  await expect(page).toHaveURL("/review");
}

test("a post returned with a comment is mended, approved and found", async ({ page, signInAs }) => {
  const title = "起重臂焊缝残余应力现场消减";
  const comment = "请补充焊缝的材料牌号和板厚。";
  const author = await signInAs("editor");
  const organizer = await signInAs("organizer");
  await submitNeed(author.page, title);
  await connected(author.page);

  await openForReview(organizer.page, title);
  await organizer.page.getByRole("button", { name: "退回修改" }).click();
  await expect(organizer.page.getByText("请填写此项").filter({ visible: true })).toHaveCount(1);
  await organizer.page.getByLabel("审核意见").fill(comment);
  await organizer.page.getByRole("button", { name: "退回修改" }).click();
  await expect(organizer.page).toHaveURL("/review");
  const waiting = organizer.page.getByRole("main").getByRole("link", { name: title });
  await expect(waiting).toHaveCount(0);

  const returned = author.page.getByTestId("toast").filter({ hasText: `“${title}”被退回修改` });
  await expect(returned).toContainText(comment);
  await expect(author.page.getByRole("status").filter({ hasText: comment })).toBeVisible();
  await author.page.getByRole("link", { name: "编辑", exact: true }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText("编辑技术需求");
  await expect(author.page.getByRole("status").filter({ hasText: comment })).toBeVisible();
  await author.page.getByLabel("背景与主要问题").fill("材料为Q960E,板厚12 mm。");

  await connected(organizer.page);
  await author.page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(author.page.getByText("待审核")).toBeVisible();
  await expect(author.page.getByText(comment)).toHaveCount(1);

  await waiting.click();
  await expect(organizer.page.getByText("材料为Q960E,板厚12 mm。")).toBeVisible();
  await organizer.page.getByRole("button", { name: "通过并发布" }).click();
  const approved = author.page.getByTestId("toast").filter({ hasText: "已通过审核并发布" });
  await expect(approved).toContainText(title);
  await expect(author.page.getByText("已发布", { exact: true })).toBeVisible();
  await expectInSearch(page, title, true);
});

test("a rejected post tells its reason and stays off the market", async ({ page, signInAs }) => {
  const title = "履带板耐磨堆焊粉末替代";
  const reason = "与贵单位已发布的需求重复。";
  const author = await signInAs("editor");
  const organizer = await signInAs("organizer");
  const path = await submitNeed(author.page, title);
  await connected(author.page);
  await decline(organizer.page, title, "不予通过", reason);

  const toast = author.page.getByTestId("toast").filter({ hasText: `“${title}”未通过审核` });
  await expect(toast).toContainText(reason);
  await expect(author.page.getByText("未通过", { exact: true })).toBeVisible();
  await expect(author.page.getByRole("status").filter({ hasText: reason })).toBeVisible();
  const main = author.page.getByRole("main");
  await expect(main.getByRole("link", { name: "编辑", exact: true })).toHaveCount(0);
  await expect(main.getByRole("button", { name: "提交审核" })).toHaveCount(0);
  await expectInSearch(page, title, false);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("请先登录");

  await main.getByRole("button", { name: "复制为新草稿" }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText("编辑技术需求");
  await expect(author.page.getByLabel("标题")).toHaveValue(title);
  expect(author.page.url()).not.toContain(path);
});

test("the history shows each version and each step with its person", async ({ signInAs }) => {
  const first = "回转支承滚道淬硬层均匀化";
  const second = "回转支承滚道感应淬火硬度梯度控制";
  const author = await signInAs("editor");
  const organizer = await signInAs("organizer");
  const path = await submitNeed(author.page, first);
  await decline(organizer.page, first, "退回修改", "请写明淬硬层深度。");
  for (const title of [first, second]) {
    await author.page.goto(`${path}/edit`);
    await connected(author.page);
    await author.page.getByLabel("标题").fill(title);
    await author.page.getByRole("button", { name: "提交审核" }).last().click();
    await expect(author.page.getByRole("heading", { level: 1 })).toHaveText(title);
    await approve(organizer.page, title);
  }

  await author.page.goto(path);
  await author.page.getByRole("link", { name: "第2版" }).click();
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText("版本与记录");
  const part = (name: string) =>
    author.page
      .getByRole("main")
      .locator("section")
      .filter({ has: author.page.getByRole("heading", { name }) })
      .getByRole("listitem");
  const versions = part("已发布的版本");
  await expect(versions).toHaveCount(2);
  await expect(versions.nth(0)).toContainText(`第2版 · ${second}`);
  await expect(versions.nth(1)).toContainText(`第1版 · ${first}`);
  await expect(versions.nth(1)).toContainText("审核：组织方演示账号");

  const log = part("操作记录");
  const people = { author: "企业编辑演示账号", organizer: "组织方演示账号" };
  const steps = [
    ["新建", people.author],
    ["提交审核", people.author],
    ["退回修改", people.organizer],
    ["编辑", people.author],
    ["提交审核", people.author],
    ["审核通过", people.organizer],
    ["编辑", people.author],
    ["提交审核", people.author],
    ["审核通过", people.organizer],
  ];
  await expect(log).toContainText(steps.reverse().map(([step, name]) => `${step} · ${name}`));
});

test("a decision that comes too late is told so and changes nothing", async ({
  page,
  signInAs,
}) => {
  const title = "平地机刮刀快换机构防松";
  const author = await signInAs("editor");
  const quick = await signInAs("organizer");
  const late = await signInAs("admin");
  const path = await submitNeed(author.page, title);

  // No news reaches the late browser, as on a poor connection.
  await late.context.routeWebSocket(/\/realtime/, (socket) => socket.close());
  await late.context.route("**/notifications/recent*", (route) => route.abort());
  await openForReview(late.page, title);
  await late.page.getByLabel("审核意见").fill("内容不完整,不予通过。");
  await approve(quick.page, title);
  await late.page.getByRole("button", { name: "不予通过" }).click();
  await expect(late.page.getByRole("alert")).toContainText("当前状态不能进行此操作");
  await late.page.reload();
  await expect(late.page.getByText("已发布", { exact: true })).toBeVisible();
  await expect(late.page.getByRole("heading", { name: "审核决定" })).toHaveCount(0);
  await expectInSearch(page, title, true);

  await author.page.goto(`${path}/history`);
  await expect(author.page.getByRole("listitem").filter({ hasText: "不予通过" })).toHaveCount(0);
});

test("an open review page follows the decision of another organizer", async ({ signInAs }) => {
  const title = "混凝土泵车臂架主动减振";
  const author = await signInAs("editor");
  const deciding = await signInAs("organizer");
  const watching = await signInAs("admin");
  await submitNeed(author.page, title);
  await openForReview(watching.page, title);
  await connected(watching.page);
  const decision = watching.page.getByRole("heading", { name: "审核决定" });
  await expect(decision).toBeVisible();
  await decline(deciding.page, title, "退回修改", "请补充工况。");
  await expect(decision).toHaveCount(0);
  await expect(watching.page.getByText("请补充工况。")).toBeVisible();
});
