import { chromium, type APIRequestContext, type Page } from "@playwright/test";
import { createAuth } from "#app/accounts/auth.server.ts";
import { openDatabase as openDrizzle } from "#db/connection.ts";
import { demonstrationPassword } from "#db/demonstration/index.ts";
import { connected, ownAddress, signIn } from "./people.ts";
import { expect, test } from "./test.ts";

/** The newest mail to this address under this subject; its first link. */
async function linkOf(page: Page, email: string, subject: string): Promise<string> {
  const mail = page.locator("article").filter({ hasText: email }).filter({ hasText: subject });
  await expect(async () => {
    await page.goto("/dev/mail");
    await expect(mail.first()).toBeVisible({ timeout: 500 });
  }).toPass();
  return (await mail.first().getByRole("link").first().getAttribute("href")) ?? "";
}

/** Every endpoint that the account library would serve, with its methods. */
function libraryEndpoints(): { path: string; methods: string[] }[] {
  const database = openDrizzle("postgres://nobody@127.0.0.1:1/none", { onAway: () => {} });
  const secret = "a secret of the test that is long enough";
  const { api } = createAuth({ database, secret, origin: "http://localhost" });
  return Object.values(api).flatMap((endpoint) => {
    const { path, options } = endpoint as { path?: string; options?: { method?: unknown } };
    if (path === undefined) return [];
    return [{ path, methods: [options?.method ?? "POST"].flat().map(String) }];
  });
}

test("no endpoint of the account library is served, to guests, members and owners", async ({
  browser,
  baseURL,
  signInAs,
}) => {
  const guest = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const [owner, reader] = await Promise.all([signInAs("enterprise"), signInAs("reader")]);
  const endpoints = libraryEndpoints();
  expect(endpoints.length).toBeGreaterThan(20);
  /** Of its plugins, which are not there any more either. */
  const others = ["create", "update", "delete", "invite-member", "remove-member", "set-active"];
  endpoints.push(...others.map((name) => ({ path: `/organization/${name}`, methods: ["POST"] })));
  const served: string[] = [];
  const ask = async (who: APIRequestContext) => {
    for (const { path, methods } of endpoints)
      for (const method of methods) {
        const answer = await who.fetch(`/api/auth${path.replace(/:\w+/g, "x")}`, {
          method,
          headers: { origin: baseURL ?? "" },
          maxRedirects: 0,
          ...(method === "POST" ? { form: { name: "x".repeat(200) } } : {}),
        });
        if (answer.status() !== 404) served.push(`${method} ${path}: ${answer.status()}`);
      }
  };
  for (const context of [guest, reader.context, owner.context]) await ask(context.request);
  expect(served).toEqual([]);
  await Promise.all([guest.close(), owner.context.close(), reader.context.close()]);
});

test("a mailbox is confirmed by a button, and a link that can do nothing says so", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const page = await context.newPage();
  const email = `confirm-${Date.now()}@example.test`;
  const signUp = async () => {
    await page.goto("/sign-up?redirectTo=%2Fmatches");
    await page.getByLabel("姓名").fill("新用户");
    await page.getByLabel("邮箱").fill(email);
    await page.getByLabel("密码").fill(demonstrationPassword);
    await page.getByRole("main").getByRole("button", { name: "注册" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("请查收邮件");
    await expect(page.getByText(email)).toBeVisible();
  };
  await signUp();
  await page.getByRole("button", { name: "重新发送" }).click();
  await expect(page.getByText("邮件已重新发送")).toBeVisible();

  const link = await linkOf(page, email, "请验证您的邮箱");
  /** A program that looks through mail opens it, twice, and signs nobody in. */
  for (const _time of [1, 2]) {
    const opened = await context.request.get(link);
    expect(opened.headers()["set-cookie"] ?? "").not.toContain("session_token");
  }
  await page.goto(link);
  await page.getByRole("button", { name: "确认邮箱" }).click();
  await expect(page).toHaveURL("/matches");

  await page.goto(link);
  await expect(page.getByText("邮箱已确认，可以登录了")).toBeVisible();
  await page.goto(link.replace("token=", "token=wrong"));
  await expect(page.getByText("链接不正确或已过期")).toBeVisible();
  await page.getByLabel("邮箱").fill(email);
  await page.getByRole("button", { name: "重新发送" }).click();
  await expect(page.getByText("邮件已重新发送")).toBeVisible();
  await linkOf(page, email, "您的邮箱已有账户");
  await page.goto("/reset-password?token=wrong");
  await expect(page.getByText("链接无效或已过期")).toBeVisible();
  await page.getByRole("link", { name: "重新申请" }).click();
  await expect(page).toHaveURL("/forgot-password");
  await context.close();
});

test("signing out in one tab makes guests of the others, and Back shows nothing of the account", async ({
  baseURL,
}) => {
  /** Playwright switches the memory of earlier pages off; people have it on. */
  const { executablePath, args } = test.info().project.use.launchOptions ?? {};
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: args ?? [],
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const context = await browser.newContext({
    baseURL: baseURL ?? "",
    locale: "zh-CN",
    extraHTTPHeaders: ownAddress(),
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, "enterprise@duijie.example", demonstrationPassword);
  await expect(page).toHaveURL("/");
  const answer = await page.goto("/deals");
  expect(answer?.headers()["cache-control"]).toContain("no-store");

  const [news, search, other] = await Promise.all([0, 1, 2].map(() => context.newPage()));
  if (!news || !search || !other) throw new Error("no tabs");
  await Promise.all([
    news.goto("/notifications"),
    search.goto("/search"),
    other.goto("/settings/calendar"),
  ]);
  await Promise.all([connected(news), connected(search)]);

  await page.goto("/my-posts");
  await page.goto("/contracts");
  await page.locator("header summary").click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL("/");
  await expect(news).toHaveURL(/\/sign-in/);
  expect(await news.evaluate(() => document.documentElement.dataset.live)).toBe("off");
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(search.locator("header").getByRole("link", { name: "登录" })).toBeVisible();
  await expect(search).toHaveURL("/search");
  for (const _step of ["contracts", "my-posts", "deals"]) {
    await page.goBack();
    await expect(page.locator("header summary")).toHaveCount(0);
    await expect(page.getByRole("main").getByLabel("密码")).toBeVisible();
  }
  await browser.close();
});

test("where no live connection can be had, the page asks for news and says so", async ({
  signInAs,
}) => {
  const { context, page } = await signInAs("institute");
  /** A proxy that lets no WebSocket through. */
  await page.routeWebSocket(/\/realtime/, (socket) => void socket.close());
  await page.clock.install();
  await page.goto("/notifications");
  const asked = page.waitForRequest(/\/notifications\/recent/);
  await page.clock.runFor(25_000);
  await asked;
  await expect(page.getByTestId("without-link")).toBeVisible();
  const again = page.waitForRequest(/\/notifications\/recent/);
  await page.clock.runFor(31_000);
  await again;
  await context.close();
});
