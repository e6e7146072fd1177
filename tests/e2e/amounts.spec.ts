import type { Page } from "@playwright/test";
import { expectSound } from "./checks.ts";
import { connected, hydrated } from "./people.ts";
import { expect, test } from "./test.ts";

const lowest = (page: Page) => page.getByLabel(/^(预算下限|Budget from)/);
const highest = (page: Page) => page.getByLabel(/^(预算上限|Budget up to)/);
/** What stands beside a field as what it is read as. */
const reading = (page: Page, name: "amountMin" | "amountMax") =>
  page.locator(`span[id$="${name}-reading"]`);

test("an amount as people write it is shown back while it is typed, refused with words, mended and kept", async ({
  signInAs,
}) => {
  const { context, page } = await signInAs("enterprise", {
    viewport: { width: 360, height: 800 },
  });
  await page.goto("/needs/new");
  await connected(page);
  await page.getByLabel("标题").fill("⻢氏体不锈钢焊接变形控制");
  await highest(page).fill("150万");
  await expect(reading(page, "amountMax")).toHaveText("= 1,500,000 元");
  await expect(page.getByText("三项至少填一项").first()).toBeVisible();
  await lowest(page).fill("30万–50万");
  await expect(reading(page, "amountMin")).toHaveCount(0);

  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("这里只填一个金额").first()).toBeVisible();
  await expect(lowest(page)).toHaveValue("30万–50万");
  await expect(highest(page)).toHaveValue("150万");
  await expect(reading(page, "amountMax")).toHaveText("= 1,500,000 元");
  await expectSound(page);
  await highest(page).scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath("refused.png") });

  await lowest(page).fill("1，200，000 元");
  await expect(reading(page, "amountMin")).toHaveText("= 1,200,000 元");
  await page.getByRole("button", { name: "添加一项指标" }).click();
  await page.getByLabel("名称").fill("焊接变形");
  await page.getByLabel("数值").fill("≥９５");
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("标题")).toHaveValue("马氏体不锈钢焊接变形控制");
  await expect(lowest(page)).toHaveValue("1200000");
  await expect(highest(page)).toHaveValue("1500000");
  await expect(page.getByLabel("数值")).toHaveValue("95");
  await expect(reading(page, "amountMax")).toHaveText("= 1,500,000 元");
  await context.close();
});

test("in English without scripts, an amount is shown back after a refusal and once it is kept", async ({
  signInAs,
}) => {
  const { context, page } = await signInAs("enterprise", {
    locale: "en",
    javaScriptEnabled: false,
    viewport: { width: 360, height: 800 },
  });
  await page.goto("/needs/new");
  await page.getByLabel("Title").fill("Welding of martensitic steel");
  await highest(page).fill("1.5 million");
  await lowest(page).fill("$100");
  await page.getByRole("button", { name: "Save draft" }).last().click();
  await expect(page.getByText("Convert the amount to Chinese yuan").first()).toBeVisible();
  await expect(lowest(page)).toHaveValue("$100");
  await expect(highest(page)).toHaveValue("1.5 million");
  await expect(reading(page, "amountMax")).toHaveText("= ¥1,500,000");
  await page.screenshot({ path: test.info().outputPath("refused-english.png"), fullPage: true });
  await lowest(page).fill("CNY 800,000");
  await page.getByRole("button", { name: "Save draft" }).last().click();
  await expect(lowest(page)).toHaveValue("800000");
  await expect(reading(page, "amountMin")).toHaveText("= ¥800,000");
  await context.close();
});

test("a mail address is understood as people type it, or refused in words that help", async ({
  page,
}) => {
  await page.goto("/sign-up");
  await hydrated(page);
  await page.getByLabel("姓名").fill("李");
  await page.getByLabel("密码").fill("a-long-password");
  const email = page.getByLabel("邮箱");
  const send = () => page.getByRole("main").getByRole("button", { name: "注册" }).click();
  await email.fill("联系@例子.公司");
  await send();
  await expect(page.getByText("前面只能用字母、数字")).toBeVisible();
  await email.fill("li@例子.公司");
  await send();
  await expect(page.getByText("暂不支持以").first()).toBeVisible();
  await email.fill(`Li${Date.now()}＠münchen.de`);
  await send();
  await expect(page.getByRole("heading", { name: "请查收邮件" })).toBeVisible();
  await expect(page.getByText("@xn--mnchen-3ya.de").first()).toBeVisible();
});
