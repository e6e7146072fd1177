import {
  expect,
  type Browser,
  type BrowserContext,
  type Cookie,
  type Page,
} from "@playwright/test";
import { demonstrationPassword } from "#db/demonstration/index.ts";

export interface Person {
  context: BrowserContext;
  page: Page;
}

/** Sign-ins are limited by address; every browser has one of its own, as in the world. */
export const ownAddress = () => ({
  "x-forwarded-for": `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".")}`,
});

/** What signed a person in before; the next browser of that person goes on with it. */
const signedIn = new Map<string, Cookie[]>();

/**
 * A person in a browser of their own, signed in with a demonstration account; anew where
 * the test changes what belongs to a sign-in, such as the organisation in use.
 */
export async function signInAs(
  browser: Browser,
  name:
    | "enterprise"
    | "university"
    | "institute"
    | "organizer"
    | "admin"
    | "reader"
    | "broker"
    | "editor",
  { anew = false } = {},
): Promise<Person> {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  /** What the test changes may reach the person's other sign-ins, as accepting an invitation does. */
  if (anew) signedIn.delete(name);
  await context.addCookies(signedIn.get(name) ?? []);
  const page = await context.newPage();
  await page.goto("/sign-in");
  /** Who is signed in is led on from there; nobody is once a test signed that person out. */
  if (new URL(page.url()).pathname !== "/") {
    await signIn(page, `${name}@duijie.example`, demonstrationPassword);
    await expect(page).toHaveURL("/");
    if (!anew) signedIn.set(name, await context.cookies());
  }
  return { context, page };
}

/** Fills in the sign-in form of the page that is open. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("main").getByRole("button", { name: "登录" }).click();
}

/** The page's script runs and its live connection is up. */
export async function connected(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.live === "on");
}

export const closeAll = (...people: Person[]) =>
  Promise.all(people.map(({ context }) => context.close()));

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
  await page.getByLabel("面议").check();
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
export async function publishNeed(browser: Browser, author: Page, title: string): Promise<string> {
  const path = await submitNeed(author, title);
  const organizer = await signInAs(browser, "organizer");
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
  }).toPass({ timeout: 10_000 });
}
