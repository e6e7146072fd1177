import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

test("an organizer sees the pairs worth a call, notes one, and it leaves the list", async ({
  signInAs,
}) => {
  const { page, context } = await signInAs("organizer");
  await page.goto("/admin/match-quality");
  await connected(page);
  const cards = page.getByTestId("call");
  await expect(async () => {
    await page.getByRole("button", { name: "立即更新" }).click();
    await expect(cards.first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const need = (await cards.first().getByRole("heading").first().textContent()) ?? "";
  const result = (await cards.first().getByRole("heading").last().textContent()) ?? "";
  const card = cards.filter({ hasText: need }).filter({ hasText: result });
  await expect(card.getByText("联系人").first()).toBeVisible();
  await card.locator("summary").click();
  await card.getByRole("button", { name: "记录", exact: true }).click();
  await expect(card.getByLabel("联系结果")).toHaveAttribute("aria-invalid", "true");
  await card.getByLabel("联系结果").selectOption({ label: "愿意联系对方" });
  await card.getByLabel("备注").fill("下周安排线上会议");
  await card.getByRole("button", { name: "记录", exact: true }).click();
  await expect(page.getByText("已记录，该匹配暂时不再列出")).toBeVisible();
  await expect(card).toHaveCount(0);

  for (const format of ["xlsx", "csv"]) {
    const file = await page.request.get(`/admin/match-quality/export?format=${format}`);
    expect(file.status()).toBe(200);
    expect((await file.body()).length).toBeGreaterThan(50);
  }
  await context.close();
});

test("how matches were judged is no page of others", async ({ signInAs }) => {
  const member = await signInAs("enterprise");
  expect((await member.page.goto("/admin/match-quality"))?.status()).toBe(403);
  expect((await member.page.request.get("/admin/match-quality/export")).status()).toBe(403);
});
