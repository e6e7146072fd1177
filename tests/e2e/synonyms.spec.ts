import { connected, publishNeed } from "./people.ts";
import { expect, test } from "./test.ts";

const list = "/admin/synonyms";

test("a person proposes synonyms, an organizer approves, and search finds", async ({
  page,
  signInAs,
}) => {
  const title = "云母纳米片阻隔涂层量产";
  const author = await signInAs("editor");
  await publishNeed(signInAs, author.page, title);
  const found = page.getByRole("main").getByRole("link", { name: title });
  const search = "/search?q=mica+nanosheet+";
  await page.goto(search);
  await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  await expect(found).toHaveCount(0);

  await author.page.goto(search);
  await author.page.getByRole("link", { name: "有词语应视为同一个意思" }).click();
  const words = author.page.getByLabel("同义的词");
  await expect(words).toHaveValue("mica nanosheet\n");
  await author.page.getByRole("button", { name: "提交建议" }).click();
  await expect(author.page.getByRole("alert")).toContainText("至少填写两个不同的词");
  await words.fill("mica nanosheet\n云母纳米片");
  await author.page.getByRole("button", { name: "提交建议" }).click();
  await expect(author.page.getByRole("status").filter({ hasText: "已提交审核" })).toBeVisible();
  await author.page.goto(list);
  await expect(author.page.getByRole("heading", { level: 1 })).toHaveText("您没有权限查看这一页");

  const organizer = await signInAs("organizer");
  await organizer.page.goto(list);
  await organizer.page.getByRole("main").getByRole("link", { name: "去审核" }).click();
  await organizer.page.getByRole("link", { name: /审核.*mica nanosheet/ }).click();
  await expect(organizer.page.getByText("其中任何一个词都能找到1条")).toBeVisible();
  await organizer.page.getByRole("button", { name: "采用" }).click();
  await expect(organizer.page.getByRole("status").filter({ hasText: "几秒内" })).toBeVisible();

  await expect(async () => {
    await page.goto(search);
    await expect(found).toHaveCount(1, { timeout: 500 });
  }).toPass();
});

test("an organizer adds, is told of clashes while typing, retires and restores", async ({
  signInAs,
}) => {
  const { page, context } = await signInAs("organizer");
  await page.goto(list);
  await page.getByRole("link", { name: "新增词组" }).click();
  await connected(page);
  const words = page.getByLabel("同义的词");
  await words.fill("石墨烯\n氟晶云母");
  const preview = page.locator("section").filter({ hasText: "预览" });
  await expect(preview).toContainText("“石墨烯”已在另一组：石墨烯 / graphene");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("alert")).toContainText("“石墨烯”已在另一组");
  await expect(words).toHaveValue("石墨烯\n氟晶云母");
  await words.fill("氟晶云母；Fluorphlogopite");
  await expect(preview).toContainText("符合规则");
  await page.getByRole("button", { name: "保存" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "fluorphlogopite" });
  await expect(line.first()).toContainText("已采用");

  await page.getByRole("link", { name: /编辑.*氟晶云母/ }).click();
  await connected(page);
  await page.getByRole("button", { name: "停用" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "停用" }).click();
  await page.getByRole("link", { name: /查看.*氟晶云母/ }).click();
  await page.getByRole("button", { name: "恢复使用" }).click();
  await expect(page.getByRole("link", { name: /编辑.*氟晶云母/ })).toBeVisible();
  await context.close();
});

test("the second editor is told of the first one's change and keeps what was typed", async ({
  signInAs,
}) => {
  const first = await signInAs("organizer");
  const second = await signInAs("admin");
  await first.page.goto(`${list}/new`);
  await first.page.getByLabel("同义的词").fill("拓扑绝缘体\ntopological insulator");
  await first.page.getByRole("button", { name: "保存" }).click();
  const edit = /编辑.*拓扑绝缘体/;
  await first.page.getByRole("link", { name: edit }).click();
  await expect(first.page.getByLabel("同义的词")).toBeVisible();
  await second.page.goto(first.page.url());
  await connected(second.page);
  await first.page.getByLabel("同义的词").fill("拓扑绝缘体\ntopological insulator\n拓扑绝缘材料");
  await first.page.getByRole("button", { name: "保存" }).click();
  await expect(first.page.getByRole("link", { name: edit })).toBeVisible();

  const typed = "拓扑绝缘体\ntopological insulators";
  await second.page.getByLabel("同义的词").fill(typed);
  await second.page.getByRole("button", { name: "保存" }).click();
  await expect(second.page.getByRole("alert")).toContainText("修改了这组词");
  await expect(second.page.getByRole("alert")).toContainText("拓扑绝缘材料");
  await expect(second.page.getByLabel("同义的词")).toHaveValue(typed);
  await second.page.getByRole("button", { name: "保存" }).click();
  await expect(second.page.getByRole("link", { name: /编辑.*insulators/ })).toBeVisible();
});

test("a file of synonyms is imported, its wrong rows named by line", async ({ signInAs }) => {
  const { page, context } = await signInAs("organizer");
  await page.goto(`${list}/import`);
  await page.getByLabel("表格文件").setInputFiles({
    name: "synonyms.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("words,note\n麦克斯烯;MXene,\n石墨烯;单层石墨,\n"),
  });
  await page.getByRole("button", { name: "导入" }).click();
  await expect(page.getByRole("status").filter({ hasText: "新增1组" })).toBeVisible();
  await expect(page.getByText("第3行")).toBeVisible();
  await expect(page.getByText("列名在第1行")).toBeVisible();
  await expect(page.getByText("“石墨烯”已在另一组")).toBeVisible();

  await page.goto(list);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "导出CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("synonyms.csv");
  await context.close();
});
