import AxeBuilder from "@axe-core/playwright";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

test("a session's plan says what is wrong at its field, and what a change does", async ({
  signInAs,
}) => {
  const organizer = await signInAs("organizer");
  const { page } = organizer;
  await page.goto("/sessions/new");
  await connected(page);

  await test.step("the basics: an end before its begin", async () => {
    await page.getByLabel("名称", { exact: true }).fill(`错误输入对接会${Date.now()}`);
    await page.getByLabel("地点").fill("柏林");
    await page.getByLabel("时区").fill("Europe/Berlin");
    await page.getByLabel("报名开始").fill("2026-10-02T09:00");
    await page.getByLabel("报名截止").fill("2026-10-01T09:00");
    await page.getByRole("button", { name: "保存为草稿" }).click();
    await expect(page.getByLabel("报名截止")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("结束时间必须晚于开始时间").first()).toBeVisible();
    await page.getByLabel("报名截止").fill("2026-10-03T09:00");
    await page.getByRole("button", { name: "保存为草稿" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("时段与桌位");
  });

  const slots = page.locator("form#slots");
  const add = () => slots.getByRole("button", { name: "批量添加时段" }).click();
  await test.step("slots: crossing midnight, none that fit, too many minutes, overlapping", async () => {
    await connected(page);
    await slots.getByLabel("日期").fill("2026-10-25");
    await slots.getByLabel("开始").fill("23:00");
    await slots.getByLabel("结束").fill("01:00");
    await add();
    await expect(slots.getByText("结束时间必须晚于开始时间")).toBeVisible();
    await slots.getByLabel("开始").fill("09:00");
    await slots.getByLabel("结束").fill("09:10");
    await add();
    await expect(slots.getByText("这样一个时段也排不下")).toBeVisible();
    await slots.getByLabel("结束").fill("11:30");
    await slots.getByLabel("每段分钟数").fill("1000");
    await add();
    await expect(slots.getByText("不能大于240")).toBeVisible();
    await slots.getByLabel("每段分钟数").fill("25");
    await add();
    await expect(page.getByText("5个时段")).toBeVisible();
    await slots.getByLabel("日期").fill("2026-10-25");
    await add();
    await expect(slots.getByText("与已有的时段重叠")).toBeVisible();
  });

  await test.step("tables, a limit and its list; nothing overflows on a phone", async () => {
    const tables = page.locator("form#tables");
    await tables.getByLabel("数量").fill("10000");
    await tables.getByRole("button", { name: "添加桌位" }).click();
    await expect(tables.getByText("不能大于300")).toBeVisible();
    await tables.getByLabel("数量").fill("2");
    await tables.getByRole("button", { name: "添加桌位" }).click();
    await expect(page.getByRole("link", { name: "A2 设置" })).toBeVisible();
    const limit = page.locator("form#limit");
    await limit.getByLabel("单位类型").selectOption({ index: 1 });
    await limit.getByLabel("每人最多几场").fill("-1");
    await limit.getByRole("button", { name: "设定上限" }).click();
    await expect(limit.getByText("不能小于0")).toBeVisible();
    await limit.getByLabel("每人最多几场").fill("4");
    await limit.getByRole("button", { name: "设定上限" }).click();
    await expect(page.getByTestId("limit")).toContainText("每人最多4场");
    await page.getByRole("link", { name: "A2 设置" }).click();
    await page.getByRole("checkbox", { name: /10:00/ }).check();
    await page.getByRole("button", { name: "保存桌位" }).click();
    await expect(page.getByText("1个时段不开放")).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: test.info().outputPath("plan-wide.png"), fullPage: true });
    await page.setViewportSize({ width: 360, height: 760 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await page.screenshot({ path: test.info().outputPath("plan-narrow.png"), fullPage: true });
  });

  await test.step("another organizer was faster: told, and nothing typed is lost", async () => {
    const other = await organizer.context.newPage();
    await other.goto(page.url());
    await page.goto(page.url().replace(/\?.*/, ""));
    await connected(page);
    await connected(other);
    const typing = page.locator("form#break");
    await typing.getByLabel("开始").fill("11:30");
    await typing.getByLabel("结束").fill("12:00");
    const version = await page.locator("form#break input[name=version]").inputValue();
    await other.locator("form#tables").getByLabel("数量").fill("1");
    await other.locator("form#tables").getByRole("button", { name: "添加桌位" }).click();
    await expect(other.locator("form#tables input[name=version]")).not.toHaveValue(version);
    await page
      .locator("form#break input[name=version]")
      .evaluate((field: HTMLInputElement, old) => (field.value = old), version);
    await typing.getByRole("button", { name: "添加休息" }).click();
    await expect(typing.getByText("内容已被他人修改")).toBeVisible();
    await expect(typing.getByLabel("开始")).toHaveValue("11:30");
  });
});
