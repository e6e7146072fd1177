import type pg from "pg";
import { v7 as newId } from "uuid";
import { expectSound } from "./checks.ts";
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

/** The enterprise meets the university in the session's first slot; both were told. */
async function planMeeting(pool: pg.Pool, session: string): Promise<void> {
  const meeting = newId();
  await pool.query(
    `WITH place AS (
       SELECT s.id AS slot_id, t.id AS table_id FROM session_slot s
       JOIN session_table t ON t.session_id = s.session_id
       WHERE s.session_id = $1 ORDER BY s.starts_at, t.name LIMIT 1
     ), pair AS (
       SELECT min(id::text)::uuid AS one, max(id::text)::uuid AS other
       FROM session_participant WHERE session_id = $1
     ), wish AS (
       INSERT INTO meeting_wish (id, session_id, from_participant_id, to_participant_id, state)
       SELECT $2, $1, one, other, 'accepted' FROM pair RETURNING id
     ), planned AS (
       INSERT INTO meeting (id, session_id, slot_id, table_id, participant_id, other_participant_id, wish_id)
       SELECT $3, $1, slot_id, table_id, one, other, wish.id FROM place, pair, wish
     )
     UPDATE matchmaking_session SET timetable = 'final' WHERE id = $1`,
    [session, newId(), meeting],
  );
  await pool.query(
    `INSERT INTO meeting_seat (slot_id, person_key, meeting_id, participant_id)
     SELECT m.slot_id, p.user_id::text, m.id, p.id FROM meeting m
     JOIN session_participant p ON p.id IN (m.participant_id, m.other_participant_id)
     WHERE m.id = $1`,
    [meeting],
  );
}

test("what a step would do is asked in its form, and a refusal is said where the form is gone", async ({
  browser,
  signInAs,
  served,
}) => {
  const pool = served.database.$client;
  const id = await openSession(pool, `拒绝对接会${Date.now()}`);
  await planMeeting(pool, id);
  const session = `/sessions/${id}`;
  const { page, context } = await signInAs("organizer");
  const enterprise = await signInAs("enterprise");
  const plain = async (person: typeof enterprise) => {
    const storageState = await person.context.storageState();
    return browser.newContext({ storageState, javaScriptEnabled: false });
  };

  await test.step("a slot that is taken away lists the meeting that it holds, beside its button", async () => {
    await page.goto(`${session}/plan`);
    await connected(page);
    await page.getByRole("button", { name: /^删除.*09:00/ }).click();
    const asking = page.locator("form", { has: page.getByTestId("consequences") });
    await expect(asking).toHaveCount(1);
    await expect(asking.getByRole("alert").first()).toContainText("请看下面的列表");
    await expectSound(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await expectSound(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await test.step("so does declining a registration, in its dialog; what was typed stays", async () => {
    await page.goto(`${session}/registrations`);
    await connected(page);
    await page.getByRole("button", { name: "不通过", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("名额已满");
    await dialog.getByRole("button", { name: "不通过", exact: true }).click();
    await expect(dialog.getByTestId("consequences")).toBeVisible();
    await expect(dialog.getByRole("textbox")).toHaveValue("名额已满");
    await expect(dialog.getByRole("button", { name: "取消这些洽谈，并拒绝报名" })).toBeVisible();
    await expect(page.getByRole("alert").filter({ visible: true })).toHaveCount(2);
  });

  await test.step("without scripts it is said over the page, as the question is folded away", async () => {
    const without = await plain({ page, context });
    const bare = await without.newPage();
    await bare.goto(`${session}/registrations`);
    await bare.locator("summary", { hasText: "不通过" }).first().click();
    await bare.getByRole("textbox").first().fill("名额已满");
    await bare.getByRole("button", { name: "不通过", exact: true }).first().click();
    const said = bare.getByRole("alert").filter({ visible: true });
    await expect(said).toHaveCount(1);
    await bare.locator("summary", { hasText: "不通过" }).first().click();
    await bare.locator("summary", { hasText: "不通过" }).nth(1).click();
    await expect(bare.getByTestId("consequences")).toBeVisible();
    await expect(bare.getByRole("textbox").filter({ hasText: "名额已满" })).toBeVisible();
    await without.close();
  });

  await test.step("a meeting that was cancelled meanwhile has no form any more, yet the refusal is read", async () => {
    const without = await plain(enterprise);
    const bare = await without.newPage();
    await bare.goto(`${session}/mine`);
    await pool.query(
      "UPDATE meeting SET state = 'cancelled', version = version + 1 WHERE session_id = $1",
      [id],
    );
    await bare.locator("summary", { hasText: "取消洽谈" }).click();
    await bare.getByRole("button", { name: "取消洽谈" }).click();
    await expect(bare.getByTestId("meeting")).toHaveCount(0);
    await expect(bare.getByRole("alert")).toHaveText(/已被他人修改|当前状态不能进行此操作/);
    await without.close();
  });
});

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
