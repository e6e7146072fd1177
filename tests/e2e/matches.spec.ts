import type { Page } from "@playwright/test";
import { approve, connected } from "./people.ts";
import { expect, test } from "./test.ts";

const need = "高导热碳化硅陶瓷基板低翘曲烧结工艺";

async function submitResult(page: Page, title: string): Promise<void> {
  await page.goto("/results/new");
  await connected(page);
  await page.getByLabel("标题").fill(title);
  await page.getByLabel("所属集群").selectOption({ label: "前沿新材料" });
  await page.getByLabel("关键词").fill("碳化硅;陶瓷基板;烧结;翘曲");
  await page.getByLabel("成果简介").fill("低翘曲烧结高导热碳化硅陶瓷基板,良率高。");
  await page.getByLabel("创新点").fill("复合助剂与分段温场。");
  await page.getByRole("button", { name: "添加一项指标" }).click();
  await page.getByLabel("名称").fill("热导率");
  await page.getByLabel("数值").fill("190");
  await page.getByRole("textbox", { name: /^单位/ }).fill("W/(m·K)");
  await page.getByLabel("技术成熟度").selectOption("7");
  await page.getByLabel("合作开发").check();
  await page.getByLabel("报价下限").fill("800000");
  await page.getByLabel("联系人").fill("成果转化办公室");
  await page.locator("[name=contactEmail]").fill("transfer@duijie.example");
  await page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
}

test("a new result appears on the enterprise's open page of matches, and an answer hides it", async ({
  signInAs,
}) => {
  const title = "分段温场低翘曲碳化硅陶瓷基板烧结技术";
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  const organizer = await signInAs("organizer");
  const { page } = enterprise;

  await page.goto("/");
  await page.getByLabel(/的账户$/).click();
  await page.getByRole("link", { name: "匹配推荐" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("匹配推荐");
  await connected(page);
  const card = page
    .getByTestId("standing-match")
    .filter({ hasText: title })
    .filter({ hasText: need });
  await expect(card).toHaveCount(0);
  await page.getByRole("button", { name: "全部标为已读" }).click();
  await expect(page.getByText("新", { exact: true })).toHaveCount(0);

  await submitResult(university.page, title);
  await approve(organizer.page, title);

  await expect(card).toBeVisible();
  await expect(card.getByText("新", { exact: true })).toBeVisible();
  await expect(card).toContainText("项指标达到要求");

  await card.locator("summary").click();
  await card.getByRole("button", { name: "提交并隐藏" }).click();
  await expect(card.getByLabel("为什么不合适")).toHaveAttribute("aria-invalid", "true");
  await card.getByLabel("为什么不合适").selectOption({ label: "成熟度不合适" });
  await card.getByRole("button", { name: "提交并隐藏" }).click();
  await expect(card).toHaveCount(0);

  await page.getByRole("button", { name: "撤销" }).click();
  await expect(card).toBeVisible();
  await card.getByRole("button", { name: "已了解" }).click();
  await expect(card).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("匹配推荐");
  await expect(card).toHaveCount(0);
  await page.getByRole("link", { name: "已评价" }).click();
  await expect(card.getByRole("button", { name: "已了解", pressed: true })).toBeVisible();

  await university.page.goto("/matches");
  await expect(
    university.page
      .getByTestId("standing-match")
      .filter({ hasText: title })
      .filter({ hasText: need }),
  ).toBeVisible();
});

test("a list that is filtered to nothing says so and leads back", async ({ signInAs }) => {
  const enterprise = await signInAs("enterprise");
  const { page } = enterprise;
  await page.goto("/matches");
  await connected(page);
  await expect(page.getByTestId("standing-match").first()).toBeVisible();
  await page.getByLabel("匹配对象").selectOption({ label: "技术需求" });
  await expect(page.getByText("没有符合条件的匹配")).toBeVisible();
  await page.getByRole("link", { name: "清除筛选" }).click();
  await expect(page.getByTestId("standing-match").first()).toBeVisible();
});

test("a guest is sent to sign in and comes back to the matches", async ({ page }) => {
  await page.goto("/matches");
  await expect(page).toHaveURL(/\/sign-in\?redirectTo=%2Fmatches/);
});

test("a person who only reads for the organisation sees its matches and answers none", async ({
  signInAs,
}) => {
  const reader = await signInAs("reader");
  await reader.page.goto("/matches");
  await expect(reader.page.getByTestId("standing-match").first()).toBeVisible();
  await expect(reader.page.getByRole("button", { name: "已了解" })).toHaveCount(0);
});

test("a need's page shows similar needs of others to who reads on, and nothing where there are none", async ({
  signInAs,
}) => {
  const enterprise = await signInAs("enterprise");
  const { page } = enterprise;
  await page.goto("/my-posts");
  await page.getByRole("link", { name: need }).click();
  const similar = page.getByTestId("similar");
  const readOn = async (title: string) => {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await page.keyboard.press("End");
  };
  await readOn(need);
  await expect(page.getByRole("heading", { name: "相似需求" })).toBeVisible();
  await similar.getByRole("link", { name: "储能变流器碳化硅功率模块热管理" }).click();
  await readOn("储能变流器碳化硅功率模块热管理");
  await expect(similar.getByRole("link", { name: need })).toHaveCount(1);

  const answer = page.waitForResponse((response) => response.url().includes("/similar"));
  await page.goto("/search?q=窑炉烟气低温脱硝催化剂抗硫中毒");
  await page.getByRole("link", { name: "窑炉烟气低温脱硝催化剂抗硫中毒" }).click();
  await readOn("窑炉烟气低温脱硝催化剂抗硫中毒");
  await answer;
  await expect(page.getByRole("heading", { name: "相似需求" })).toHaveCount(0);
});
