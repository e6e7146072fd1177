import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

test("a saved search tells of a new need, by mail too, and one click stops it", async ({
  browser,
  signInAs,
}) => {
  const person = await signInAs("university");
  const owner = await signInAs("enterprise");
  const organizer = await signInAs("organizer");
  const word = `盾构刀盘${String(Date.now()).slice(-5)}`;
  const { page } = person;

  await page.goto(`/search?q=${encodeURIComponent(word)}&kind=need`);
  await page.getByRole("link", { name: "保存这次检索" }).click();
  await page.getByLabel("提醒").selectOption({ label: "立即" });
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByText("已保存为")).toBeVisible();
  await connected(page);

  await owner.page.goto("/needs/new");
  await connected(owner.page);
  await owner.page.getByLabel("标题").fill(`${word}耐磨堆焊`);
  await owner.page.getByLabel("所属集群").selectOption({ label: "工程机械" });
  await owner.page.getByLabel("背景与主要问题").fill(`${word}在砂卵石地层磨损快，换刀频繁。`);
  await owner.page.getByRole("button", { name: "添加一项指标" }).click();
  await owner.page.getByLabel("名称").fill("使用寿命");
  await owner.page.getByLabel("数值").fill("800");
  await owner.page.getByLabel("合作开发").check();
  await owner.page.getByRole("checkbox", { name: "面议" }).check();
  await owner.page.getByLabel("期望完成日期").fill(`${new Date().getFullYear() + 1}-06-30`);
  await owner.page.getByLabel("联系人").fill("技术部");
  await owner.page.getByLabel(/^邮箱/).fill("need@duijie.example");
  await owner.page.getByRole("button", { name: "提交审核" }).last().click();
  await expect(owner.page.getByRole("heading", { level: 1 })).toContainText(word);
  await organizer.page.goto("/review");
  await organizer.page
    .getByRole("main")
    .getByRole("link", { name: new RegExp(word) })
    .click();
  await organizer.page.getByRole("button", { name: "通过并发布" }).click();

  const toast = page.getByTestId("toast").filter({ hasText: "保存的检索有新内容" });
  await expect(toast).toContainText(word);

  const guest = await browser.newContext();
  const mail = await guest.newPage();
  await expect(async () => {
    await mail.goto("/dev/mail");
    await expect(
      mail
        .getByRole("article")
        .filter({ hasText: `${word}耐磨堆焊` })
        .filter({ hasText: "unsubscribe" })
        .filter({ hasText: "university@" })
        .filter({ hasText: "保存的检索" })
        .first(),
    ).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const article = mail
    .getByRole("article")
    .filter({ hasText: `${word}耐磨堆焊` })
    .filter({ hasText: "unsubscribe" })
    .filter({ hasText: "university@" })
    .filter({ hasText: "保存的检索" })
    .first();
  await article.getByText("邮件头").click();
  await expect(article).toContainText("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  const stop = await article.getByRole("link", { name: /unsubscribe/ }).getAttribute("href");
  const path = new URL(stop ?? "").pathname;

  /** As a mail program does it: no session, no page. */
  const answer = await guest.request.post(path, {
    form: { "List-Unsubscribe": "One-Click" },
  });
  expect(answer.status()).toBe(204);
  await mail.goto(path);
  await expect(mail.getByText("已停止，不会再发")).toBeVisible();
  await page.goto("/saved-searches");
  await expect(page.getByText("已暂停")).toBeVisible();
  await guest.close();
});
