import {
  expect,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "@playwright/test";
import type { AccountName } from "./served.ts";

export interface Person {
  context: BrowserContext;
  page: Page;
}

/** A person with a demonstration account in a browser of their own, signed in, no page open yet. */
export type SignInAs = (name: AccountName, options?: BrowserContextOptions) => Promise<Person>;

/** Sign-ins are limited by address; every browser has one of its own, as in the world. */
export const ownAddress = () => ({
  "x-forwarded-for": `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".")}`,
});

/** Fills in the sign-in form of the page that is open. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
}

/** The page's script has taken the page over: fields and buttons do what they should. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.live !== undefined);
}

/** The page's script runs and its live connection is up. */
export async function connected(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.live === "on");
}

/** Fills in what a need must say to be reviewed. */
async function fillInNeed(page: Page, title: string, problem: string): Promise<void> {
  await page.goto("/needs/new");
  await connected(page);
  await page.getByLabel("标题").fill(title);
  await page.getByLabel("所属集群").selectOption({ label: "工程机械" });
  await page.getByLabel("背景与主要问题").fill(problem);
  await page.getByRole("button", { name: "添加一项指标" }).click();
  await page.getByLabel("名称").fill("使用寿命");
  await page.getByLabel("数值").fill("5000");
  await page.getByLabel("合作开发").check();
  await page.getByRole("checkbox", { name: "面议" }).check();
  await page.getByLabel("期望完成日期").fill(`${new Date().getFullYear() + 1}-06-30`);
  await page.getByLabel("联系人").fill("技术部");
  await page.getByLabel(/^邮箱/).fill("need@duijie.example");
}

/**
 * Hands in a need for review; its page is open then, or the comparison with
 * near-identical posts where they are expected. Answers the path of that page.
 */
export async function submitNeed(
  page: Page,
  title: string,
  problem = `背景:${title}。`,
  { expectNear = false } = {},
): Promise<string> {
  await fillInNeed(page, title, problem);
  await page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    expectNear ? "已有几乎相同的内容" : title,
  );
  return new URL(page.url()).pathname;
}

/** An organizer opens what waits for review under this title. */
export async function openForReview(page: Page, title: string): Promise<void> {
  await page.goto("/review");
  await page.getByRole("main").getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
}

/** An organizer approves what waits under this title. */
export async function approve(page: Page, title: string): Promise<void> {
  await openForReview(page, title);
  await page.getByRole("button", { name: "通过并发布" }).click();
  await expect(page).toHaveURL("/review");
}

/** A need that its author hands in and an organizer approves; its page is open to the author. */
export async function publishNeed(
  signInAs: SignInAs,
  author: Page,
  title: string,
): Promise<string> {
  const path = await submitNeed(author, title);
  const organizer = await signInAs("organizer");
  await approve(organizer.page, title);
  await organizer.context.close();
  await author.goto(path);
  await connected(author);
  return path;
}

/** Search shows, or shows no longer, a post of this title. */
export async function expectInSearch(page: Page, title: string, found: boolean): Promise<void> {
  await expect(async () => {
    await page.goto(`/search?q=${encodeURIComponent(title)}`);
    await expect(page.getByRole("main").getByRole("link", { name: title })).toHaveCount(
      found ? 1 : 0,
      { timeout: 500 },
    );
  }).toPass();
}
