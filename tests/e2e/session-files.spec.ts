import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type pg from "pg";
import { v7 as newId } from "uuid";
import { connected, ownAddress } from "./people.ts";
import { expect, test } from "./test.ts";

/** A published session with one slot and one item of its programme. */
async function openSession(pool: pg.Pool, title: string): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO matchmaking_session (id, title, state, place, starts_at, ends_at)
     VALUES ($1, $2, 'published', '南京国际博览中心', '2030-05-16T00:30Z', '2030-05-16T01:30Z')`,
    [id, title],
  );
  await pool.query(
    `INSERT INTO session_slot (id, session_id, starts_at, ends_at)
     VALUES ($1, $2, '2030-05-16T01:00Z', '2030-05-16T01:30Z')`,
    [newId(), id],
  );
  await pool.query(
    `INSERT INTO programme_item (id, session_id, starts_at, ends_at, title)
     VALUES ($1, $2, '2030-05-16T00:30Z', '2030-05-16T01:00Z', '主旨报告')`,
    [newId(), id],
  );
  return id;
}

const picture = {
  name: "封面.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};
const slides = {
  name: "讲稿.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from("%PDF-1.7\n…"),
};

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test("a session gets a cover, slides and registrations by file; calendars follow it", async ({
  browser,
  signInAs,
  served,
}) => {
  const title = `资料对接会${Date.now()}`;
  const session = `/sessions/${await openSession(served.database.$client, title)}`;
  const organizer = await signInAs("organizer");
  const guest = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const guestPage = await guest.newPage();
  const { page } = organizer;

  await test.step("the organizer gives it a cover; what is no picture is refused", async () => {
    await page.goto(`${session}/edit`);
    await page.getByLabel("图片", { exact: true }).setInputFiles({ ...slides, name: "封面.png" });
    await page.getByRole("button", { name: "上传封面" }).click();
    await expect(page.getByText("不支持此类文件")).toBeVisible();
    await page.getByLabel("图片", { exact: true }).setInputFiles(picture);
    await page.getByRole("button", { name: "上传封面" }).click();
    await expect(page.getByText("已上传")).toBeVisible();
    await expect(page.getByRole("img", { name: `“${title}”的封面图片` })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("and the speaker's slides, which everybody can download", async () => {
    await page.goto(`${session}/documents`);
    await page.getByLabel("所属").selectOption({ label: "主旨报告" });
    await page.getByLabel("文件").setInputFiles(slides);
    await page.getByRole("button", { name: "上传", exact: true }).click();
    await expect(page.getByTestId("document")).toContainText("主旨报告");
    await expectAccessible(page);
    await guestPage.goto("/sessions");
    await expect(guestPage.getByRole("img", { name: `“${title}”的封面图片` })).toBeVisible();
    await guestPage.getByRole("link", { name: title }).click();
    await expect(guestPage.getByRole("img", { name: `“${title}”的封面图片` })).toBeVisible();
    const download = guestPage.waitForEvent("download");
    await guestPage.getByRole("link", { name: "讲稿.pdf" }).click();
    expect((await download).suggestedFilename()).toBe("讲稿.pdf");
    await expectAccessible(guestPage);
  });

  await test.step("the programme is there for calendars, and not sent twice", async () => {
    await expect(guestPage.getByRole("link", { name: "加入日历" })).toHaveAttribute(
      "href",
      `${session}/calendar.ics`,
    );
    const first = await guest.request.get(`${session}/calendar.ics`);
    expect(first.headers()["content-type"]).toContain("text/calendar");
    expect(await first.text()).toContain("SUMMARY:主旨报告");
    const again = await guest.request.get(`${session}/calendar.ics`, {
      headers: { "If-None-Match": first.headers().etag ?? "" },
    });
    expect(again.status()).toBe(304);
  });

  await test.step("registrations come by file: shown first, then written", async () => {
    const unknown = `外地来宾有限公司${Date.now()}`;
    await page.goto(`${session}/registrations`);
    await page.getByRole("link", { name: "批量导入报名" }).click();
    await connected(page);
    await page.getByLabel("文件").setInputFiles({
      name: "报名.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        [
          "单位名称,姓名,邮箱,职务,备注",
          "示范海洋工程有限公司,王工,wang@marine.example,总工程师,自驾",
          `${unknown},李工,li@guest.example,,`,
          "示范纺织集团有限公司,,zhao@textiles,,",
        ].join("\r\n"),
      ),
    });
    await page.getByRole("button", { name: "上传并核对" }).click();
    await expect(page.getByText("还没有写入任何内容")).toBeVisible();
    await expect(page.getByTestId("problem")).toHaveText([
      /第3行单位名称平台上没有/,
      /第4行姓名请填写此项/,
      /第4行邮箱请填写邮箱地址/,
    ]);
    await expect(page.getByText("不认识的列（已忽略）：备注")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("checkbox", { name: /新建这些单位/ }).check();
    await page.getByRole("button", { name: "确认导入" }).click();
    await expect(page.getByRole("heading", { name: "已导入 · 报名.csv" })).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${session}/registrations`);
    await expect(page.getByText("王工 · 总工程师 · wang@marine.example")).toBeVisible();
    await expect(page.getByRole("link", { name: unknown })).toBeVisible();
  });

  await test.step("a person subscribes to their calendar, and takes a new address", async () => {
    const enterprise = await signInAs("enterprise");
    await enterprise.page.goto("/settings/calendar");
    await enterprise.page.getByRole("button", { name: "生成订阅地址" }).click();
    const field = enterprise.page.getByLabel("订阅地址");
    await expect(field).toHaveValue(/\/calendar\/[\w-]{32}\.ics$/);
    await expect(enterprise.page.getByRole("link", { name: "用日历程序订阅" })).toHaveAttribute(
      "href",
      /^webcal:/,
    );
    await expectAccessible(enterprise.page);
    const pathOf = async () => new URL(await field.inputValue()).pathname;
    const old = await pathOf();
    const calendar = await guest.request.get(old);
    expect(await calendar.text()).toContain("BEGIN:VALARM");
    await connected(enterprise.page);
    await enterprise.page.getByRole("button", { name: "换一个新地址" }).click();
    await enterprise.page.getByRole("dialog").getByRole("button", { name: "换一个新地址" }).click();
    await expect.poll(pathOf).not.toBe(old);
    await expect(enterprise.page.getByRole("dialog")).toHaveCount(0);
    expect((await guest.request.get(old)).status()).toBe(404);
    expect((await guest.request.get(await pathOf())).status()).toBe(200);
  });

  await test.step("the slides and the cover go again", async () => {
    await page.goto(`${session}/documents`);
    await connected(page);
    await page.getByRole("button", { name: "删除" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "删除" }).click();
    await expect(page.getByTestId("document")).toHaveCount(0);
    await page.goto(`${session}/edit`);
    await page.getByRole("button", { name: "去掉封面" }).click();
    await expect(page.getByText("还没有封面图片")).toBeVisible();
  });
  await guest.close();
});
