import type { Page } from "@playwright/test";
import type pg from "pg";
import { v7 as newId } from "uuid";
import { expectSound, noonZone } from "./checks.ts";
import { connected, ownAddress } from "./people.ts";
import { expect, test } from "./test.ts";

const accounts = ["enterprise", "university", "institute"] as const;
type Account = (typeof accounts)[number];

interface Day {
  id: string;
  passes: Record<Account, string>;
}

/**
 * A running session whose first slot began five minutes ago: the enterprise meets the
 * university at one of two tables, and agreed with the institute, which waits.
 */
async function runningSession(pool: pg.Pool, title: string): Promise<Day> {
  const id = newId();
  await pool.query(
    `INSERT INTO matchmaking_session (id, title, state, place, zone, timetable, starts_at, ends_at)
     VALUES ($1, $2, 'running', '南京国际博览中心', $3, 'final',
       now() - interval '5 minutes', now() + interval '55 minutes')`,
    [id, title, noonZone()],
  );
  const slots = [newId(), newId()];
  for (const [at, slot] of slots.entries())
    await pool.query(
      `INSERT INTO session_slot (id, session_id, starts_at, ends_at)
       VALUES ($1, $2, now() + make_interval(mins => $3), now() + make_interval(mins => $3 + 30))`,
      [slot, id, at * 30 - 5],
    );
  const tables = [newId(), newId()];
  for (const [at, table] of tables.entries())
    await pool.query(
      `INSERT INTO session_table (id, session_id, name, hall, position) VALUES ($1, $2, $3, '一号厅', $4)`,
      [table, id, `A${at + 1}`, at],
    );
  const people = {} as Record<Account, string>;
  const passes = {} as Record<Account, string>;
  for (const account of accounts) {
    people[account] = newId();
    passes[account] = `${newId()}-pass`;
    await pool.query(
      `WITH person AS (
         SELECT u.id, u.name, u.email, m.organisation_id FROM "user" u
         JOIN member m ON m.user_id = u.id WHERE u.email = $1 LIMIT 1
       ), made AS (
         INSERT INTO session_registration (id, session_id, organisation_id, state)
         SELECT $2, $3, organisation_id, 'admitted' FROM person RETURNING id
       )
       INSERT INTO session_participant (id, session_id, registration_id, organisation_id, user_id, name, email, pass_key)
       SELECT $4, $3, made.id, person.organisation_id, person.id, person.name, person.email, $5
       FROM made, person`,
      [`${account}@duijie.example`, newId(), id, people[account], passes[account]],
    );
  }
  const wish = (from: Account, to: Account, wishId: string) =>
    pool.query(
      `INSERT INTO meeting_wish (id, session_id, from_participant_id, to_participant_id, state)
       VALUES ($1, $2, $3, $4, 'accepted')`,
      [wishId, id, people[from], people[to]],
    );
  const planned = newId();
  await wish("enterprise", "university", planned);
  await wish("institute", "enterprise", newId());
  const meetingId = newId();
  await pool.query(
    `INSERT INTO meeting (id, session_id, slot_id, table_id, participant_id, other_participant_id, wish_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [meetingId, id, slots[0], tables[0], people.enterprise, people.university, planned],
  );
  await pool.query(
    `INSERT INTO meeting_seat (slot_id, person_key, meeting_id, participant_id)
     SELECT $1, user_id::text, $2, id FROM session_participant WHERE id = ANY ($3::uuid[])`,
    [slots[0], meetingId, [people.enterprise, people.university]],
  );
  return { id, passes };
}

async function expectAccessible(page: Page): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expectSound(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** The worker keeps the page and what it needs. */
const isKept = (page: Page, path: string): Promise<boolean> =>
  page.evaluate(async (kept) => {
    const names = await caches.keys();
    const found = await Promise.all(
      names.map(async (name) => {
        const cache = await caches.open(name);
        const assets = (await cache.keys()).filter(({ url }) => url.includes("/assets/"));
        return (await cache.match(kept)) !== undefined && assets.length > 5;
      }),
    );
    return found.some((one) => one);
  }, path);

test("the day of a session: door, no-show, offered place, delay, and a pass without a network", async ({
  browser,
  signInAs,
  served,
}) => {
  const title = `现场对接会${Date.now()}`;
  const enterprise = await signInAs("enterprise");
  const university = await signInAs("university");
  const organizer = await signInAs("organizer");
  const second = await signInAs("organizer");
  const { id, passes } = await runningSession(served.database.$client, title);
  const session = `/sessions/${id}`;
  /** The institute's person has only the pass: no account is signed in. */
  const guestContext = await browser.newContext({ extraHTTPHeaders: ownAddress() });
  const guest = { context: guestContext, page: await guestContext.newPage() };

  await test.step("the organizers check people in by code and by name; both see the count", async () => {
    await second.page.goto(`${session}/check-in`);
    await connected(second.page);
    await expect(second.page.getByTestId("counter")).toHaveText("已签到0 / 3");
    const { page } = organizer;
    await page.goto(`${session}/check-in`);
    await connected(page);
    await expect(page.getByRole("button", { name: "用摄像头扫码" })).toBeVisible();
    await page.getByLabel("扫码枪或手工输入").fill(`http://localhost/pass/${passes.enterprise}`);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/已签到$/).first()).toBeVisible();
    await expect(second.page.getByTestId("counter")).toHaveText("已签到1 / 3");
    await page.getByLabel("扫码枪或手工输入").fill(passes.enterprise);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/已于\d\d:\d\d签到/)).toBeVisible();
    await page.getByLabel("扫码枪或手工输入").fill("another-pass-key-of-nobody");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("这张票不属于本对接会");
    await second.page.getByRole("link", { name: /^未签到/ }).click();
    await expect(second.page.getByTestId("door")).toHaveCount(2);
    await second.page
      .getByTestId("door")
      .filter({ hasText: "institute@duijie.example" })
      .getByRole("button", { name: /^为.+签到$/ })
      .click();
    await expect(page.getByTestId("counter")).toHaveText("已签到2 / 3");
    await expectAccessible(page);
  });

  await test.step("a pass needs no account and is kept by no proxy; an unknown one is not there", async () => {
    const { page } = guest;
    const answer = await page.goto(`/pass/${passes.institute}`);
    expect(answer?.headers()).toMatchObject({
      "cache-control": "private, no-store",
      "x-robots-tag": "noindex, nofollow",
    });
    await expect(page.getByRole("img", { name: "入场二维码" })).toBeVisible();
    await expect(page.getByRole("button", { name: /签到$/ })).toHaveCount(0);
    await expect(page.getByText("没有安排给您的洽谈")).toBeVisible();
    await expectAccessible(page);
    const unknown = await page.goto("/pass/unknown-unknown-unknown");
    expect(unknown?.status()).toBe(404);
    await page.goto(`/pass/${passes.institute}`);
    await organizer.page.goto(`/pass/${passes.university}`);
    await expect(organizer.page.getByRole("button", { name: /^为.+签到$/ })).toBeVisible();
  });

  await test.step("the university does not come: its table is offered and taken by the pair that waits", async () => {
    await university.page.goto(`${session}/mine`);
    await connected(university.page);
    await second.page.goto(`${session}/board`);
    await connected(second.page);
    const table = second.page.getByTestId("table").first();
    await expect(table.getByTestId("now")).toContainText("未签到");
    await expect(second.page.getByTestId("table").nth(1)).toContainText("空闲");
    await expectAccessible(second.page);
    const { page } = enterprise;
    await page.goto(`${session}/mine`);
    await connected(page);
    await page.getByRole("button", { name: "对方没来" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /没来$/ }).click();
    await expect(page.getByTestId("meeting")).toContainText("对方未到场");
    await expect(university.page.getByTestId("meeting")).toContainText("我方未到场");
    await expect(table.getByTestId("now")).toContainText("正在询问1对");
    await expect(page.getByTestId("offer")).toHaveCount(1);
    await expectAccessible(page);
    await page.getByRole("button", { name: /^接受与/ }).click();
    await expect(page.getByTestId("offer")).toContainText("等对方答复");
    await guest.page.reload();
    await expect(guest.page.getByTestId("offer")).toContainText("对方已接受");
    await guest.page.getByRole("button", { name: /^接受与/ }).click();
    await expect(guest.page.getByTestId("meeting")).toHaveCount(1);
    await expect(page.getByTestId("offer")).toHaveCount(0);
    await expect(page.getByTestId("meeting")).toHaveCount(2);
    await expect(university.page.getByTestId("meeting")).toHaveCount(1);
    await expect(table.getByTestId("now")).not.toContainText("询问");
  });

  await test.step("the session runs late: every open page moves; the projector shows it without an account", async () => {
    const { page } = second;
    const mine = enterprise.page.getByTestId("meeting").filter({ hasNotText: "未到场" });
    const planned = await mine.locator("time").getAttribute("datetime");
    await page.getByLabel("推迟（分钟）").fill("15");
    await page.getByRole("button", { name: "设置推迟" }).click();
    await expect(mine).toContainText("推迟15分钟");
    const moved = await mine.locator("time").getAttribute("datetime");
    expect(new Date(moved ?? "").getTime() - new Date(planned ?? "").getTime()).toBe(15 * 60_000);
    await page.goto(`${session}/timetable`);
    await expect(page.getByText("现场推迟15分钟")).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${session}/board`);
    await page.getByRole("link", { name: /^投影 · 全部会场/ }).click();
    await expect(page.getByText("推迟15分钟")).toBeVisible();
    await expect(page.getByRole("navigation")).toHaveCount(0);
    await expect(page.getByRole("row")).toHaveCount(3);
    await expectAccessible(page);
    await page.getByRole("link", { name: "退出投影" }).click();
    await page.getByRole("button", { name: "恢复准时" }).click();
    await expect(mine).not.toContainText("推迟");
  });

  await test.step("a pass that was seen opens without a network; nothing else does, and signing out forgets it", async () => {
    const { page, context } = enterprise;
    const pass = `/pass/${passes.enterprise}`;
    await page.getByRole("link", { name: "打开电子票" }).click();
    await expect(page).toHaveURL(pass);
    await expect.poll(() => isKept(page, pass)).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await expect(page.getByTestId("meeting")).toHaveCount(2);
    await expect(page.getByRole("img", { name: "入场二维码" })).toBeVisible();
    await expect(page.getByText(/目前离线，内容截至\d\d:\d\d/)).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${session}/mine`);
    await expect(page.getByTestId("meeting")).toHaveCount(2);
    await expect(page.goto(session)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/);
    await expect(page.goto("/interests")).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/);
    /** The browser's own page of the error may still be on its way. */
    await expect(() => page.goto(pass)).toPass();
    await expect(page.getByText(/目前离线/)).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText(/目前离线/)).toHaveCount(0);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(
        names.map(async (name) => (await caches.open(name)).keys()),
      );
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    const allowed =
      /^\/(assets\/.+|favicon\.svg|pass\/[\w-]+(\.data)?|sessions\/[0-9a-f-]+\/mine(\.data)?)$/;
    expect(kept.filter((path) => !allowed.test(path))).toEqual([]);
    await page.getByText("▾").click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await expect(page).toHaveURL("/");
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
  });
});
