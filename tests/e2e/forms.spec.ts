import { demonstrationPassword } from "#db/demonstration/index.ts";
import { connected, hydrated, signIn } from "./people.ts";
import { expect, test } from "./test.ts";

test("what was typed survives an error and an expired sign-in", async ({ signInAs }) => {
  const { context, page } = await signInAs("enterprise");
  await page.goto("/needs/new");
  await connected(page);
  await page.getByLabel("标题").fill("会话过期时保留的需求");
  await page.getByLabel("背景与主要问题").fill("这段文字不能丢。");
  await page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(page.getByRole("alert").getByRole("link").first()).toBeVisible();
  await expect(page.getByLabel("背景与主要问题")).toHaveValue("这段文字不能丢。");

  await context.clearCookies();
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("您填写的内容已经保存")).toBeVisible();
  await signIn(page, "enterprise@duijie.example", demonstrationPassword);
  await expect(page).toHaveURL(/\/needs\/new$/);
  await expect(page.getByLabel("标题")).toHaveValue("会话过期时保留的需求");
  await expect(page.getByLabel("背景与主要问题")).toHaveValue("这段文字不能丢。");
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await context.close();
});

test("a draft takes files of the right kind and refuses others with a reason", async ({
  browser,
  signInAs,
}) => {
  const { context, page } = await signInAs("enterprise");
  await page.goto("/needs/new");
  await connected(page);
  await page.getByLabel("标题").fill("带附件的需求草稿");
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  await page
    .locator("#file")
    .setInputFiles({ name: "图纸.png", mimeType: "image/png", buffer: png });
  await page.getByRole("button", { name: "上传", exact: true }).click();
  const link = page.getByRole("link", { name: "图纸.png" });
  await expect(link).toBeVisible();
  const answer = await page.request.get((await link.getAttribute("href")) ?? "");
  expect((await answer.body()).equals(png)).toBe(true);

  await page.locator("#file").setInputFiles({
    name: "伪装.png",
    mimeType: "image/png",
    buffer: Buffer.from("MZ not a picture"),
  });
  await page.getByRole("button", { name: "上传", exact: true }).click();
  await expect(page.getByText("不支持此类文件")).toBeVisible();
  const guest = await browser.newContext();
  const refused = await guest.request.get(
    `${new URL(page.url()).origin}${await link.getAttribute("href")}`,
  );
  expect(refused.status()).toBe(404);
  await guest.close();
  await context.close();
});

test("search shows results while typing, keeps its state in the address and finds part of a word", async ({
  page,
}) => {
  await page.goto("/search");
  await hydrated(page);
  await page
    .getByRole("combobox", { name: "搜索技术需求和科研成果" })
    .pressSequentially("翘曲", { delay: 30 });
  await expect(page).toHaveURL(/q=/);
  await expect(page.locator("mark").first()).toHaveText("翘曲");
  await page.getByRole("checkbox", { name: /^科研成果/ }).check();
  await expect(page).toHaveURL(/kind=result/);
  await expect(page.getByRole("main").getByRole("article").first()).toContainText("科研成果");
  await page.reload();
  await expect(page.getByRole("checkbox", { name: /^科研成果/ })).toBeChecked();
  await page.getByRole("combobox", { name: "搜索技术需求和科研成果" }).fill("绝无此词 zzzqqq");
  await expect(page.getByText("没有找到结果")).toBeVisible();
});

test("a new person signs up, verifies by mail, registers an organisation and invites a colleague", async ({
  page,
}) => {
  const email = `new-${Date.now()}@duijie.example`;
  await page.goto("/sign-up");
  await page.getByLabel("姓名").fill("新用户");
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill("a-long-password");
  await page.getByRole("main").getByRole("button", { name: "注册" }).click();
  await expect(page.getByRole("heading", { name: "请查收邮件" })).toBeVisible();
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(page.getByText(email).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.locator("article").filter({ hasText: email }).getByRole("link").click();
  await page.getByRole("button", { name: "确认邮箱" }).click();
  await expect(page).toHaveURL("/");
  await page.goto("/organisations/new");
  await page.getByLabel("单位名称").fill("端到端测试单位");
  await page.getByLabel("单位性质").selectOption({ label: "企业" });
  await page.getByLabel("所在地区").selectOption({ label: "苏州" });
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("端到端测试单位");
  await page.getByLabel("邮箱").fill("colleague@duijie.example");
  await page.getByRole("button", { name: "邀请同事" }).click();
  await expect(page.getByText(/邀请已发送至 ?colleague@duijie.example/)).toBeVisible();
});
