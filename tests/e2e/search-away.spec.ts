import { expectSound } from "./checks.ts";
import { hydrated, ownAddress } from "./people.ts";
import { expect, test } from "./test.ts";

/** Nothing listens at the port of the search server. */
test.use({ variables: { MEILI_URL: "http://127.0.0.1:9", LOG_LEVEL: "error" } });

test("the search page answers from the database and says so", async ({ browser }) => {
  for (const width of [1280, 360]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    const answer = await page.goto("/search?q=石墨烯");
    expect(answer?.status()).toBe(200);
    await expect(page.getByText("搜索服务暂时不可用，以下是数据库中的简单检索结果")).toBeVisible();
    const found = page.getByRole("main").locator("a[data-result]");
    await expect(found.first()).toContainText("石墨烯");
    await expectSound(page);
    await page.goto("/search?q=绝无此词");
    await expect(page.getByText("没有找到结果")).toBeVisible();
    await context.close();
  }
});

test("suggestions go on, and the home page and a post's page say that search is away", async ({
  browser,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const page = await context.newPage();
  await page.goto("/");
  await hydrated(page);
  await expect(page.getByText("搜索服务暂时不可用").first()).toBeVisible();
  await page.getByRole("combobox").pressSequentially("shimoxi", { delay: 20 });
  await page.getByRole("option", { name: "石墨烯" }).first().click();
  await page.locator("a[data-result]").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("石墨烯");
  await expect(page.getByText(/暂时不可用/)).toBeVisible();
  await context.close();
});

test("an organizer sees that the index is away, and why a rebuild failed", async ({ signInAs }) => {
  const { page } = await signInAs("organizer");
  await page.goto("/admin/search");
  await hydrated(page);
  await expect(page.getByText("不可用", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "立即重建" }).click();
  const newest = page.getByRole("main").getByRole("listitem").first();
  await expect(newest).toContainText("没有完成");
});
