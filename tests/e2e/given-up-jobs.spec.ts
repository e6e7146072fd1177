import { randomUUID } from "node:crypto";
import { expectSound } from "./checks.ts";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

test("the administrator sees what was given up and why, and starts it again; a person hears that mail does not reach them", async ({
  served,
  signInAs,
}) => {
  const database = served.database.$client;
  const admin = await signInAs("admin");
  const organizer = await signInAs("organizer");
  const reader = await signInAs("reader");
  const { page } = admin;

  const refused = await organizer.page.goto("/admin/jobs");
  expect(refused?.status()).toBe(403);
  await expect(organizer.page.getByRole("heading", { level: 1 })).toHaveText(
    "您没有权限查看这一页",
  );
  await page.goto("/admin/jobs");
  await expect(page.getByText("没有停止的任务")).toBeVisible();

  const id = randomUUID();
  const to = "reader@duijie.example";
  const data = { to, subject: "对接平台：一条新消息", body: "您好" };
  const output = { name: "FinalFailure", message: "550 5.1.1 no such user here" };
  await database.query(
    `INSERT INTO pgboss.job (id, name, data, output, state, retry_count, started_on, completed_on)
     VALUES ($1, 'mail.send', $2, $3, 'failed', 3, now(), now())`,
    [id, data, output],
  );
  await database.query("INSERT INTO refused_address (address, reason) VALUES ($1, $2)", [
    to,
    output.message,
  ]);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/admin/jobs");
    await expect(page.getByText("发送邮件")).toBeVisible();
    await expect(page.getByText(`${to} · ${data.subject}`)).toBeVisible();
    await expect(page.getByText("尝试了4次")).toBeVisible();
    await expect(page.getByText(output.message)).toHaveCount(2);
    await expectSound(page);
  }
  await reader.page.goto("/my-posts");
  await expect(reader.page.getByText(`我们发往${to}的邮件被对方服务器拒收`)).toBeVisible();

  await connected(page);
  await page.getByRole("button", { name: /^再试/ }).click();
  await expect(page.getByText("已重新开始1个任务")).toBeVisible();
  await expect(page.getByText("没有停止的任务")).toBeVisible();
  await expect
    .poll(async () => {
      const { rows } = await database.query("SELECT 1 FROM local_mail WHERE job_id = $1", [id]);
      return rows.length;
    })
    .toBe(1);
  await database.query("DELETE FROM refused_address WHERE address = $1", [to]);
});
