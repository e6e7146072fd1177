import type { Page, Response } from "@playwright/test";
import { demonstrationPassword } from "#db/demonstration/index.ts";
import { approve, connected, ownAddress, publishNeed, signIn, submitNeed } from "./people.ts";
import { expect, test } from "./test.ts";

const noPermission = "您没有权限查看这一页";

/** An answer to a form of this path, whether the browser or the page's script sent it. */
const isPost = (response: Response, path: string): boolean =>
  response.request().method() === "POST" &&
  new URL(response.url()).pathname.replace(/\.data$/, "") === path;

/** Opens a page that is not this person's to see. */
async function expectNoPermission(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(noPermission);
}

/** Sends a form that no page offers this person, and reads what the page then says. */
async function expectRefused(
  page: Page,
  path: string,
  fields: Record<string, string>,
): Promise<void> {
  const answered = page.waitForResponse((response) => isPost(response, path));
  await page.evaluate(
    ([action, entries]) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = action;
      for (const [name, value] of entries) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value });
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    },
    [path, Object.entries(fields)] as const,
  );
  expect((await answered).status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(noPermission);
}

test("a reader sees the posts of the organisation but can neither post nor edit", async ({
  signInAs,
}) => {
  const title = "粉体输送管道弯头耐磨衬里";
  const owner = await signInAs("enterprise");
  const reader = await signInAs("reader");
  const { page } = reader;
  const path = await publishNeed(signInAs, owner.page, title);
  await owner.page.goto(`${path}/edit`);
  const version = await owner.page.locator("main [name=version]").inputValue();

  await page.goto("/my-posts");
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: title })).toBeVisible();
  await expect(main.getByRole("link", { name: "发布技术需求" })).toHaveCount(0);
  await expect(main.getByRole("link", { name: "发布科研成果" })).toHaveCount(0);
  await page.goto("/needs/new");
  await expect(page.getByText("您在该单位是只读成员，不能发布。")).toBeVisible();
  await expect(page.getByRole("button", { name: "保存草稿" })).toHaveCount(0);

  await page.goto(path);
  await connected(page);
  await expect(page.getByRole("link", { name: "第1版" })).toBeVisible();
  await expect(page.getByRole("link", { name: "编辑", exact: true })).toHaveCount(0);
  for (const name of ["续期", "关闭", "撤回", "由新发布取代"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);

  await expectRefused(page, "/needs/new", { step: "save", title: "只读成员的需求" });
  await expectRefused(page, path, { step: "close" });
  const fields = { step: "save", title: "只读成员改的标题", version };
  await expectRefused(page, `${path}/edit`, fields);
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByText("已发布", { exact: true })).toBeVisible();
});

test("a reader follows an interest but cannot answer it or write", async ({ signInAs }) => {
  const title = "陶瓷生坯激光微孔加工";
  const owner = await signInAs("enterprise");
  const reader = await signInAs("reader");
  const sender = await signInAs("broker");
  const path = await publishNeed(signInAs, owner.page, title);
  await sender.page.goto(path);
  await sender.page.getByLabel("留言").fill("我们有成熟的激光微孔设备,可以试样。");
  await sender.page.getByRole("button", { name: "发送意向" }).click();
  await expect(sender.page).toHaveURL(/\/interests\//);
  const interest = new URL(sender.page.url()).pathname;

  const { page } = reader;
  await page.goto("/interests");
  await page.getByRole("main").getByRole("link", { name: title }).click();
  await expect(page.getByText("我们有成熟的激光微孔设备,可以试样。")).toBeVisible();
  await expect(page.getByRole("button", { name: "接受" })).toHaveCount(0);
  await expect(page.getByText("婉拒", { exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: "打开对接进展" }).click();
  await expect(page.getByText("您在该单位是只读成员，不能发消息。")).toBeVisible();
  await expect(page.getByLabel("写消息")).toHaveCount(0);
  const deal = new URL(page.url()).pathname;
  const message = { step: "message", body: "只读成员的消息", clientKey: crypto.randomUUID() };
  await expectRefused(page, deal, message);

  await owner.page.goto(interest);
  await expect(owner.page.getByText("待答复", { exact: true })).toBeVisible();
  await owner.page.goto(deal);
  await expect(owner.page.getByText("只读成员的消息")).toHaveCount(0);
});

test("the administrator makes a person an organizer and a member again", async ({ signInAs }) => {
  const admin = await signInAs("admin");
  const person = await signInAs("broker");
  const give = async (role: string) => {
    await admin.page.goto("/admin/people");
    await connected(admin.page);
    const line = admin.page.getByRole("listitem").filter({ hasText: "broker@duijie.example" });
    await line.getByLabel("平台角色 技术经纪人演示账号").selectOption({ label: role });
    await Promise.all([
      admin.page.waitForResponse((response) => isPost(response, "/admin/people")),
      line.getByRole("button", { name: "保存" }).click(),
    ]);
    await admin.page.reload();
    await expect(line.locator("option:checked")).toHaveText(role);
  };
  await expectNoPermission(person.page, "/review");
  await give("组织方");
  await person.page.goto("/review");
  await expect(person.page.getByRole("heading", { level: 1 })).toHaveText("审核");
  await expectNoPermission(person.page, "/admin/people");
  await give("普通用户");
  await expectNoPermission(person.page, "/review");
});

test("a member may neither review nor manage people", async ({ page, signInAs }) => {
  const title = "静电卡盘介电层修复";
  const one = await signInAs("enterprise");
  const member = one.page;
  await expectNoPermission(member, "/admin/people");
  await expectNoPermission(member, "/review");
  await member.getByRole("link", { name: "回到首页" }).click();
  await member.locator("header summary").click();
  await expect(member.getByRole("link", { name: "审核", exact: true })).toHaveCount(0);
  await expect(member.getByRole("link", { name: "用户与单位" })).toHaveCount(0);

  const path = await submitNeed(member, title);
  await expect(member.getByRole("button", { name: "通过并发布" })).toHaveCount(0);
  await expectRefused(member, path, { step: "approve" });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("请先登录");
  const organizer = await signInAs("organizer");
  await approve(organizer.page, title);
});

for (const path of ["/interests", "/needs/new", "/notifications", "/organisation", "/my-posts"])
  test(`a guest who wants ${path} signs in and comes back there`, async ({ browser }) => {
    const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
    const page = await context.newPage();
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("登录");
    await expect(page.getByText("登录后将回到您刚才的页面。")).toBeVisible();
    await signIn(page, "enterprise@duijie.example", "wrong-password");
    await expect(page.getByText("邮箱或密码不正确。")).toBeVisible();
    await signIn(page, "enterprise@duijie.example", demonstrationPassword);
    await expect(page).toHaveURL(path);
    await context.close();
  });
