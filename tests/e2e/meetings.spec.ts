import type pg from "pg";
import { v7 as newId } from "uuid";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

/** A published session with two admitted organisations that bring all they published. */
async function openSession(pool: pg.Pool, title: string): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO matchmaking_session (id, title, state, place, starts_at, ends_at)
     VALUES ($1, $2, 'published', '南京国际博览中心', '2030-05-16T01:00Z', '2030-05-16T02:30Z')`,
    [id, title],
  );
  for (const start of ["01:00", "01:30", "02:00"])
    await pool.query(
      `INSERT INTO session_slot (id, session_id, starts_at, ends_at)
       VALUES ($1, $2, $3::timestamptz, $3::timestamptz + interval '30 minutes')`,
      [newId(), id, `2030-05-16T${start}Z`],
    );
  for (const name of ["A1", "A2"])
    await pool.query(
      `INSERT INTO session_table (id, session_id, name, hall) VALUES ($1, $2, $3, '一号厅')`,
      [newId(), id, name],
    );
  for (const account of ["enterprise", "university"]) {
    const registration = newId();
    await pool.query(
      `WITH person AS (
         SELECT u.id, u.name, u.email, m.organisation_id FROM "user" u
         JOIN member m ON m.user_id = u.id WHERE u.email = $1 LIMIT 1
       ), made AS (
         INSERT INTO session_registration (id, session_id, organisation_id, state)
         SELECT $2, $3, organisation_id, 'admitted' FROM person RETURNING id
       ), brought AS (
         INSERT INTO registration_post (registration_id, post_id)
         SELECT made.id, p.id FROM made, post p, person
         WHERE p.organisation_id = person.organisation_id AND p.publication = 'published'
       )
       INSERT INTO session_participant (id, session_id, registration_id, organisation_id, user_id, name, email, pass_key)
       SELECT $4, $3, made.id, person.organisation_id, person.id, person.name, person.email, $5
       FROM made, person`,
      [`${account}@duijie.example`, registration, id, newId(), newId()],
    );
  }
  return id;
}

test("a wish is accepted, planned by the scheduler, and seen by both sides", async ({
  signInAs,
  served,
}) => {
  const title = `约见对接会${Date.now()}`;
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  const organizer = await signInAs("organizer");
  const session = `/sessions/${await openSession(served.database.$client, title)}`;

  await test.step("the enterprise asks; the university's open page shows it at once", async () => {
    await university.page.goto(session);
    await university.page.getByRole("link", { name: "约见", exact: true }).click();
    await connected(university.page);
    await enterprise.page.goto(`${session}/meetings`);
    await connected(enterprise.page);
    const partner = enterprise.page.getByTestId("partner");
    await expect(partner).toHaveCount(1);
    await partner.getByText("写附言").click();
    await partner.getByLabel("附言").fill("想当面了解烧结设备的情况");
    await partner.getByRole("button", { name: /^请求约见/ }).click();
    await expect(enterprise.page.getByTestId("wish")).toContainText("待答复");
    await expect(university.page.getByTestId("wish")).toContainText("想当面了解烧结设备的情况");
  });

  await test.step("it is accepted and ranked", async () => {
    await university.page.getByRole("button", { name: /^接受：/ }).click();
    await expect(university.page.getByTestId("wish")).toContainText("已接受");
    await expect(enterprise.page.getByTestId("wish")).toContainText("已接受");
    await enterprise.page.getByRole("combobox", { name: /约见的优先级$/ }).selectOption("1");
    await enterprise.page.getByRole("button", { name: /^保存与/ }).click();
    await expect(enterprise.page.getByRole("combobox", { name: /约见的优先级$/ })).toHaveValue("1");
  });

  await test.step("the organizer makes the timetable; a bad move says why", async () => {
    const { page } = organizer;
    await page.goto(`${session}/pairs`);
    await expect(page.getByTestId("pair")).toHaveCount(1);
    await page.goto(`${session}/timetable`);
    await connected(page);
    await page.getByLabel("时间上限（秒）").fill("5");
    await page.getByRole("button", { name: "开始排期" }).click();
    await expect(page.getByText("排期完成").first()).toBeVisible();
    await expect(page.getByTestId("cell")).toHaveCount(1);
    await enterprise.page.goto(`${session}/mine`);
    await expect(enterprise.page.getByText("日程还没有公布")).toBeVisible();
    await connected(enterprise.page);
    await page.getByTestId("cell").click();
    await page.getByLabel("时段").first().selectOption({ label: "2030年5月16日 10:00" });
    await expect(page.getByText("可以安排在这里")).toBeVisible();
    await page.getByRole("button", { name: "移动", exact: true }).click();
    await expect(page.getByRole("row", { name: /A1/ }).getByRole("cell").nth(2)).toContainText("·");
    await page.getByRole("button", { name: "固定", exact: true }).click();
    await expect(page.getByTestId("cell")).toContainText("已固定");
  });

  await test.step("once it is out, each sees the meeting, on open pages too", async () => {
    await organizer.page.getByRole("button", { name: "公布最终日程" }).click();
    await expect(enterprise.page.getByTestId("meeting")).toHaveCount(1);
    await expect(enterprise.page.getByTestId("meeting")).toContainText("10:00");
    await university.page.goto(session);
    await expect(university.page.getByTestId("meeting")).toHaveCount(1);
  });

  await test.step("a cancelled registration shows the meeting that falls with it", async () => {
    const { page } = university;
    await page.getByRole("button", { name: "取消报名" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("取消报名会同时取消1场已排的洽谈")).toBeVisible();
    await dialog.getByRole("button", { name: "取消这些洽谈，并取消报名" }).click();
    await expect(page.getByTestId("meeting")).toHaveCount(0);
    await organizer.page.goto(`${session}/timetable`);
    await expect(organizer.page.getByTestId("cell")).toHaveCount(0);
  });
});
