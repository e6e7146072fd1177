import type { Page } from "@playwright/test";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

/** A screenshot of the whole page, wide and narrow, when a folder for them is set. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

async function fillInContract(page: Page): Promise<void> {
  await page.getByLabel("合同类别").selectOption({ label: "技术开发（委托）" });
  await page.getByLabel("技术领域").fill("环保催化材料");
  await page.getByLabel("有效期起").fill("2026-12-01");
  await page.getByLabel("有效期止").fill("2028-12-31");
  await page.getByLabel("签订地点").fill("南京");
  await page.getByLabel("买方单位性质").selectOption({ label: "企业法人" });
  await page.getByLabel("买方签约代表").fill("测试买方代表");
  await page.getByLabel("卖方单位性质").selectOption({ label: "事业法人" });
  await page.getByLabel("卖方签约代表").fill("测试卖方代表");
  await page.getByLabel("合同成交额（元）").fill("1200000.00");
  await page.getByLabel("技术交易额（元）").fill("1000000.50");
  await page.getByLabel("支付方式").selectOption({ label: "一次总算，分期支付" });
  for (const [number, title, day, amount] of [
    [1, "样品通过验收", "2027-06-30", "400000.00"],
    [2, "中试验收", "2028-06-30", "800000.00"],
  ] as const) {
    await page.getByRole("button", { name: "添加里程碑" }).click();
    const row = page.getByRole("group", { name: new RegExp(`${number}`) }).last();
    await row.getByRole("textbox").first().fill(title);
    await row.locator("input[type=date]").fill(day);
    await row.getByRole("textbox").last().fill(amount);
  }
  await page.getByLabel("知识产权归属").selectOption({ label: "双方共有" });
  await page.getByLabel("标的").fill("低温脱硝催化剂的配方与制备工艺。");
  await page.getByLabel("主要内容").fill("开发抗硫中毒的低温脱硝催化剂，并完成中试。");
  await page.getByLabel("保密约定").fill("双方对本合同涉及的技术资料保密三年。");
  await page.getByLabel("验收标准").fill("200 ℃下脱硝效率不低于90%。");
  await page.getByLabel("违约责任").fill("违约方赔偿对方的直接损失。");
}

test("a confidential need becomes a registered contract that the statistics count", async ({
  signInAs,
}) => {
  const owner = await signInAs("enterprise");
  const other = await signInAs("university");
  const organizer = await signInAs("organizer");
  const [buyer, seller, registry] = [owner.page, other.page, organizer.page];

  await buyer.goto("/my-posts");
  await buyer
    .getByRole("link", { name: /脱硝催化剂/ })
    .first()
    .click();
  await expect(buyer).toHaveURL(/\/needs\//);
  const need = new URL(buyer.url()).pathname;
  await buyer.goto(`${need}/confidential`);
  await connected(buyer);
  await buyer.getByLabel("保密内容", { exact: true }).fill("烟气SO2浓度与现用配方");
  await expect(buyer.getByText("已保存")).toBeVisible();

  await seller.goto(need);
  await seller.getByLabel("留言").fill("我们有低温脱硝催化剂的成果，希望了解烟气工况。");
  await seller.getByRole("button", { name: "发送意向" }).click();
  await expect(seller).toHaveURL(/\/interests\//);
  const interest = new URL(seller.url()).pathname;
  await buyer.goto(interest);
  await buyer.getByRole("button", { name: "接受", exact: true }).click();
  await expect(buyer).toHaveURL(/\/deals\//);

  await buyer.goto(`${need}/disclosure`);
  await buyer.getByLabel("向单位开放").fill("示范理工大学");
  await buyer.getByRole("button", { name: "开放", exact: true }).click();
  await expect(buyer.getByText("已开放，待对方接受")).toBeVisible();
  await seller.goto(`${need}/confidential`);
  await seller.getByLabel(/有权代表/).check();
  await seller.getByRole("button", { name: "接受并查看" }).click();
  await expect(seller.getByText("烟气SO2浓度与现用配方")).toBeVisible();

  await buyer.goto("/deals");
  await picture(buyer, "deals");
  await buyer
    .getByRole("link", { name: /脱硝催化剂/ })
    .first()
    .click();
  await expect(buyer).toHaveURL(/\/deals\/[0-9a-f-]+$/);
  const deal = new URL(buyer.url()).pathname;
  await expect(buyer.getByText("保密").first()).toBeVisible();
  await picture(buyer, "deal");
  await buyer.getByRole("button", { name: "进入商谈" }).click();
  await expect(buyer.getByRole("button", { name: "进入商谈" })).toHaveCount(0);

  await buyer.goto(`${deal}/contract/new`);
  await connected(buyer);
  await fillInContract(buyer);
  await picture(buyer, "contract-form");
  await buyer.getByRole("button", { name: "保存并提交对方确认" }).click();
  await expect(buyer).toHaveURL(/\/contracts\/[0-9a-f-]+/);
  const contract = new URL(buyer.url()).pathname;
  await expect(buyer.getByText("等待对方确认")).toBeVisible();
  await picture(buyer, "contract-proposed");

  await seller.goto(contract);
  await seller.getByRole("button", { name: "确认这一文本" }).click();
  await seller.getByRole("dialog").getByRole("button", { name: "确认这一文本" }).click();
  await expect(seller.getByText("可以签署")).toBeVisible();
  for (const page of [seller, buyer]) {
    await page.goto(contract);
    await page.getByRole("button", { name: "登记签署" }).click();
    await expect(page.getByRole("button", { name: "登记签署" })).toHaveCount(0);
  }
  await seller.goto(contract);
  await seller.getByRole("button", { name: "提交登记" }).click();
  await expect(seller.getByRole("button", { name: "提交登记" })).toHaveCount(0);
  await picture(seller, "contract-submitted");

  await registry.goto("/admin/contracts");
  await picture(registry, "contract-queue");
  await registry.goto(contract);
  await registry.getByLabel("登记编号（16位）").fill("2026320100000123");
  await registry.getByRole("button", { name: "登记", exact: true }).click();
  await expect(registry.getByText("2026320100000123").first()).toBeVisible();
  await picture(registry, "contract-registered");

  await registry.goto("/statistics/contracts");
  await expect(registry.getByRole("row", { name: /技术开发（委托）.*1,200,000/ })).toBeVisible();
  await picture(registry, "contract-statistics");
  await seller.goto(`${contract}/print`);
  await expect(seller.getByText("壹佰贰拾万元整")).toBeVisible();
  await picture(seller, "contract-print");
  await seller.goto(deal);
  await expect(seller.getByText("已登记").first()).toBeVisible();
});

/** An enterprise asks for a result and the university accepts: the address of their deal. */
async function openDeal(buyer: Page, seller: Page, result: string): Promise<string> {
  await buyer.goto(`/search?kind=result&q=${encodeURIComponent(result)}`);
  await buyer.getByRole("main").getByRole("link", { name: result }).first().click();
  await buyer.getByLabel("留言").fill("我们希望委托贵校就此成果继续开发并签订合同。");
  await buyer.getByRole("button", { name: "发送意向" }).click();
  await expect(buyer).toHaveURL(/\/interests\//);
  await seller.goto(new URL(buyer.url()).pathname);
  await seller.getByRole("button", { name: "接受", exact: true }).click();
  await expect(seller).toHaveURL(/\/deals\//);
  return new URL(seller.url()).pathname;
}

test("the second of two who change a draft is told and loses nothing; strangers see no contract", async ({
  signInAs,
}) => {
  const buyer = await signInAs("enterprise");
  const seller = await signInAs("university");
  const deal = await openDeal(buyer.page, seller.page, "数控机床主轴热误差数字孪生补偿");
  await buyer.page.goto(`${deal}/contract/new`);
  await connected(buyer.page);
  await buyer.page.getByLabel("签订地点").fill("南京");
  await buyer.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(buyer.page).toHaveURL(/\/contracts\/.*\/edit/);
  const path = new URL(buyer.page.url()).pathname;

  await seller.page.goto(path);
  await connected(seller.page);
  await seller.page.getByLabel("签订地点").fill("苏州");
  await buyer.page.getByLabel("签订地点").fill("无锡");
  await buyer.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(buyer.page.getByText("草稿已保存，双方都能看到。")).toBeVisible();
  await seller.page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(seller.page.getByText(/已修改过这份合同/)).toBeVisible();
  await expect(seller.page.getByLabel("签订地点")).toHaveValue("苏州");
  await seller.page.getByRole("button", { name: "以我的文本保存" }).click();
  await expect(seller.page.getByText("草稿已保存，双方都能看到。")).toBeVisible();

  const contract = path.replace("/edit", "");
  const stranger = await signInAs("editor");
  const organizer = await signInAs("organizer");
  for (const { page } of [stranger, organizer])
    for (const address of [contract, path, `${contract}/print`])
      expect((await page.goto(address))?.status()).toBe(404);
  expect((await stranger.page.goto("/admin/contracts"))?.status()).toBe(403);
  const reader = await signInAs("reader");
  expect((await reader.page.goto(contract))?.status()).toBe(200);
  await expect(reader.page.getByRole("link", { name: "修改草稿" })).toHaveCount(0);
});
