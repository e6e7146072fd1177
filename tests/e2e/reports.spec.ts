import { connected, expectInSearch, publishNeed } from "./people.ts";
import { expect, test } from "./test.ts";

test("a post is reported, the report upheld, and both sides are told", async ({ signInAs }) => {
  const title = "超高速离心机转子失衡在线抑制";
  const author = await signInAs("editor");
  const reporter = await signInAs("university");
  const organizer = await signInAs("organizer");
  const path = await publishNeed(signInAs, author.page, title);

  const { page } = reporter;
  await page.goto(path);
  await page.getByRole("main").getByRole("link", { name: "举报", exact: true }).click();
  await connected(page);
  await page.getByLabel("具体情况").fill("这条需求的指标明显不实，公开资料与之矛盾。");
  await page.getByRole("button", { name: "提交举报" }).click();
  await expect(
    page.getByText("请填写此项").or(page.getByText("请从列出的选项中选择")),
  ).toBeVisible();
  await expect(page.getByLabel("具体情况")).toHaveValue(
    "这条需求的指标明显不实，公开资料与之矛盾。",
  );
  await page.getByLabel("内容不实").check();
  await page.getByRole("button", { name: "提交举报" }).click();
  await expect(page.getByText("举报已提交")).toBeVisible();
  await page.goto(path);
  await page.getByRole("main").getByRole("link", { name: "举报", exact: true }).click();
  await page.getByLabel("内容不实").check();
  await page.getByLabel("具体情况").fill("这条需求的指标明显不实，再说一次。");
  await page.getByRole("button", { name: "提交举报" }).click();
  await expect(page.getByRole("alert")).toContainText("您已举报过");

  await organizer.page.goto("/admin/reports");
  await organizer.page.getByRole("main").getByRole("link", { name: title }).click();
  await expect(organizer.page.getByText("高校演示账号").first()).toBeVisible();
  await organizer.page.getByRole("button", { name: "开始处理" }).click();
  await organizer.page.getByLabel("处理说明").fill("指标与公开检测报告不符。");
  await organizer.page.getByLabel("同时下架该发布").check();
  await page.goto("/reports");
  await connected(page);
  await organizer.page.getByRole("button", { name: "举报成立" }).click();
  await expect(organizer.page).toHaveURL(/saved/);

  await expect(page.getByText("指标与公开检测报告不符。").first()).toBeVisible();
  await author.page.goto("/organisation/reports");
  await expect(author.page.getByText("指标与公开检测报告不符。")).toBeVisible();
  await expect(author.page.getByText(title)).toBeVisible();
  await expect(author.page.getByRole("main")).not.toContainText("高校演示账号");
  await expectInSearch(page, title, false);
});

test("an organisation blocks another, which then cannot ask it; and takes it back", async ({
  signInAs,
}) => {
  const title = "深海机器人耐压浮力材料轻量化";
  const owner = await signInAs("editor");
  const other = await signInAs("university");
  const path = await publishNeed(signInAs, owner.page, title);
  const { page } = owner;
  await other.page.goto("/organisation");
  const otherPath = await other.page.getByRole("link", { name: "公开页面" }).getAttribute("href");
  await page.goto(otherPath ?? "");
  await connected(page);
  await page.getByRole("button", { name: "屏蔽该单位" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "屏蔽该单位" }).click();
  await expect(page.getByText("贵单位已屏蔽该单位")).toBeVisible();

  const ask = async () => {
    await other.page.goto(path);
    await other.page.getByLabel("留言").fill("我们有轻量化浮力材料，希望了解工况。");
    await other.page.getByRole("button", { name: "发送意向" }).click();
  };
  await ask();
  await expect(other.page.getByRole("alert")).toContainText("目前不能与该单位建立联系");
  await expect(other.page.getByLabel("留言")).toHaveValue("我们有轻量化浮力材料，希望了解工况。");

  await page.goto("/organisation/blocked");
  await page.getByRole("button", { name: /^解除对/ }).click();
  await expect(page.getByText("没有屏蔽任何单位")).toBeVisible();
  await ask();
  await expect(other.page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(other.page).toHaveURL(/interests/);
});
