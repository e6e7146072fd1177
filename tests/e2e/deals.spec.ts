import type { Locator, Page } from "@playwright/test";
import { connected, publishNeed, type Person, type SignInAs } from "./people.ts";
import { expect, test } from "./test.ts";

/** The enterprise's need that the university asked about and the enterprise accepted; both see the deal. */
async function openDeal(
  signInAs: SignInAs,
  title: string,
): Promise<{ enterprise: Person; university: Person; path: string }> {
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  const need = await publishNeed(signInAs, enterprise.page, title);
  await university.page.goto(need);
  await university.page.getByLabel("留言").fill("我们有成熟的方案，希望到现场了解工况。");
  await university.page.getByRole("button", { name: "发送意向" }).click();
  await expect(university.page).toHaveURL(/\/interests\//);
  await enterprise.page.goto(new URL(university.page.url()).pathname);
  await enterprise.page.getByRole("button", { name: "接受" }).click();
  await expect(enterprise.page).toHaveURL(/\/deals\//);
  const path = new URL(enterprise.page.url()).pathname;
  await university.page.goto(path);
  await connected(enterprise.page);
  await connected(university.page);
  return { enterprise, university, path };
}

const stageOf = (page: Page): Locator => page.getByTestId("stage");
const part = (page: Page, title: string): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

async function dragTo(page: Page, handle: Locator, column: Locator): Promise<void> {
  await handle.scrollIntoViewIfNeeded();
  const from = await handle.boundingBox();
  if (!from) throw new Error("nothing to drag");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 12, from.y + from.height / 2 + 4, { steps: 3 });
  const to = await column.boundingBox();
  if (!to) throw new Error("nowhere to drop");
  await page.mouse.move(to.x + to.width / 2, to.y + 60, { steps: 8 });
  await page.mouse.up();
}

test("both sides work on one record, live, with read marks", async ({ signInAs }) => {
  const title = "掘进机液压阀块内泄漏检测";
  const { enterprise, university, path } = await openDeal(signInAs, title);
  const [one, two] = [enterprise.page, university.page];
  await expect(stageOf(two)).toHaveText("接洽");

  await one.getByLabel("写消息").fill("请先看一下阀块图纸。");
  await one.getByRole("button", { name: "发送" }).click();
  await expect(one.getByLabel("写消息")).toHaveValue("");
  await expect(
    two.getByTestId("message").filter({ hasText: "请先看一下阀块图纸。" }),
  ).toBeVisible();
  await two.getByLabel("写消息").scrollIntoViewIfNeeded();
  await expect(one.getByText("已读：高校演示账号")).toBeVisible();

  await part(two, "推进").getByRole("button", { name: "考察交流" }).click();
  await expect(stageOf(one)).toHaveText("考察交流");
  await expect(one.getByTestId("way-step").last()).toContainText("高校演示账号");

  const tasks = part(one, "任务");
  await tasks.getByText("添加任务").click();
  await tasks.getByLabel("要做什么").fill("寄出阀块样件");
  await tasks.getByLabel("由谁负责").selectOption({ label: "高校演示账号" });
  await tasks.getByLabel("完成期限").fill("2020-01-01");
  await tasks.getByRole("button", { name: "保存" }).click();
  const task = two.getByTestId("task").filter({ hasText: "寄出阀块样件" });
  await expect(task).toContainText("已逾期");
  await two.goto("/deals");
  const line = two.getByTestId("deal").filter({ hasText: title });
  await expect(line).toContainText("任务逾期：寄出阀块样件");
  await line.getByRole("link", { name: title }).click();
  await connected(two);
  await task.getByRole("button", { name: "标为完成" }).click();
  await expect(one.getByText("已完成1项")).toBeVisible();

  const documents = part(one, "文件");
  await documents.getByText("上传新文件").click();
  await documents.getByLabel("文件名称").fill("检测方案");
  await documents
    .getByLabel("选择文件")
    .last()
    .setInputFiles({
      name: "plan.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4 plan"),
    });
  await documents.getByRole("button", { name: "上传", exact: true }).last().click();
  const document = two.getByTestId("document").filter({ hasText: "检测方案" });
  await expect(document).toContainText("第1版");
  const [download] = await Promise.all([
    two.waitForEvent("download"),
    document.getByRole("link", { name: "plan.pdf" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("plan.pdf");
  await document.getByText("写意见").first().click();
  await document.getByLabel("写意见").fill("第三节需要补充压力曲线。");
  await document.getByRole("button", { name: "发送" }).click();
  await expect(one.getByText("1条意见")).toBeVisible();

  await part(one, "推进").getByRole("button", { name: "结束对接" }).click();
  const dialog = one.getByRole("dialog");
  await dialog.getByRole("button", { name: "结束对接" }).click();
  await expect(dialog.getByText("请填写此项")).toBeVisible();
  await dialog.getByLabel("价格未谈拢").check();
  await dialog.getByLabel("补充说明").fill("预算明年才有。");
  await dialog.getByRole("button", { name: "结束对接" }).click();
  await expect(two.getByText("已结束：价格未谈拢").first()).toBeVisible();
  await expect(two.getByText("预算明年才有。")).toBeVisible();
  await expect(two.getByText("对接已结束，不能再发消息。")).toBeVisible();
  await part(two, "推进").getByRole("button", { name: "重新开启" }).click();
  await expect(stageOf(one)).toHaveText("接洽");
  expect(new URL(one.url()).pathname).toBe(path);
});

test("of two who edit one note the second is told and loses nothing", async ({ signInAs }) => {
  const { enterprise, university } = await openDeal(signInAs, "塔机回转支承在线润滑");
  const [one, two] = [enterprise.page, university.page];
  const notes = part(one, "会谈纪要");
  await notes.getByText("写会谈纪要").click();
  await notes.getByLabel("内容").last().fill("双方介绍了现状。");
  await notes.getByRole("button", { name: "保存" }).last().click();
  const [first, second] = [one.getByTestId("note"), two.getByTestId("note")];
  await expect(second).toContainText("双方介绍了现状。");

  await second.getByText("修改纪要").click();
  await second.getByLabel("内容").fill("双方介绍了现状，下周试样。");
  await first.getByText("修改纪要").click();
  await first.getByLabel("内容").fill("双方介绍了现状，先签保密协议。");
  await first.getByRole("button", { name: "保存" }).click();
  await expect(second.locator("p").filter({ hasText: "先签保密协议" })).toBeVisible();

  await second.getByRole("button", { name: "保存" }).click();
  await expect(second.getByRole("alert")).toContainText("在您编辑期间改过这份纪要");
  await expect(second.getByLabel("内容")).toHaveValue("双方介绍了现状，下周试样。");
  await second.getByLabel("内容").fill("双方介绍了现状，先签保密协议，下周试样。");
  await second.getByRole("button", { name: "以我填写的内容覆盖保存" }).click();
  await expect(first.locator("p").filter({ hasText: "先签保密协议，下周试样" })).toBeVisible();
});

test("a broker sees the record once all three agree, and at once no longer when removed", async ({
  signInAs,
}) => {
  const title = "起重机吊钩无损检测";
  const { enterprise, university, path } = await openDeal(signInAs, title);
  const broker = await signInAs("broker");
  const [one, two, third] = [enterprise.page, university.page, broker.page];
  expect((await third.goto(path))?.status()).toBe(404);

  const search = part(one, "技术经纪人");
  await search.getByLabel("按姓名或邮箱查找").fill("broker@duijie.example");
  await search.getByRole("button", { name: "查找" }).click();
  await search.getByRole("button", { name: "提名技术经纪人演示账号" }).click();
  await part(two, "技术经纪人").getByRole("button", { name: "同意", exact: true }).click();
  await expect(part(two, "技术经纪人")).toContainText("等待本人接受");

  await third.goto("/deals");
  await third
    .getByTestId("invitation")
    .filter({ hasText: title })
    .getByRole("button", { name: "接受" })
    .click();
  await expect(third).toHaveURL(path);
  await connected(third);
  await third.getByLabel("写消息").fill("我来协调下周的会。");
  await third.getByRole("button", { name: "发送" }).click();
  await expect(one.getByTestId("message").filter({ hasText: "我来协调下周的会。" })).toBeVisible();

  await part(one, "技术经纪人").getByRole("button", { name: "移除" }).click();
  await one.getByRole("dialog").getByRole("button", { name: "移除" }).click();
  await expect(third.getByRole("heading", { level: 1 })).toHaveText("没有找到这一页");
  await expect(part(one, "技术经纪人")).toContainText("还没有技术经纪人");
});

test("an organizer moves deals on the board by pointer, key and menu, and sees no contents", async ({
  signInAs,
}) => {
  const title = "摊铺机熨平板温控";
  const { enterprise, path } = await openDeal(signInAs, title);
  await enterprise.page.getByLabel("写消息").fill("只有双方能看到的话");
  await enterprise.page.getByRole("button", { name: "发送" }).click();
  const organizer = await signInAs("organizer");
  const { page } = organizer;
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto("/deals/board?cluster=construction_machinery");
  await connected(page);
  const column = (stage: string) => page.getByTestId(`column-${stage}`);
  const cardIn = (stage: string) => column(stage).getByTestId("card").filter({ hasText: title });
  const handle = (stage: string) => cardIn(stage).getByRole("button", { name: /^拖动/ });

  await dragTo(page, handle("contact"), column("visit"));
  await expect(cardIn("visit")).toBeVisible();
  await expect(stageOf(enterprise.page)).toHaveText("考察交流");

  await dragTo(page, handle("visit"), column("interest"));
  await expect(page.getByRole("alert")).toContainText("不能从“考察交流”移到“意向”");
  await expect(cardIn("visit")).toBeVisible();

  await handle("visit").focus();
  await page.keyboard.press("Space");
  /** That it is over its own column is announced right after that it was picked up. */
  await expect(page.getByText(`“${title}”在“考察交流”之上`)).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(`“${title}”在“商谈”之上`)).toBeAttached();
  await page.keyboard.press("Space");
  await expect(cardIn("negotiation")).toBeVisible();
  await expect(stageOf(enterprise.page)).toHaveText("商谈");

  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByLabel("显示的阶段").selectOption("negotiation");
  await cardIn("negotiation").getByText("移到…").click();
  await cardIn("negotiation").getByRole("button", { name: "合作意向" }).click();
  await expect(stageOf(enterprise.page)).toHaveText("合作意向");

  await page.goto(path);
  await expect(page.getByText("您以组织方身份查看")).toBeVisible();
  await expect(page.getByText("只有双方能看到的话")).toHaveCount(0);
  await expect(page.getByLabel("写消息")).toHaveCount(0);
});
