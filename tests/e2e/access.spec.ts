import type { Page } from "@playwright/test";
import { expectSound } from "./checks.ts";
import { hydrated } from "./people.ts";
import { expect, test } from "./test.ts";

async function check(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
  await expectSound(page);
}

for (const width of [360, 1280]) {
  for (const locale of ["zh-CN", "en-GB"]) {
    test(`guest pages at ${width} px in ${locale} have no serious finding and fit`, async ({
      browser,
    }) => {
      const context = await browser.newContext({ locale, viewport: { width, height: 800 } });
      const page = await context.newPage();
      for (const path of ["/", "/search?q=碳化硅", "/sign-in", "/sign-up"]) await check(page, path);
      await page.goto("/no-such-page");
      await expectSound(page);
      await context.close();
    });
  }
  test(`pages of a signed-in person at ${width} px have no serious finding and fit`, async ({
    signInAs,
  }) => {
    const { context, page } = await signInAs("enterprise");
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/my-posts");
    const post = await page
      .getByRole("link", { name: "石墨烯导热膜连续化制备" })
      .getAttribute("href");
    for (const path of [
      "/",
      "/my-posts",
      "/matches",
      "/needs/new",
      post ?? "",
      `${post}/edit`,
      `${post}/history`,
      "/interests",
      "/deals",
      "/deals/board",
      "/notifications",
      "/organisation",
    ])
      await check(page, path);
    await context.close();
  });
}

test("the language follows the browser and the person's choice, on every page alike", async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Find the research that solves your problem",
  );
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("登录");
  await context.close();
});

test("a person without the role is told so", async ({ signInAs }) => {
  const { context, page } = await signInAs("enterprise");
  const answer = await page.goto("/review");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("您没有权限查看这一页");
  await context.close();
});
