import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { accounts, demonstrationPassword, organisations } from "#db/demonstration/index.ts";
import { ownAddress } from "./people.ts";

async function english(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 360, height: 800 },
    extraHTTPHeaders: ownAddress(),
  });
  return context.newPage();
}

async function signInEnglish(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(`${name}@duijie.example`);
  await page.getByLabel("Password").fill(demonstrationPassword);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/");
}

/** The product's name, and names that stand as they were registered, in whatever language. */
const names = ["对接", ...[...accounts, ...organisations].map(({ name }) => name)];

/**
 * The Chinese words of a page's headings, buttons and labels. Left out are what
 * people wrote (lists of posts, names) and what is marked as Chinese, such as
 * the button that changes the language.
 */
async function chineseWords(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const written = "article, main li h2, #post-invited label, button[lang]";
    const all = (selector: string) =>
      [...document.querySelectorAll(selector)].filter((element) => !element.closest(written));
    const attributes = ["aria-label", "placeholder", "title"];
    return [
      ...all("h1, h2, h3, button, summary, label, legend").map(({ textContent }) => textContent),
      ...attributes.flatMap((name) => all(`[${name}]`).map((one) => one.getAttribute(name))),
    ].map((text) => text ?? "");
  });
  return words
    .map((text) => names.reduce((left, name) => left.replaceAll(name, ""), text))
    .filter((text) => /\p{Script=Han}/u.test(text));
}

async function checkEnglish(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  expect(await chineseWords(page), `${path} has Chinese words`).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
}

test("the guest's pages are all English, accessible and fit 360 px", async ({ browser }) => {
  const page = await english(browser);
  for (const path of ["/", "/search", "/search?q=ceramic&kind=result", "/sign-in"])
    await checkEnglish(page, path);
  await page.context().close();
});

test("a member's pages are all English, accessible and fit 360 px", async ({ browser }) => {
  const page = await english(browser);
  await signInEnglish(page, "enterprise");
  const paths = [
    "/",
    "/search",
    "/needs/new",
    "/my-posts",
    "/matches",
    "/interests",
    "/deals",
    "/deals/board",
    "/notifications",
    "/organisation",
  ];
  for (const path of paths) await checkEnglish(page, path);
  await page.context().close();
});

const trustPages = {
  enterprise: [
    "/stories",
    "/stories/own",
    "/stories/new",
    "/reports",
    "/organisation/verification",
    "/organisation/blocked",
    "/organisation/reports",
  ],
  organizer: [
    "/admin/verifications?state=verified",
    "/admin/reports",
    "/admin/match-quality",
    "/stories/own",
  ],
};

for (const [name, paths] of Object.entries(trustPages))
  test(`pages of trust are all English, accessible and fit 360 px for the ${name}`, async ({
    browser,
  }) => {
    const page = await english(browser);
    await signInEnglish(page, name);
    for (const path of paths) await checkEnglish(page, path);
    await page.goto(
      name === "enterprise" ? "/organisation" : "/admin/verifications?state=verified",
    );
    const link =
      name === "enterprise"
        ? page.getByRole("link", { name: "Public page" })
        : page.getByRole("main").locator("a[href^='/admin/verifications/']").first();
    await checkEnglish(page, (await link.getAttribute("href")) ?? "");
    await page.context().close();
  });

test("messages of a form are English too", async ({ browser }) => {
  const page = await english(browser);
  await signInEnglish(page, "enterprise");
  await page.goto("/needs/new");
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Submit for review" }).last().click();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link").first()).toBeVisible();
  expect(await summary.textContent()).not.toMatch(/\p{Script=Han}/u);
  await page.context().close();
});

const accepted = [
  { locale: "en", lang: "en", heading: "Sign in" },
  { locale: "en-US", lang: "en", heading: "Sign in" },
  { locale: "zh-TW", lang: "zh-CN", heading: "登录" },
  { locale: "fr-FR", lang: "zh-CN", heading: "登录" },
];
for (const { locale, lang, heading } of accepted)
  test(`a browser that asks for ${locale} gets ${lang}`, async ({ browser }) => {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await context.close();
  });

test("the language a person chose stays after signing in and on other pages", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const page = await context.newPage();
  await page.goto("/search?q=齿轮");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("#q")).toHaveValue("齿轮");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await signInEnglish(page, "editor");
  await page.goto("/my-posts");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("My posts");
  await page.goto("/needs/new");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Post a need");

  await page.locator("header summary").click();
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("发布技术需求");
  await page.goto("/interests");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("对接意向");
  await context.close();
});
