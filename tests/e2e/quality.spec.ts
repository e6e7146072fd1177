import type { Page } from "@playwright/test";
import { approve, connected, openForReview, submitNeed } from "./people.ts";
import { expect, test } from "./test.ts";

const meter = (page: Page) => page.getByTestId("quality");
const line = (page: Page, text: string) =>
  meter(page).getByRole("listitem").filter({ hasText: text });

test("the meter says while typing what a match still lacks and leads to the field", async ({
  signInAs,
}) => {
  const { context, page } = await signInAs("editor");
  await page.goto("/needs/new");
  await connected(page);
  await expect(meter(page)).toContainText("0分");
  await page.getByLabel("标题").fill("石墨烯材料研究开发项目");
  await expect(line(page, "标题写明对象和要求")).toContainText("标题只有对象");
  await page.getByLabel("标题").fill("1、泵车臂架减重。2、泵车油耗监测。");
  await expect(line(page, "一条只写一件事")).toContainText("看起来合并了几个需求");
  await page.getByLabel("标题").fill("泵车臂架高强钢焊缝疲劳寿命提升");
  await expect(line(page, "标题写明对象和要求")).toContainText("已做到");

  await page
    .getByLabel("背景与主要问题")
    .fill("焊缝在往复载荷下开裂，要求疲劳寿命不低于50000 h，屈服强度≥960 MPa。");
  await page.getByRole("button", { name: "加为指标：屈服强度 ≥ 960 MPa" }).click();
  await expect(page.getByLabel("名称")).toHaveValue("屈服强度");
  await expect(page.getByLabel("数值")).toHaveValue("960");
  await expect(page.getByRole("textbox", { name: "单位选填" })).toHaveValue("MPa");
  await expect(line(page, "指标已量化")).toContainText("已做到");
  await expect(page.getByRole("button", { name: /加为指标：屈服强度/ })).toHaveCount(0);

  await line(page, "关键词").getByRole("link").click();
  await expect(page.getByLabel("关键词")).toBeFocused();
  await page.keyboard.type("起重机;疲劳试验;激光复合焊");
  await expect(line(page, "关键词")).toContainText("已做到");
  await context.close();
});

test("without scripts the findings stand in the page, and on a phone they fold away", async ({
  browser,
  signInAs,
}) => {
  const { context } = await signInAs("editor");
  const state = await context.storageState();
  await context.close();
  const plain = await browser.newContext({ storageState: state, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto("/needs/new");
  await expect(meter(page).getByRole("link")).toHaveCount(13);
  await plain.close();

  const phone = await browser.newContext({
    storageState: state,
    viewport: { width: 360, height: 740 },
  });
  const small = await phone.newPage();
  await small.goto("/needs/new");
  await connected(small);
  await expect(meter(small)).toBeHidden();
  const bar = small.getByTestId("quality-bar");
  await expect(bar).toContainText("还可完善13项");
  await bar.locator("summary").click();
  await bar.getByRole("link", { name: "现状与已做的尝试" }).click();
  await expect(small.getByLabel("现状与已做的尝试")).toBeFocused();
  await expect(bar.getByRole("list")).toBeHidden();
  await phone.close();
});

const problem =
  "平地机铲刀在冻土工况下磨损不均，现有堆焊层三百小时即剥落，停机更换影响工期，需要耐低温冲击的复合耐磨层及其现场修复方法，避免预热。";

test("near-identical posts are compared before submission, and nothing typed is lost on any way", async ({
  signInAs,
}) => {
  const title = "平地机铲刀低温耐磨层现场修复";
  const first = await signInAs("editor");
  const path = await submitNeed(first.page, title, problem);
  const organizer = await signInAs("organizer");
  await approve(organizer.page, title);

  const second = await signInAs("enterprise");
  const { page } = second;
  const own = "平地机铲刀现场修复的耐磨层";
  const text = `${problem}希望明年施工季前完成。`;
  await submitNeed(page, own, text, { expectNear: true });
  await expect(page).toHaveURL(/near-identical$/);
  const pair = page.getByTestId("near-pair");
  await expect(pair).toContainText(title);
  await expect(pair.locator("mark").filter({ hasText: "停机更换影响工期" })).toHaveCount(2);
  await expect(pair.locator("mark").filter({ hasText: "希望明年施工季前" })).toHaveCount(0);

  const [opened] = await Promise.all([
    page.waitForEvent("popup"),
    pair.getByRole("link", { name: "打开这一条" }).click(),
  ]);
  await expect(opened).toHaveURL(new RegExp(`${path}$`));
  await opened.close();

  await page.getByRole("link", { name: "返回编辑" }).click();
  await connected(page);
  await expect(page.getByLabel("背景与主要问题")).toHaveValue(text);
  await expect(page.getByLabel("数值")).toHaveValue("5000");
  await page.getByLabel("预期目标").fill("两个施工季不更换。");
  const notice = page.getByTestId("near-notice");
  await expect(notice).toContainText("有1条内容与此几乎相同");
  await page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(page).toHaveURL(/near-identical$/);

  await page.reload();
  await page.getByRole("button", { name: "仍要提交审核" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(own);
  await expect(page.getByText("两个施工季不更换。")).toBeVisible();
  await openForReview(organizer.page, own);
  const facts = organizer.page.getByRole("main").locator("section", { hasText: "内容质量" });
  await expect(facts).toContainText("提交人看过以下近似内容后仍选择提交");
  await expect(facts.getByRole("link", { name: title })).toBeVisible();
  await expect(facts).toContainText("3至5个标题之外的关键词");
});

test("an own post that was closed is offered to go on from", async ({ signInAs }) => {
  const title = "沥青搅拌站骨料含水率在线检测";
  const text =
    "骨料含水率波动使搅拌站油石比失准，红外探头被粉尘遮挡，微波探头受粒径影响，需要免维护的在线检测方法，误差小且能适应雨季骨料。";
  const { context, page } = await signInAs("editor");
  const path = await submitNeed(page, title, text);
  await page.getByRole("button", { name: "撤回", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "撤回", exact: true }).click();
  await expect(page.getByText("已撤回", { exact: true })).toBeVisible();

  await submitNeed(page, `${title}方法`, text, { expectNear: true });
  const pair = page.getByTestId("near-pair");
  await expect(pair.getByText("本单位", { exact: true })).toBeVisible();
  await pair.getByRole("button", { name: "在这一条的基础上继续" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("编辑技术需求");
  await expect(page.getByLabel("标题")).toHaveValue(title);
  expect(page.url()).not.toContain(path);
  await page.goto("/my-posts");
  await expect(page.getByRole("link", { name: `${title}方法` })).toBeVisible();
  await context.close();
});
