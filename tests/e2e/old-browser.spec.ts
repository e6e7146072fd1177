import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { demonstrationPassword } from "#db/demonstration/index.ts";
import { unpackOldChromium } from "./old-chromium.ts";
import { connected, ownAddress } from "./people.ts";
import { expect, test } from "./test.ts";

/**
 * The oldest Chromium of package.json's browserslist. What Playwright runs inside
 * the page is newer than this browser, so the page is read and typed into without it.
 */
let folder: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let errors: string[];

test.beforeAll(async ({ playwright }) => {
  folder = mkdtempSync(path.join(os.tmpdir(), "duijie-old-chromium-"));
  const old = await unpackOldChromium(folder);
  test.skip("refusal" in old, "refusal" in old ? old.refusal : "");
  if ("refusal" in old) return;
  browser = await playwright.chromium.launch({
    executablePath: old.executablePath,
    env: { ...process.env, ...old.env },
    args: ["--no-sandbox", "--disable-gpu"],
  });
  expect(browser.version()).toMatch(/^103\./);
});

test.afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ baseURL }) => {
  context = await browser.newContext({ baseURL, extraHTTPHeaders: ownAddress(), locale: "zh-CN" });
  page = await context.newPage();
  errors = [];
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
});

test.afterEach(async () => {
  await context?.close();
  expect(errors).toEqual([]);
});

/** Opens a page, waits until its script has taken it over, and answers its heading. */
async function open(address: string): Promise<string> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(200);
  return taken();
}

async function taken(): Promise<string> {
  await page.waitForFunction(() =>
    Object.keys(document.body).some((key) => key.startsWith("__reactFiber")),
  );
  const heading = await page.evaluate(() => document.querySelector("h1")?.textContent ?? "");
  expect(heading).not.toContain("出了点问题");
  return heading;
}

async function type(selector: string, text: string): Promise<void> {
  await page.evaluate(
    (selector) => document.querySelector<HTMLElement>(selector)?.focus(),
    selector,
  );
  await page.keyboard.type(text);
}

async function signInHere(name: string): Promise<void> {
  await open("/sign-in");
  await type("main input[name=email]", `${name}@duijie.example`);
  await type("main input[type=password]", demonstrationPassword);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.pathname === "/");
  await connected(page);
}

const firstPost = () =>
  page.evaluate(
    () => document.querySelector<HTMLAnchorElement>("main a[data-result]")?.pathname ?? "none",
  );

test("a guest reads, searches and is offered words in Chromium 103", async () => {
  await open("/");
  const colors = await page.evaluate(() => ({
    page: getComputedStyle(document.body).backgroundColor,
    badge: getComputedStyle(document.querySelector(".cluster-badge")!, "::before").backgroundColor,
  }));
  expect(colors.page).toBe("rgb(246, 247, 249)");
  expect(colors.badge).toMatch(/^rgb\(/);

  await open("/search");
  await type("main input[name=q]", "石墨烯");
  await page.waitForFunction(() => document.querySelector("[role=option]") !== null);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.search.includes("q="));
  await taken();
  const post = await firstPost();
  expect(await open(post)).not.toBe("");
});

test("a signed-in enterprise types a need and keeps it in Chromium 103", async () => {
  await signInHere("enterprise");
  await open("/my-posts");
  await open("/needs/new");
  await connected(page);
  await type("input[name=title]", "旧版浏览器里写的需求");
  await type("textarea[name=problem]", "在车间的旧电脑上填写，说明背景与主要问题。");
  await page.evaluate(() => document.querySelector<HTMLElement>("button[value=save]")?.click());
  await page.waitForFunction(() => location.pathname !== "/needs/new");
  await page.reload();
  await taken();
  const kept = await page.evaluate(() => {
    const title = document.querySelector<HTMLInputElement>("input[name=title]");
    return title?.value ?? document.querySelector("h1")?.textContent;
  });
  expect(kept).toBe("旧版浏览器里写的需求");
});

test("what was missed is shown, and a match page opens, in Chromium 103", async () => {
  await signInHere("university");
  for (const address of ["/notifications", "/matches", "/sessions", "/deals"]) await open(address);
  await connected(page);
});
