import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { inTransaction, type Database } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { challenge } from "#db/schema/index.ts";
import { connected, publishNeed } from "./people.ts";
import { expect, test } from "./test.ts";

/** Brings a moment of a challenge to now, and asks for the clock's work at once. */
const letPass = (database: Database, challengeId: string, moment: "deadline" | "objectionsUntil") =>
  inTransaction(database, async (transaction) => {
    await transaction
      .update(challenge)
      .set({ [moment]: new Date() })
      .where(eq(challenge.id, challengeId));
    await sendJob(transaction, "challenges.tick", {});
  });

const inTwoYears = new Date().getFullYear() + 2;
const secret = "双脉冲梯度温场";

async function fillInTerms(page: Page): Promise<void> {
  await page.getByLabel("榜单内容").fill("翘曲不大于0.1毫米，两年内完成中试。");
  await page.getByLabel("榜额").fill("3000000");
  await page.getByLabel("揭榜截止时间").fill(`${inTwoYears}-03-31T17:00`);
  await page.getByLabel("揭榜条件").fill("有中试条件的独立法人。");
  await page.getByLabel("资金拨付规则").fill("立项三成，中期四成，验收三成。");
  await page.getByLabel("双方共有").check();
  for (const [index, title, share] of [
    [1, "小试", "40"],
    [2, "中试", "60"],
  ] as const) {
    await page.getByRole("button", { name: "添加一个里程碑" }).click();
    const row = page.getByRole("group", { name: `第${index}个里程碑` });
    await row.getByLabel("内容").fill(title);
    await row.getByLabel("完成日期").fill(`${inTwoYears + index}-12-31`);
    await row.getByLabel("付款比例（%）").fill(share);
  }
  for (const [index, name, weight] of [
    [1, "技术先进性", "60"],
    [2, "可行性", "30"],
  ] as const) {
    await page.getByRole("button", { name: "添加一项评审指标" }).click();
    const row = page.getByRole("group", { name: `第${index}项指标` });
    await row.getByLabel("名称").fill(name);
    await row.getByLabel("权重（%）").fill(weight);
  }
}

async function writeProposal(page: Page, challenge: string, mark: string): Promise<void> {
  await page.goto(challenge);
  await page.getByRole("link", { name: "我要揭榜" }).click();
  await connected(page);
  await page.getByLabel("技术路线").fill(`${mark}烧结路线`);
  await page.getByLabel("1. 小试").fill("六个月完成小试");
  await page.getByLabel("2. 中试").fill("十八个月完成中试");
  await page.getByLabel("团队能力").fill("十名烧结工程师");
  await page.getByLabel("前期基础").fill("已有样件");
  await page.getByLabel("报价").fill("2600000");
}

test("a need becomes a challenge, is answered sealed, reviewed blind and decided in public", async ({
  served,
  browser,
  signInAs,
}) => {
  const owner = await signInAs("enterprise");
  const organizer = await signInAs("organizer");
  const title = `低翘曲基板揭榜课题${Date.now()}`;
  await publishNeed(signInAs, owner.page, title);

  await test.step("the owner writes the terms; sums are checked, nothing typed is lost", async () => {
    await owner.page.getByRole("button", { name: "为此需求发榜" }).click();
    await expect(owner.page).toHaveURL(/\/challenges\/.*\/edit/);
    await connected(owner.page);
    await fillInTerms(owner.page);
    await owner.page.getByRole("button", { name: "提交审批" }).click();
    await expect(owner.page.getByRole("alert")).toContainText("权重之和应为100%");
    await owner.page.getByRole("group", { name: "第2项指标" }).getByLabel("权重（%）").fill("40");
    await owner.page.getByRole("button", { name: "提交审批" }).click();
    await expect(owner.page.getByText("待审批")).toBeVisible();
  });
  const challenge = new URL(owner.page.url()).pathname;
  const challengeId = challenge.split("/")[2] ?? "";
  await connected(owner.page);

  await test.step("an organizer publishes it, on the owner's open page too", async () => {
    await organizer.page.goto("/challenges?list=queue");
    await organizer.page.getByRole("link", { name: title }).click();
    await organizer.page.getByLabel("每个方案的评审专家人数").fill("1");
    await organizer.page.getByRole("button", { name: "批准发榜" }).click();
    await expect(owner.page.getByText("距截止还有")).toBeVisible();
  });

  const university = await signInAs("university");
  const institute = await signInAs("institute");
  await test.step("a proposal saves itself and is handed in with a receipt", async () => {
    await writeProposal(university.page, challenge, secret);
    await expect(university.page.getByText(/已自动保存/)).toBeVisible();
    await university.page.reload();
    await expect(university.page.getByLabel("技术路线")).toHaveValue(`${secret}烧结路线`);
    await university.page.getByLabel("团队能力").fill("江南某校的十名工程师");
    await university.page.getByRole("button", { name: "提交方案" }).click();
    await expect(university.page.getByTestId("receipt")).toHaveCount(1);
    await expect(university.page.getByText("未保存的内容")).toHaveCount(0);
    await writeProposal(institute.page, challenge, "常压");
    await institute.page.getByRole("button", { name: "提交方案" }).click();
    await expect(institute.page.getByTestId("receipt")).toHaveCount(1);
  });

  await test.step("until the deadline nobody reads it, administrators included", async () => {
    const admin = await signInAs("admin");
    for (const { page } of [owner, organizer, admin]) {
      await page.goto(challenge);
      await expect(page.getByText("2份")).toBeVisible();
      expect(await page.content()).not.toContain(secret);
      const answer = await page.goto(`${challenge}/evaluation`);
      expect(answer?.status()).toBe(403);
      await page.goto(challenge);
    }
    await institute.page.goto(challenge);
    await expect(institute.page.getByText("截止后公布")).toBeVisible();
  });

  await test.step("the deadline opens the seals on open pages; a late form is kept as a draft", async () => {
    await connected(owner.page);
    await institute.page.goto(`${challenge}/proposal`);
    await connected(institute.page);
    await institute.page.getByLabel("报价").fill("2500000");
    await letPass(served.database, challengeId, "deadline");
    await expect(owner.page.getByText("评审中").first()).toBeVisible();
    await expect(institute.page.getByText("截止时间已过")).toBeVisible();
    await expect(institute.page.getByRole("button", { name: "重新提交" })).toHaveCount(0);
    await institute.page.getByRole("button", { name: "保存草稿" }).last().click();
    await expect(institute.page.getByText("草稿已保存")).toBeVisible();
    await institute.page.reload();
    await expect(institute.page.getByLabel("报价")).toHaveValue("2500000");
  });

  const expert = await signInAs("editor");
  const tied = await signInAs("broker");
  await test.step("an organizer assigns experts; one with a conflict is off, one of a bidder's is refused", async () => {
    await organizer.page.goto(`${challenge}/evaluation`);
    await expect(organizer.page.getByText(`${secret}烧结路线`)).toBeVisible();
    for (const mail of ["university@duijie.example", "broker@duijie.example"]) {
      await organizer.page.getByLabel("按姓名或邮箱查找专家").fill(mail);
      await organizer.page.getByRole("button", { name: "查找" }).click();
      await expect(organizer.page.getByRole("radio")).toHaveCount(1);
      await organizer.page.getByRole("button", { name: "指派", exact: true }).click();
      if (mail.startsWith("university"))
        await expect(organizer.page.getByRole("alert")).toContainText("存在利益关系，不能参与");
      else await expect(organizer.page.getByTestId("review")).toHaveCount(2);
    }
    await tied.page.goto(`${challenge}/review`);
    await connected(tied.page);
    expect(await tied.page.content()).not.toContain(secret);
    for (const label of ["A", "B"]) {
      const box = tied.page.locator("section").filter({ hasText: `方案${label}` });
      await box.getByText("存在利益关系，申请回避").first().click();
      await box.getByLabel("回避理由").fill("曾为其中一家提供咨询服务");
      await box.getByRole("button", { name: "存在利益关系，申请回避" }).click();
      await expect(box.getByText("您已回避此方案。")).toBeVisible();
    }
    await organizer.page.goto(`${challenge}/evaluation?q=editor@duijie.example`);
    await organizer.page.getByRole("button", { name: "指派", exact: true }).click();
    await expect(organizer.page.getByTestId("review")).toHaveCount(4);
  });

  await test.step("an expert declares, reads without names and scores", async () => {
    await expert.page.goto("/my-reviews");
    await expert.page.getByRole("link", { name: title }).click();
    await connected(expert.page);
    await expect(expert.page.getByText("烧结路线")).toHaveCount(0);
    for (const label of ["A", "B"]) {
      const box = expert.page.locator("section").filter({ hasText: `方案${label}` });
      await box.getByRole("button", { name: "声明无利益关系" }).click();
      await expect(box.getByText("烧结路线")).toBeVisible();
      const best = (await box.textContent())?.includes(secret) ?? false;
      await box.getByLabel("技术先进性（权重60%）").fill(best ? "92.5" : "70");
      await box.getByLabel("可行性（权重40%）").fill("80");
      await box.getByRole("button", { name: "提交评审" }).click();
      await expect(box.getByText("至少10个字", { exact: true })).toBeVisible();
      await expect(box.getByLabel("可行性（权重40%）")).toHaveValue("80");
      await box.getByLabel("评审意见").fill("路线清楚，指标可考核，风险可控。");
      await box.getByRole("button", { name: "提交评审" }).click();
      await expect(box.getByText("评审已提交，不能更改。")).toBeVisible();
    }
    expect(await expert.page.content()).not.toContain("江南大学");
  });

  await test.step("names come with the end of the evaluation", async () => {
    await organizer.page.goto(`${challenge}/evaluation`);
    await connected(organizer.page);
    await organizer.page.getByRole("button", { name: "完成评审" }).click();
    await organizer.page.getByRole("dialog").getByRole("button", { name: "完成评审" }).click();
    const first = organizer.page.getByTestId("ranked").first();
    await expect(first).toContainText("87.50");
  });

  await test.step("the owner decides with reasons, the organizer publishes", async () => {
    await owner.page.goto(`${challenge}/decision`);
    await owner.page.getByLabel(/^第1名/).check();
    await owner.page.getByRole("button", { name: "作出决定", exact: true }).click();
    const refusal = owner.page.getByText(/至少 ?10 ?个字/).filter({ visible: true });
    await expect(refusal).toHaveCount(1);
    await expect(owner.page.getByLabel(/^第1名/)).toBeChecked();
    await owner.page.getByLabel("决定理由").fill("得分最高，且具备中试条件。");
    await owner.page.getByRole("button", { name: "作出决定", exact: true }).click();
    await expect(owner.page.getByText("已作出决定")).toBeVisible();
    await university.page.goto("/notifications");
    await connected(university.page);
    await organizer.page.goto(challenge);
    await connected(organizer.page);
    await organizer.page.getByRole("button", { name: "公示结果" }).click();
    await organizer.page.getByRole("dialog").getByRole("button", { name: "公示结果" }).click();
    await expect(university.page.getByTestId("toast").filter({ hasText: "被选中" })).toBeVisible();
  });

  await test.step("a loser objects and is answered; then the outcome is final and a deal open", async () => {
    const reader = await browser.newPage();
    await reader.goto(`${challenge}/outcome`);
    await expect(reader.getByText("得分最高，且具备中试条件。")).toBeVisible();
    await reader.close();
    await institute.page.goto(`${challenge}/outcome`);
    await institute.page.getByLabel("提出异议").fill("我方中试条件更好，请复核可行性得分。");
    await institute.page.getByRole("button", { name: "提交异议" }).click();
    await expect(institute.page.getByText("待答复")).toBeVisible();
    await organizer.page.goto(`${challenge}/outcome`);
    await organizer.page.getByLabel("异议不成立，维持结果").check();
    await organizer.page.getByLabel("答复").fill("已复核评分记录，得分无误。");
    await organizer.page.getByRole("button", { name: "提交答复" }).click();
    await expect(organizer.page.getByText("异议不成立").first()).toBeVisible();
    await owner.page.goto(challenge);
    await connected(owner.page);
    await letPass(served.database, challengeId, "objectionsUntil");
    await expect(owner.page.getByText("已授榜")).toBeVisible();
    await expect(owner.page.getByRole("link", { name: "打开对接进展" })).toBeVisible();
  });
});
