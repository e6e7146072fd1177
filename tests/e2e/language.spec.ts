import type { Page } from "@playwright/test";
import { accounts, demonstrationPassword, organisations } from "#db/demonstration/index.ts";
import { expectSound } from "./checks.ts";
import { hydrated, ownAddress } from "./people.ts";
import { expect, test } from "./test.ts";

const english = { locale: "en-GB", viewport: { width: 360, height: 800 } };

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
  await hydrated(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  expect(await chineseWords(page), `${path} has Chinese words`).toEqual([]);
  await expectSound(page);
}

test("the guest's pages are all English, accessible and fit 360 px", async ({ browser }) => {
  const context = await browser.newContext(english);
  const page = await context.newPage();
  for (const path of ["/", "/search", "/search?q=ceramic&kind=result", "/sign-in"])
    await checkEnglish(page, path);
  await context.close();
});

test("a member's pages are all English, accessible and fit 360 px", async ({ signInAs }) => {
  const { page } = await signInAs("enterprise", english);
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
  await page.close();
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

for (const name of ["enterprise", "organizer"] as const)
  test(`pages of trust are all English, accessible and fit 360 px for the ${name}`, async ({
    signInAs,
  }) => {
    const { page } = await signInAs(name, english);
    for (const path of trustPages[name]) await checkEnglish(page, path);
    await page.goto(
      name === "enterprise" ? "/organisation" : "/admin/verifications?state=verified",
    );
    const link =
      name === "enterprise"
        ? page.getByRole("link", { name: "Public page" })
        : page.getByRole("main").locator("a[href^='/admin/verifications/']").first();
    await checkEnglish(page, (await link.getAttribute("href")) ?? "");
    await page.close();
  });

test("messages of a form are English too", async ({ signInAs }) => {
  const { page } = await signInAs("enterprise", english);
  await page.goto("/needs/new");
  await hydrated(page);
  await page.getByRole("button", { name: "Submit for review" }).last().click();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link").first()).toBeVisible();
  expect(await summary.textContent()).not.toMatch(/\p{Script=Han}/u);
  await page.close();
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
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("editor@duijie.example");
  await page.getByLabel("Password").fill(demonstrationPassword);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/");
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
