import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { demonstrationPassword } from "#db/demonstration/index.ts";

export interface Person {
  context: BrowserContext;
  page: Page;
}

/** A person in a browser of their own, signed in with a demonstration account. */
export async function signInAs(
  browser: Browser,
  name: "enterprise" | "university" | "organizer" | "admin" | "reader" | "broker",
): Promise<Person> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, `${name}@duijie.example`, demonstrationPassword);
  await expect(page).toHaveURL("/");
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
