import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import pg from "pg";
import { openDatabase } from "#db/connection.ts";
import { ownPostgres, type OwnPostgres } from "#tests/support/own-postgres.ts";
import type { Product } from "#tests/support/product.ts";
import type { SignInCookie } from "#tests/support/sign-ins.ts";
import { connected, ownAddress } from "./people.ts";
import { signInsOf, startServedProduct } from "./served.ts";
import { expect, test } from "./test.ts";

/** A second product, over a database that can be taken away. */
let database: OwnPostgres;
let product: Product;
let origin: string;
let cookies: SignInCookie[];
const home = mkdtempSync(path.join(os.tmpdir(), "duijie-e2e-database-"));

test.beforeAll(async () => {
  database = await ownPostgres();
  product = await startServedProduct({ DATABASE_URL: database.url, DUIJIE_HOME: home });
  ({ origin } = product);
  const accounts = openDatabase(database.url, { onAway: () => {} });
  cookies = await signInsOf(accounts, origin)("enterprise");
  await accounts.$client.end();
});

test.afterAll(async () => {
  await product.stop();
  await database.remove();
  rmSync(home, { recursive: true, force: true });
});

const rows = async (text: string, values: unknown[]): Promise<{ id?: string }[]> => {
  const client = new pg.Client(database.url);
  await client.connect();
  const result = await client.query<{ id?: string }>(text, values);
  await client.end();
  return result.rows;
};
const kept = async (title: string) =>
  (await rows("SELECT 1 FROM post WHERE title = $1", [title])).length;

async function newNeed(context: BrowserContext, title: string): Promise<Page> {
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(`${origin}/needs/new`);
  await connected(page);
  await page.getByLabel("标题").fill(title);
  await page.getByLabel("背景与主要问题").fill("数据库停机时写下的文字不能丢。");
  return page;
}

test("a form that is sent while the database is away stays, goes on by itself, and is saved once", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const title = "停机期间提交的需求";
  const page = await newNeed(context, title);

  await database.stop();
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("连接中断，内容仍在本页，正在重试")).toBeVisible();
  await expect(page.getByLabel("标题")).toHaveValue(title);
  await expect(page.getByLabel("背景与主要问题")).toHaveValue("数据库停机时写下的文字不能丢。");
  await page.getByLabel("背景与主要问题").pressSequentially("还可以继续写。");

  await database.start();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await expect(page.getByTestId("connection")).toHaveCount(0);
  expect(await kept(title)).toBe(1);
  await context.close();
});

test("a form of which nobody knows whether it was saved stays, and is sent again only when told to", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const title = "提交时中断的需求";
  const page = await newNeed(context, title);
  await page.route("**/needs/new.data*", async (route) => {
    await route.fetch();
    await route.fulfill({ status: 503, headers: { "x-duijie-away": "unknown" } });
  });
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("不知道是否已经保存")).toBeVisible();
  expect(await kept(title)).toBe(1);
  await page.unroute("**/needs/new.data*");
  await page.getByRole("button", { name: "不再提交" }).click();
  await expect(page.getByTestId("connection")).toHaveCount(0);
  await expect(page.getByLabel("标题")).toHaveValue(title);
  expect(await kept(title)).toBe(1);
  await context.close();
});

test("every request is answered 503 without noise in the log; pages and live events come back by themselves, once", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const heard: string[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => heard.push(payload.toString())),
  );
  await page.goto(origin);
  await connected(page);

  await database.kill();
  const before = product.said().length;
  for (const path of [
    "/my-posts",
    "/my-posts.data",
    "/search/suggestions?q=石墨烯",
    "/notifications/recent?since=2026-01-01T00:00:00.000Z",
    "/health",
  ]) {
    const answer = await page.request.get(`${origin}${path}`);
    expect(answer.status(), path).toBe(503);
    if (path !== "/health") expect(answer.headers()["retry-after"], path).toBe("3");
  }
  const other = await context.newPage();
  const answer = await other.goto(`${origin}/my-posts`);
  expect(answer?.status()).toBe(503);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("服务暂时不可用");
  await page.getByRole("link", { name: "技术需求" }).first().click();
  await expect(page.getByText("连接中断，正在重试")).toBeVisible();
  const noise = product.said().slice(before);
  expect(noise).not.toContain("    at ");
  expect(noise.split("\n").length).toBeLessThan(20);

  await database.start();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("我的发布");
  await expect(page).toHaveURL(/kind=need/);

  const [person] = await rows('SELECT id FROM "user" WHERE email = $1', [
    "enterprise@duijie.example",
  ]);
  const tell = async (): Promise<string> => {
    const dealId = randomUUID();
    const event = { event: "deal.changed", rooms: [`user:${person?.id}`], data: { dealId } };
    await rows("SELECT pg_notify('duijie_events', $1)", [JSON.stringify(event)]);
    return dealId;
  };
  const timesHeard = (dealId: string) => heard.filter((text) => text.includes(dealId)).length;
  await expect(async () => {
    const dealId = await tell();
    await expect.poll(() => timesHeard(dealId), { timeout: 500 }).toBe(1);
  }).toPass();
  const [first, last] = [await tell(), await tell()];
  await expect.poll(() => timesHeard(last)).toBe(1);
  expect(timesHeard(first)).toBe(1);
  await context.close();
});
