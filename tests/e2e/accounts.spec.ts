import type { Page } from "@playwright/test";
import { demonstrationPassword } from "#db/demonstration/index.ts";
import { connected, signIn } from "./people.ts";
import { expect, test } from "./test.ts";

/** The newest mail to this address, once so many have come. */
async function openMailLink(page: Page, email: string, subject: string, count = 1): Promise<void> {
  const mail = page.locator("article").filter({ hasText: email }).filter({ hasText: subject });
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(mail.nth(count - 1)).toBeVisible({ timeout: 500 });
  }).toPass();
  await mail.first().getByRole("link").click();
}

test("a forgotten password is reset by mail, and the old one no longer works", async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/forgot-password");
  await page.getByLabel("邮箱").fill("institute@duijie.example");
  await page.getByRole("button", { name: "发送重置邮件" }).click();
  await expect(page.getByText("您将很快收到")).toBeVisible();
  await openMailLink(page, "institute@duijie.example", "重置密码");
  await page.getByLabel("新密码").fill("another-long-password");
  await page.getByRole("button", { name: "设置新密码" }).click();
  await expect(page.getByText("密码已更新")).toBeVisible();
  await signIn(page, "institute@duijie.example", demonstrationPassword);
  await expect(page.getByText("邮箱或密码不正确")).toBeVisible();
  await signIn(page, "institute@duijie.example", "another-long-password");
  await expect(page).toHaveURL("/");
  await page.locator("summary").click();
  await page.getByRole("button", { name: "退出登录" }).click();

  /** Other stories sign in with it too. */
  await page.goto("/forgot-password");
  await page.getByLabel("邮箱").fill("institute@duijie.example");
  await page.getByRole("button", { name: "发送重置邮件" }).click();
  await expect(page.getByText("您将很快收到")).toBeVisible();
  await openMailLink(page, "institute@duijie.example", "重置密码", 2);
  await page.getByLabel("新密码").fill(demonstrationPassword);
  await page.getByRole("button", { name: "设置新密码" }).click();
  await expect(page.getByText("密码已更新")).toBeVisible();
  await page.goto("/my-posts");
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

test("a colleague accepts an invitation and has the role that was given", async ({ signInAs }) => {
  const { context, page } = await signInAs("university");
  await page.goto("/organisation");
  await page.getByLabel("邮箱").fill("reader@duijie.example");
  await page.locator("#role").selectOption("editor");
  await page.getByRole("button", { name: "邀请同事" }).click();
  await expect(page.getByText(/邀请已发送至/)).toBeVisible();
  const guest = await signInAs("reader");
  await openMailLink(guest.page, "reader@duijie.example", "邀请");
  await guest.page.getByRole("button", { name: "接受邀请" }).click();
  await expect(guest.page).toHaveURL("/organisation");
  await guest.page.locator("header summary").click();
  await guest.page.getByRole("button", { name: "示范理工大学" }).click();
  await expect(guest.page).toHaveURL("/");
  await guest.page.goto("/organisation");
  await expect(guest.page.getByRole("heading", { level: 1 })).toHaveText("示范理工大学");
  await expect(
    guest.page.getByRole("listitem").filter({ hasText: "reader@duijie.example" }),
  ).toContainText("编辑");
  await Promise.all([context.close(), guest.context.close()]);
});

test("what happens while a browser is away is told once when it is back", async ({ signInAs }) => {
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  await university.page.goto("/notifications");
  await connected(university.page);
  await university.context.setOffline(true);
  await university.page.waitForFunction(() => document.documentElement.dataset.live === "off");

  await enterprise.page.goto("/search?kind=result&q=喷丸");
  await enterprise.page.getByRole("link", { name: "重载齿轮齿面微喷丸与修形协同强化" }).click();
  await enterprise.page.getByLabel("留言").fill("离线期间发出的意向,请回复我们。");
  await enterprise.page.getByRole("button", { name: "发送意向" }).click();
  await expect(enterprise.page).toHaveURL(/\/interests\//);

  await university.context.setOffline(false);
  const toast = university.page.getByTestId("toast").filter({ hasText: "重载齿轮" });
  await expect(toast).toHaveCount(1);
  await expect(university.page.getByRole("listitem").filter({ hasText: "重载齿轮" })).toHaveCount(
    1,
  );
  await Promise.all([enterprise.context.close(), university.context.close()]);
});

test("too many wrong passwords are stopped for a while", async ({ browser }) => {
  const context = await browser.newContext({
    extraHTTPHeaders: { "x-forwarded-for": "203.0.113.9" },
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(async () => {
    await signIn(page, "nobody@duijie.example", "wrong-password");
    await expect(page.getByText("尝试次数过多")).toBeVisible({ timeout: 1_000 });
  }).toPass({ intervals: [0] });
  await context.close();
});
