import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

const title = "回转减速器降噪三分贝";
const body =
  "双方用五个月完成齿面修形与强化，样机台架噪声下降三分贝，已签订合同并供货，用户反映良好。";

test("a story is public with the consent of both sides, and gone live when one withdraws it", async ({
  page: guest,
  signInAs,
}) => {
  const demand = await signInAs("editor");
  const supply = await signInAs("university");
  const organizer = await signInAs("organizer");
  const { page } = supply;

  await page.goto("/stories/new");
  const deals = page.getByLabel("对接", { exact: true });
  const withMachinery = deals.getByRole("option", { name: "示范重工装备有限公司" }).first();
  await deals.selectOption((await withMachinery.getAttribute("value")) ?? "");
  await page.getByLabel("标题", { exact: true }).fill(title);
  await page.getByLabel("正文", { exact: true }).fill("太短");
  await page.getByRole("button", { name: "保存并请双方确认" }).click();
  await expect(page.getByText("至少30个字").last()).toBeVisible();
  await page.getByLabel("正文", { exact: true }).fill(body);
  await page.getByRole("button", { name: "保存并请双方确认" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  const path = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "同意公开这份文字" }).click();
  await expect(page.getByRole("button", { name: "撤回同意" })).toBeVisible();

  await demand.page.goto(path);
  await connected(demand.page);
  await demand.page.getByRole("link", { name: "修改文字" }).click();
  await demand.page.getByLabel("正文", { exact: true }).fill(`${body}客户已追加订单。`);
  await demand.page.getByRole("button", { name: "保存并请双方确认" }).click();
  await expect(demand.page.getByText("尚未同意")).toHaveCount(2);
  await connected(page);
  await expect(page.getByText("客户已追加订单")).toBeVisible();
  await demand.page.getByRole("button", { name: "同意公开这份文字" }).click();
  await expect(demand.page.getByText("尚未同意")).toHaveCount(1);
  await page.getByRole("button", { name: "同意公开这份文字" }).click();
  await expect(page.getByText("双方已同意", { exact: true })).toBeVisible();

  await guest.goto("/stories");
  await expect(guest.getByRole("link", { name: title })).toHaveCount(0);
  expect((await guest.goto(path))?.status()).toBe(404);
  await organizer.page.goto("/stories/own?state=agreed");
  await organizer.page.getByRole("link", { name: title }).click();
  await organizer.page.getByRole("button", { name: "发布案例" }).click();
  await expect(organizer.page.getByText("已发布", { exact: true })).toBeVisible();
  for (const place of ["/stories", "/"]) {
    await guest.goto(place);
    await expect(guest.getByRole("link", { name: title })).toBeVisible();
  }

  const watcher = await signInAs("broker");
  await watcher.page.goto("/stories");
  await connected(watcher.page);
  await expect(watcher.page.getByRole("link", { name: title })).toBeVisible();
  await page.getByRole("button", { name: "撤回同意" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "撤回同意" }).click();
  await expect(page.getByText("这个案例已下线")).toBeVisible();
  await expect(watcher.page.getByRole("link", { name: title })).toHaveCount(0);
  expect((await guest.goto(path))?.status()).toBe(404);
});
