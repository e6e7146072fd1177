import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expectSound } from "./checks.ts";
import { connected, hydrated, ownAddress } from "./people.ts";
import { expect, test } from "./test.ts";

const box = (page: Page) => page.getByRole("combobox", { name: "搜索技术需求和科研成果" });
const option = (page: Page, name: string | RegExp) => page.getByRole("option", { name });

async function guest(page: Page, path = "/"): Promise<void> {
  await page.goto(path);
  // A guest has no live connection to wait for.
  await hydrated(page);
}

test("typing pinyin on the home page offers the term, and the keyboard chooses it", async ({
  page,
}) => {
  await guest(page);
  await box(page).pressSequentially("shimoxi", { delay: 20 });
  await expect(option(page, "石墨烯").first()).toBeVisible();
  await expect(box(page)).toHaveAttribute("aria-expanded", "true");
  await box(page).press("ArrowDown");
  const chosen = page.locator('[role="option"][aria-selected="true"]');
  await expect(chosen).toHaveText("石墨烯");
  await expect(box(page)).toHaveAttribute(
    "aria-activedescendant",
    (await chosen.getAttribute("id")) ?? "",
  );
  await box(page).press("Enter");
  await expect(page).toHaveURL(`/search?q=${encodeURIComponent("石墨烯")}`);
  await expect(
    page
      .getByRole("main")
      .getByRole("link", { name: /石墨烯/ })
      .first(),
  ).toBeVisible();
  await expect(page.getByRole("listbox")).toHaveCount(0);
});

test("arrows go round, Escape closes and keeps the text, Enter without a choice searches what is typed", async ({
  page,
}) => {
  await guest(page);
  await box(page).pressSequentially("smx", { delay: 20 });
  await expect(page.getByRole("option").first()).toBeVisible();
  await box(page).press("ArrowUp");
  await expect(page.getByRole("option").last()).toHaveAttribute("aria-selected", "true");
  await box(page).press("ArrowDown");
  await expect(page.locator('[role="option"][aria-selected="true"]')).toHaveCount(0);
  await box(page).press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expect(box(page)).toHaveValue("smx");
  await box(page).press("ArrowDown");
  await expect(page.getByRole("listbox")).toBeVisible();
  await box(page).press("Escape");
  await box(page).press("Enter");
  await expect(page).toHaveURL("/search?q=smx");
});

test("a query that nothing has is searched as its other reading, which is said and can be undone", async ({
  page,
}) => {
  await guest(page, "/search?q=shimoxi");
  await expect(page.getByText("没有找到“shimoxi”，已按“石墨烯”搜索。")).toBeVisible();
  await expect(
    page
      .getByRole("main")
      .getByRole("link", { name: /石墨烯/ })
      .first(),
  ).toBeVisible();
  await expect(page.getByRole("complementary", { name: "筛选" })).toBeVisible();
  await page.getByRole("link", { name: "仍然搜索“shimoxi”" }).click();
  await expect(page.getByText("没有找到结果")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "筛选" })).toHaveCount(0);
  await expect(page.getByText("已按“石墨烯”搜索")).toHaveCount(0);
});

test("own searches are kept in the browser, offered again, and forgotten on request", async ({
  page,
}) => {
  await guest(page);
  await box(page).fill("翘曲");
  await page.getByRole("button", { name: "搜索", exact: true }).click();
  await expect(page).toHaveURL(/q=/);
  await guest(page);
  await box(page).click();
  await expect(option(page, "翘曲 最近搜索")).toBeVisible();
  await page.getByRole("button", { name: "清除最近搜索" }).click();
  await expect(page.getByRole("option")).toHaveCount(0);
  await page.reload();
  await hydrated(page);
  await box(page).click();
  await expect(page.getByRole("option")).toHaveCount(0);
});

test("a cluster opens its list and an organisation its page, from the header too", async ({
  signInAs,
}) => {
  const { context, page } = await signInAs("enterprise");
  await page.goto("/");
  await connected(page);
  await box(page).pressSequentially("wulianwang", { delay: 20 });
  await option(page, /物联网 集群/).click();
  await expect(page).toHaveURL("/search?cluster=internet_of_things");
  await page.goto("/my-posts");
  await connected(page);
  await box(page).pressSequentially("大学", { delay: 20 });
  await option(page, /大学.* 单位/)
    .first()
    .click();
  await expect(page).toHaveURL(/\/organisations\//);
  await context.close();
});

test("what is typed with an input method is not searched before it is a word", async ({ page }) => {
  await guest(page, "/search");
  const client = await page.context().newCDPSession(page);
  await box(page).click();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await client.send("Input.imeSetComposition", {
    text: "shi mo",
    selectionStart: 6,
    selectionEnd: 6,
  });
  await client.send("Input.insertText", { text: "石墨烯" });
  await expect(page).toHaveURL(/[?&]q=%E7%9F%B3%E5%A2%A8%E7%83%AF(?:&|$)/);
  await expect(box(page)).toHaveValue("石墨烯");
  expect(asked.filter((url) => url.includes("shi"))).toEqual([]);
});

test("the open list has no serious finding and fits a phone", async ({ browser }) => {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    await guest(page);
    await box(page).pressSequentially("gaoduan", { delay: 20 });
    await expect(page.getByRole("option").first()).toBeVisible();
    await box(page).press("ArrowDown");
    await expectSound(page);
    await context.close();
  }
});

const strange = [
  "x".repeat(10_000),
  "的 了",
  "<script>document.title='broken'</script>",
  "石墨%00烯%01",
  "%ED%A0%80",
  "audience = public OR 1=1",
  "( * :* ! <-> \\ ' \"",
  "ГОСТ ひらがな العربية 🚀",
  "６０６１－Ｔ６",
  "≥0.5 MPa 1200 ℃ 10-12 μm",
];

test("strange input is answered in words", async ({ browser }) => {
  const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const page = await context.newPage();
  for (const text of strange) {
    const query = /^%|%00/.test(text) ? text : encodeURIComponent(text);
    const answer = await page.goto(`/search?q=${query}`);
    expect(answer?.status(), text.slice(0, 40)).toBe(200);
    await expect(page.getByText(/^共\d+条$/)).toBeVisible();
    await expect(page).toHaveTitle(/对接/);
    const offered = await page.request.get(`/search/suggestions?q=${query}`);
    expect(offered.status()).toBe(200);
    expect(offered.headers()["cache-control"]).toContain("max-age=60");
  }
  await page.goto(`/search?q=${"x".repeat(10_000)}`);
  await expect(page.getByText("只按前400个字搜索")).toBeVisible();
  await context.close();
});

test("an organizer sees how search is doing and builds the index anew; others may not", async ({
  signInAs,
}) => {
  const organizer = await signInAs("organizer");
  const { page } = organizer;
  await page.goto("/admin/search");
  await connected(page);
  await expect(page.getByText("内置于PostgreSQL")).toBeVisible();
  await expect(page.getByText("一致")).toBeVisible();
  await page.getByRole("button", { name: "立即重建" }).click();
  await page.goto("/review");
  await page.goto("/admin/search");
  const newest = page.getByRole("main").getByRole("listitem").first();
  await expect(newest).toContainText("已完成");
  await expect(newest).toContainText(/个文档/);
  await expect(page.getByRole("button", { name: "立即重建" })).toBeEnabled();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual(
    [],
  );
  await organizer.context.close();

  const member = await signInAs("enterprise");
  expect((await member.page.goto("/admin/search"))?.status()).toBe(403);
  await member.context.close();
});
