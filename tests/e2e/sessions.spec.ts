import type { Page } from "@playwright/test";
import { expectSound, noonZone } from "./checks.ts";
import { connected, type Person, type SignInAs } from "./people.ts";
import { expect, test } from "./test.ts";

const dayIn = (zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(new Date());

const onPhone = async (signInAs: SignInAs, name: Parameters<SignInAs>[0]) => {
  const person = await signInAs(name);
  await person.page.setViewportSize({ width: 360, height: 780 });
  return person;
};

/** A partner's card in the list of those one can meet. */
const partner = (page: Page, organisation: string) =>
  page.getByTestId("partner").filter({ hasText: organisation });

async function askToMeet({ page }: Person, session: string, organisation: string): Promise<void> {
  await page.goto(`${session}/meetings`);
  await connected(page);
  await partner(page, organisation)
    .getByRole("button", { name: /^请求约见/ })
    .click();
  await expect(page.getByTestId("wish").filter({ hasText: organisation })).toContainText("待答复");
}

async function rate(
  { page }: Person,
  session: string,
  organisation: string,
  outcome: string,
  amount?: string,
): Promise<void> {
  await page.goto(`${session}/mine`);
  await page
    .getByTestId("to-rate")
    .filter({ hasText: organisation })
    .getByRole("link", { name: /^评价/ })
    .click();
  await connected(page);
  await page.locator("label", { hasText: "5 ★" }).click();
  await page.locator("label", { hasText: outcome }).click();
  if (amount) await page.getByLabel("意向金额").fill(amount);
  await page.getByRole("button", { name: "保存评价" }).click();
  await expect(page.getByText("评价已保存")).toBeVisible();
}

test("an organizer and four participants take a session from its publication to its report", async ({
  signInAs,
}) => {
  const organizer = await signInAs("organizer");
  const materials = await onPhone(signInAs, "enterprise");
  const university = await onPhone(signInAs, "university");
  const institute = await onPhone(signInAs, "institute");
  const machinery = await onPhone(signInAs, "editor");
  const title = `全程对接会${Date.now()}`;
  const zone = noonZone();
  const day = dayIn(zone);
  const { page } = organizer;
  let session = "";

  await test.step("the organizer plans and publishes it", async () => {
    await page.goto("/sessions/new");
    await connected(page);
    await page.getByLabel("名称", { exact: true }).fill(title);
    await page.getByRole("checkbox", { name: "前沿新材料" }).check();
    await page.getByLabel("地点").fill("南京国际博览中心");
    await page.getByLabel("时区").fill(zone);
    await page.getByRole("button", { name: "保存为草稿" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("时段与桌位");
    session = new URL(page.url()).pathname.replace(/\/plan$/, "");
    await connected(page);
    const slots = page.locator("form#slots");
    await slots.getByLabel("日期").fill(day);
    await slots.getByLabel("开始").fill("11:00");
    await slots.getByLabel("结束").fill("13:00");
    await slots.getByLabel("每段分钟数").fill("55");
    await slots.getByRole("button", { name: "批量添加时段" }).click();
    await expect(page.getByText("2个时段")).toBeVisible();
    const tables = page.locator("form#tables");
    await tables.getByLabel("会场").fill("一号厅");
    await tables.getByLabel("数量").fill("3");
    await tables.getByRole("button", { name: "添加桌位" }).click();
    await expect(page.getByRole("link", { name: "A3 设置" })).toBeVisible();
    await page.goto(`${session}/programme`);
    await connected(page);
    const item = page.locator("form#item");
    await item.getByLabel("议题").fill("成果路演");
    await item.getByLabel("开始").fill(`${day}T13:00`);
    await item.getByLabel("结束").fill(`${day}T16:00`);
    await item.getByRole("button", { name: "添加议程" }).click();
    await expect(page.getByText("成果路演")).toBeVisible();
    await page.goto(session);
    await page.getByRole("button", { name: "发布" }).click();
    await expect(page.getByText("报名中").first()).toBeVisible();
    await expectSound(page);
  });

  await test.step("four organisations register on their phones and are admitted", async () => {
    for (const one of [materials, university, institute, machinery]) {
      await one.page.goto("/sessions");
      await one.page.getByRole("link", { name: title }).click();
      await one.page.getByRole("link", { name: "报名", exact: true }).click();
      await expect(one.page).toHaveURL(/\/register$/);
      await expect(one.page.getByRole("checkbox").first()).toBeVisible();
      for (const post of await one.page
        .getByRole("group", { name: /带来的需求与成果/ })
        .getByRole("checkbox")
        .all())
        await post.check();
      await one.page.getByRole("button", { name: "报名", exact: true }).click();
      await expect(one.page.getByText("待审核")).toBeVisible();
      await connected(one.page);
    }
    await expectSound(materials.page);
    await page.goto(`${session}/registrations`);
    await connected(page);
    const waiting = page.getByRole("button", { name: /^通过/ });
    await expect(waiting).toHaveCount(4);
    for (let left = 4; left > 0; left -= 1) {
      await waiting.first().click();
      await expect(waiting).toHaveCount(left - 1);
    }
    /** The open pages of those admitted say so. */
    for (const one of [materials, university, institute, machinery])
      await expect(one.page.getByRole("link", { name: "约见", exact: true })).toBeVisible();
  });

  await test.step("wishes are asked and answered, seen at once by the other side", async () => {
    await institute.page.goto(`${session}/meetings`);
    await connected(institute.page);
    await askToMeet(materials, session, "示范理工大学");
    await askToMeet(machinery, session, "示范理工大学");
    const [asked] = [institute.page.getByTestId("wish")];
    await askToMeet(materials, session, "研究院");
    await expect(asked).toHaveCount(1);
    await institute.page.getByRole("button", { name: /^接受：/ }).click();
    await expect(asked).toContainText("已接受");
    await university.page.goto(`${session}/meetings`);
    await connected(university.page);
    for (let left = 2; left > 0; left -= 1) {
      await university.page
        .getByRole("button", { name: /^接受：/ })
        .first()
        .click();
      await expect(university.page.getByRole("button", { name: /^接受：/ })).toHaveCount(left - 1);
    }
    await expectSound(university.page);
  });

  await test.step("the scheduler makes the timetable; it goes out to open pages", async () => {
    await materials.page.goto(`${session}/mine`);
    await connected(materials.page);
    await expect(materials.page.getByText("日程还没有公布")).toBeVisible();
    await page.goto(session);
    await page.getByRole("button", { name: "截止报名" }).click();
    await expect(page.getByText("报名截止").first()).toBeVisible();
    await page.goto(`${session}/timetable`);
    await connected(page);
    await page.getByLabel("时间上限（秒）").fill("5");
    await page.getByRole("button", { name: "开始排期" }).click();
    await expect(page.getByText("排期完成").first()).toBeVisible();
    await expect(page.getByTestId("cell")).toHaveCount(3);
    await expectSound(page);
    await page.getByRole("button", { name: "公布最终日程" }).click();
    await expect(materials.page.getByTestId("meeting")).toHaveCount(2);
    await expectSound(materials.page);
    await page.goto(session);
    await page.getByRole("button", { name: "确认排期" }).click();
    await expect(page.getByText("已排期").first()).toBeVisible();
    await page.getByRole("button", { name: "开始", exact: true }).click();
    await expect(page.getByText("进行中").first()).toBeVisible();
  });

  await test.step("at the door, and a table changed: told to the two sides only", async () => {
    await page.goto(`${session}/check-in`);
    await connected(page);
    const enter = page.getByRole("button", { name: /^为.+签到$/ });
    for (let left = 4; left > 1; left -= 1) {
      await enter.first().click();
      await expect(page.getByTestId("counter")).toHaveText(`已签到${5 - left} / 4`);
    }
    await expectSound(page);
    await machinery.page.goto(`${session}/mine`);
    await university.page.goto(`${session}/mine`);
    await institute.page.goto(`${session}/mine`);
    for (const one of [machinery, university, institute]) await connected(one.page);
    await page.goto(`${session}/timetable`);
    await connected(page);
    await page.getByTestId("cell").filter({ hasText: "示范重工装备" }).click();
    const place = machinery.page.getByTestId("meeting").first();
    const before = await place.textContent();
    const table = page.getByRole("combobox", { name: "桌位" }).first();
    const other = await table.locator("option:not(:checked)").last().textContent();
    await table.selectOption({ label: other ?? "" });
    await expect(page.getByText("可以安排在这里")).toBeVisible();
    await page.getByRole("button", { name: "移动", exact: true }).click();
    await expect(place).not.toHaveText(before ?? "");
    const told = ({ page: open }: Person) =>
      open.getByTestId("toast").filter({ hasText: "洽谈有变动" });
    await expect(told(machinery)).toBeVisible();
    await expect(told(university)).toBeVisible();
    await expect(told(institute)).toHaveCount(0);
  });

  await test.step("each side rates; two that want to go on have a deal", async () => {
    await rate(materials, session, "示范理工大学", "进一步洽谈", "300000");
    await rate(university, session, "示范新材料", "有意签约", "250000.50");
    await expect(university.page.getByText("双方都愿意往下谈。")).toBeVisible();
    /** They may have deals from before, too. */
    await expect(university.page.getByTestId("deal").first()).toBeVisible();
    await rate(institute, session, "示范新材料", "没有兴趣");
    await expectSound(institute.page);
  });

  await test.step("the organizer ends it and reads the report", async () => {
    await page.goto(session);
    await page.getByRole("button", { name: "结束", exact: true }).click();
    await expect(page.getByText("已结束").first()).toBeVisible();
    await page.goto(`${session}/report`);
    await connected(page);
    const part = (name: string) => page.getByRole("region", { name });
    await expect(part("合作意向").getByRole("row", { name: /双方意向/ })).toContainText(
      "250,000.50",
    );
    await expectSound(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await expectSound(page);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByText(`${title} · 成果报告`)).toBeVisible();
  });
});
