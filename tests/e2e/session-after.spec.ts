import type pg from "pg";
import { v7 as newId } from "uuid";
import { expectSound } from "./checks.ts";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

/** A session of yesterday in which the enterprise met the university; each brought one post without a deal. */
async function pastSession(pool: pg.Pool, title: string): Promise<string> {
  const [id, slot, table] = [newId(), newId(), newId()];
  await pool.query(
    `INSERT INTO matchmaking_session (id, title, state, timetable, place, starts_at, ends_at)
     VALUES ($1, $2, 'finished', 'final', '南京国际博览中心', now() - interval '1 day', now() - interval '23 hours')`,
    [id, title],
  );
  await pool.query(
    `INSERT INTO session_slot (id, session_id, starts_at, ends_at, part)
     SELECT $1, id, starts_at, ends_at, '上午' FROM matchmaking_session WHERE id = $2`,
    [slot, id],
  );
  await pool.query(
    `INSERT INTO session_table (id, session_id, name, hall) VALUES ($1, $2, 'A1', '一号厅')`,
    [table, id],
  );
  const people: string[] = [];
  for (const account of ["enterprise", "university"]) {
    const [registration, participant] = [newId(), newId()];
    people.push(participant);
    await pool.query(
      `WITH person AS (
         SELECT u.id, u.name, u.email, m.organisation_id FROM "user" u
         JOIN member m ON m.user_id = u.id WHERE u.email = $1 LIMIT 1
       ), made AS (
         INSERT INTO session_registration (id, session_id, organisation_id, state)
         SELECT $2, $3, organisation_id, 'admitted' FROM person RETURNING id
       ), brought AS (
         INSERT INTO registration_post (registration_id, post_id)
         SELECT made.id, p.id FROM made, person CROSS JOIN LATERAL (
           SELECT p.id FROM post p WHERE p.organisation_id = person.organisation_id
             AND p.publication = 'published' AND p.visibility = 'public'
             AND NOT EXISTS (SELECT FROM deal d WHERE p.id IN (d.need_id, d.result_id))
           ORDER BY p.id LIMIT 1) p
       )
       INSERT INTO session_participant (id, session_id, registration_id, organisation_id, user_id, name, email, pass_key, checked_in_at)
       SELECT $4, $3, made.id, person.organisation_id, person.id, person.name, person.email, $5, now()
       FROM made, person`,
      [`${account}@duijie.example`, registration, id, participant, newId()],
    );
  }
  await pool.query(
    `INSERT INTO meeting (id, session_id, slot_id, table_id, participant_id, other_participant_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), id, slot, table, ...people],
  );
  return id;
}

test("two sides rate a meeting on their phones, a deal opens, and the organizer prints the report", async ({
  signInAs,
  served,
}) => {
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  const organizer = await signInAs("organizer");
  for (const { page } of [enterprise, university])
    await page.setViewportSize({ width: 360, height: 780 });
  const title = `成果对接会${Date.now()}`;
  const session = `/sessions/${await pastSession(served.database.$client, title)}`;

  await test.step("the enterprise rates, wants to go on, and keeps a follow-up", async () => {
    const { page } = enterprise;
    await page.goto(`${session}/mine`);
    await connected(page);
    await expect(page.getByText("还有1场洽谈待评价")).toBeVisible();
    await expectSound(page);
    await page.getByTestId("to-rate").getByRole("link", { name: /^评价/ }).click();
    await connected(page);
    await expect(page.getByLabel("意向金额")).toBeHidden();
    await page.getByRole("button", { name: "保存评价" }).click();
    await expect(page.getByText("请填写此项").first()).toBeVisible();
    await page.locator("label", { hasText: "4 ★" }).click();
    await page.locator("label", { hasText: "进一步洽谈" }).click();
    await page.getByLabel("意向金额").fill("300000.50");
    await page.getByLabel("备注").fill("对方报价偏高");
    await expectSound(page);
    await page.getByRole("button", { name: "保存评价" }).click();
    await expect(page.getByText("评价已保存")).toBeVisible();
    await expect(page.getByTestId("deal")).toHaveCount(1);
    await page.getByText("添加跟进事项").click();
    await page.getByLabel("要做什么").fill("寄送样品");
    await page.getByLabel("完成期限").fill("2031-01-15");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await expect(page.getByTestId("task")).toContainText("寄送样品");
    await page.getByRole("button", { name: "标为完成" }).click();
    await expect(page.getByText("已完成1项")).toBeVisible();
  });

  await test.step("the university is asked; its wish to go on opens the deal at once", async () => {
    const { page } = university;
    await page.goto(`${session}/mine`);
    await connected(page);
    await page.getByTestId("to-rate").getByRole("link", { name: /^评价/ }).click();
    await expect(page.getByText(/^对方愿意往下谈/)).toBeVisible();
    await connected(page);
    await page.locator("label", { hasText: "5 ★" }).click();
    await page.locator("label", { hasText: "有意签约" }).click();
    await page.getByLabel("意向金额").fill("250000");
    await page.getByRole("button", { name: "保存评价" }).click();
    await expect(page.getByText("双方都愿意往下谈。")).toBeVisible();
    await expect(page.getByTestId("deal")).toHaveCount(1);
    await expect(page.getByText("对方报价偏高")).toHaveCount(0);
    await expect(page.getByText("寄送样品")).toHaveCount(0);
    await expect(enterprise.page.getByText("双方都愿意往下谈。")).toBeVisible();
    await page.getByTestId("deal").getByRole("link").first().click();
    await expect(page).toHaveURL(/\/deals\//);
    await page.goto(`${session}/mine`);
    await expect(page.getByRole("heading", { name: "洽谈结果与跟进" })).toBeVisible();
    await expectSound(page);
  });

  await test.step("the organizer reads, prints and downloads the report", async () => {
    const { page } = organizer;
    await page.goto(`${session}/report`);
    await connected(page);
    const intentions = page.getByRole("region", { name: "合作意向" });
    await expect(intentions.getByRole("row", { name: /双方意向/ })).toContainText("250,000.00");
    await expectSound(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await expectSound(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载XLSX" }).click();
    expect((await download).suggestedFilename()).toBe("session-report.xlsx");
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("button")).toHaveCount(0);
    await expect(page.getByText("南京国际博览中心")).toBeVisible();
    await expect(page.getByText(`${title} · 成果报告`)).toBeVisible();
    await page.emulateMedia({ media: "screen" });
  });
});
