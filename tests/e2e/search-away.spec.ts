import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { freePort } from "#tests/support/free-port.ts";
import { ownAddress, signIn } from "./people.ts";
import { demonstrationPassword } from "#db/demonstration/index.ts";

/** A second server whose search server nothing listens for. */
let server: ChildProcess;
let origin: string;
const home = mkdtempSync(path.join(os.tmpdir(), "duijie-e2e-away-"));

test.beforeAll(async ({ request }) => {
  test.setTimeout(180_000);
  const port = await freePort();
  origin = `http://localhost:${port}`;
  server = spawn("npm", ["start"], {
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_PORT: String(await freePort()),
      DUIJIE_HOME: home,
      MEILI_URL: `http://127.0.0.1:${await freePort()}`,
      LOG_LEVEL: "error",
    },
    stdio: "ignore",
    detached: true,
  });
  await expect
    .poll(
      () =>
        request.get(`${origin}/health`).then(
          (answer) => answer.status(),
          () => 0,
        ),
      {
        timeout: 170_000,
      },
    )
    .toBe(200);
});

test.afterAll(async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  if (server.pid) process.kill(-server.pid, "SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true });
});

test("the search page answers from the database and says so", async ({ browser }) => {
  for (const width of [1280, 360]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    const answer = await page.goto(`${origin}/search?q=石墨烯`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByText("搜索服务暂不可用，以下是数据库中的简单检索结果")).toBeVisible();
    const found = page.getByRole("main").locator("a[data-result]");
    await expect(found.first()).toContainText("石墨烯");
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(
      ({ impact }) => impact === "serious" || impact === "critical",
    );
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.goto(`${origin}/search?q=绝无此词`);
    await expect(page.getByText("没有找到结果")).toBeVisible();
    await context.close();
  }
});

test("suggestions go on, and the home page and a post's page say that search is away", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForLoadState("networkidle");
  await expect(page.getByText("搜索服务暂时不可用").first()).toBeVisible();
  await page.getByRole("combobox").pressSequentially("shimoxi", { delay: 20 });
  await page.getByRole("option", { name: "石墨烯" }).first().click();
  await page.locator("a[data-result]").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("石墨烯");
  await expect(page.getByText(/暂时不可用/)).toBeVisible();
  await context.close();
});

test("an organizer sees that the index is away, and why a rebuild failed", async ({ browser }) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await signIn(page, "organizer@duijie.example", demonstrationPassword);
  await expect(page).toHaveURL(`${origin}/`);
  await page.goto(`${origin}/admin/search`);
  await page.waitForLoadState("networkidle");
  await expect(page.getByText("不可用", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "立即重建" }).click();
  const newest = page.getByRole("main").getByRole("listitem").first();
  await expect(newest).toContainText("没有完成", { timeout: 30_000 });
  await context.close();
});
