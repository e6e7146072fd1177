import type { Page } from "@playwright/test";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

const need = "高导热碳化硅陶瓷基板低翘曲烧结工艺";
const title = "功率模块碳化硅基板低翘曲快速烧结技术";

async function fillInResult(page: Page): Promise<void> {
  await page.goto("/results/new");
  await connected(page);
  await page.getByLabel("标题").fill(title);
  await page.getByLabel("所属集群").selectOption({ label: "前沿新材料" });
  await page.getByLabel("关键词").fill("碳化硅;陶瓷基板;烧结");
  await page.getByLabel("成果简介").fill("快速烧结制备高导热碳化硅陶瓷基板,翘曲小,良率高。");
  await page.getByLabel("创新点").fill("脉冲温场与复合助剂,烧结时间缩短一半。");
  await page.getByRole("button", { name: "添加一项指标" }).click();
  await page.getByLabel("名称").fill("热导率");
  await page.getByLabel("数值").fill("195");
  await page.getByRole("textbox", { name: /^单位/ }).fill("W/(m·K)");
  await page.getByLabel("技术成熟度").selectOption("7");
  await page.getByLabel("合作开发").check();
  await page.getByLabel("报价下限").fill("900000");
  await page.getByLabel("联系人").fill("成果转化办公室");
  await page.locator("[name=contactEmail]").fill("transfer@duijie.example");
}

test("a result that a university posts is announced, with reasons, on the enterprise's open page", async ({
  signInAs,
}) => {
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  const organizer = await signInAs("organizer");

  await enterprise.page.goto("/my-posts");
  await enterprise.page.getByRole("link", { name: need }).click();
  await expect(enterprise.page.getByTestId("match").first()).toBeVisible();
  await connected(enterprise.page);

  await fillInResult(university.page);
  await university.page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(university.page.getByRole("heading", { level: 1 })).toHaveText(title);

  await organizer.page.goto("/review");
  await organizer.page.getByRole("main").getByRole("link", { name: title }).click();
  const approve = organizer.page.getByRole("button", { name: "通过并发布" });
  await expect(approve).toBeVisible();
  await Promise.all([
    approve.click(),
    organizer.page.waitForResponse((response) => response.request().method() === "POST"),
  ]);

  const toast = enterprise.page
    .getByTestId("toast")
    .filter({ hasText: `“${need}”有新的匹配` })
    .filter({ hasText: title });
  await expect(toast).toBeVisible();
  await expect(toast).toContainText("碳化硅");
  await expect(toast).toContainText("前沿新材料");
  const match = enterprise.page.getByTestId("match").filter({ hasText: title });
  await expect(match).toBeVisible();
  await expect(match).toContainText("热导率");
  await expect(
    university.page.getByTestId("toast").filter({ hasText: "已通过审核" }),
  ).toBeVisible();

  await enterprise.page.goto("/notifications");
  await expect(
    enterprise.page.getByRole("listitem").filter({ hasText: need }).filter({ hasText: title }),
  ).toHaveCount(1);
  await Promise.all([enterprise, university, organizer].map(({ context }) => context.close()));
});

test("two sides come from a match to a live conversation", async ({ signInAs }) => {
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  await university.page.goto("/");
  await connected(university.page);

  await enterprise.page.goto("/search?kind=result&q=耐电晕漆包线");
  await enterprise.page.getByRole("link", { name: "纳米氧化铝改性耐电晕漆包线绝缘漆" }).click();
  await enterprise.page.getByLabel("留言").fill("太短");
  await enterprise.page.getByRole("button", { name: "发送意向" }).click();
  const refusal = enterprise.page.getByText(/至少 ?10 ?个字/).filter({ visible: true });
  await expect(refusal).toHaveCount(1);
  await expect(enterprise.page.getByLabel("留言")).toHaveValue("太短");
  await enterprise.page
    .getByLabel("留言")
    .fill("我们有年产十万片的需求,希望联合开发并到贵校参观。");
  await enterprise.page.getByRole("button", { name: "发送意向" }).click();
  await expect(enterprise.page).toHaveURL(/\/interests\//);
  await connected(enterprise.page);

  const toast = university.page.getByTestId("toast").filter({ hasText: "对接意向" });
  await toast.getByRole("link").click();
  await university.page.getByRole("button", { name: "接受" }).click();
  await expect(university.page).toHaveURL(/\/deals\//);
  await expect(enterprise.page).toHaveURL(new URL(university.page.url()).pathname);

  await connected(university.page);
  await university.page.getByLabel("写消息").fill("欢迎下周来访。");
  await university.page.getByRole("button", { name: "发送" }).click();
  await expect(
    enterprise.page.getByTestId("message").filter({ hasText: "欢迎下周来访" }),
  ).toBeVisible();
  await expect(university.page.getByLabel("写消息")).toHaveValue("");
  await Promise.all([enterprise, university].map(({ context }) => context.close()));
});

test("what happens while a page is still connecting is told once it is connected", async ({
  signInAs,
}) => {
  /** Of a house that no session of the other tests brings to this result. */
  const sender = await signInAs("broker");
  const university = await signInAs("university");
  let connect = (): void => {};
  const held = new Promise<void>((resolve) => (connect = resolve));
  await university.page.routeWebSocket(/\/realtime/, async (socket) => {
    await held;
    socket.connectToServer();
  });
  await university.page.goto("/my-posts");

  await sender.page.goto("/search?kind=result&q=装备维修知识图谱问答");
  await sender.page.getByRole("link", { name: "检索增强的装备维修知识图谱问答系统" }).click();
  await sender.page.getByLabel("留言").fill("我们的维修班组需要这样的系统,希望先看演示。");
  await sender.page.getByRole("button", { name: "发送意向" }).click();
  await expect(sender.page).toHaveURL(/\/interests\//);

  await expect(university.page.locator("html")).toHaveAttribute("data-live", "off");
  connect();
  await expect(
    university.page.getByTestId("toast").filter({ hasText: "知识图谱问答" }),
  ).toBeVisible();
});
