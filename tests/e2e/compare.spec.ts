import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

const need = "储能变流器碳化硅功率模块热管理";
const result = "功率模块双面微通道液冷散热结构";

test("a match leads to both sides in detail, from which interest is expressed", async ({
  signInAs,
}) => {
  const { context, page } = await signInAs("broker");
  await page.goto(`/search?q=${encodeURIComponent(need)}`);
  await page.getByRole("main").getByRole("link", { name: need }).click();
  const match = page.getByTestId("match").filter({ hasText: result });
  await match.getByRole("link", { name: "详细对照" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("需求与成果对照");
  await connected(page);

  const fors = page.locator("section", { hasText: "支持匹配" }).last();
  await expect(fors.getByRole("listitem").first()).toContainText("强");
  await expect(page.getByText(/技术转移人员.*\d+对/)).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "模块结温" });
  await expect(row).toContainText("达到");

  const term = page.getByTestId("terms").getByRole("button", { name: "碳化硅" });
  await term.focus();
  for (const side of ["need", "result"])
    await expect(page.locator(`[data-side=${side}] mark[data-looked]`).first()).toHaveText(
      "碳化硅",
    );
  await page.locator("[data-side=need] mark", { hasText: "结温" }).first().hover();
  await expect(page.locator("[data-side=result] mark[data-looked]").first()).toContainText("结温");

  await page.getByRole("link", { name: "向成果方发起对接意向" }).click();
  await expect(page).toHaveURL(/\/results\/.*#interest$/);
  await expect(page.getByLabel("留言")).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: "返回匹配列表" }).click();
  await expect(page).toHaveURL(/\/needs\/.*#match-/);
  await context.close();
});

test("on a phone one side is shown at a time, without scripts too", async ({ browser, page }) => {
  await page.goto(`/search?q=${encodeURIComponent(need)}`);
  await page.getByRole("main").getByRole("link", { name: need }).click();
  const match = page.getByTestId("match").filter({ hasText: result });
  const link = match.getByRole("link", { name: "详细对照" });
  const path = (await link.getAttribute("href")) ?? "";
  const phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  });
  const small = await phone.newPage();
  await small.goto(path);
  const side = (kind: string) => small.locator(`[data-side=${kind}]`);
  await expect(side("need")).toBeVisible();
  await expect(side("result")).toBeHidden();
  await small.getByRole("radio", { name: "成果" }).check();
  await expect(side("result")).toBeVisible();
  await expect(side("need")).toBeHidden();
  const overflow = await small.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await phone.close();

  const answer = await page.goto(path.replace(/with\/.*/, `with/${crypto.randomUUID()}`));
  expect(answer?.status()).toBe(404);
});
