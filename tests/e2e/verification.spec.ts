import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { creditCheckCharacter, organisationCheckCharacter } from "#app/verification/credit-code.ts";
import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

/** A code that follows the rule and belongs to nobody. */
function freshCode(): string {
  const eight = String(Date.now()).slice(-8);
  const first17 = `91320200${eight}${organisationCheckCharacter(eight)}`;
  return first17 + creditCheckCharacter(first17);
}

const picture = {
  name: "营业执照.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
};

async function registerOrganisation(page: Page, name: string): Promise<void> {
  await page.goto("/organisations/new");
  await connected(page);
  await page.getByLabel("单位名称").fill(name);
  await page.getByLabel("单位性质").selectOption({ label: "企业" });
  await page.getByLabel("所在地区").selectOption({ label: "无锡" });
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

test("an owner hands in the code, an organizer returns and verifies it, and a new name ends it", async ({
  page: guest,
  signInAs,
}) => {
  const name = `锡山试制单位${randomUUID().slice(0, 6)}`;
  const code = freshCode();
  const owner = await signInAs("broker");
  const organizer = await signInAs("organizer");
  const { page } = owner;
  await registerOrganisation(page, name);
  await page.getByRole("link", { name: "单位认证" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("单位认证");
  await connected(page);

  await page.getByLabel("统一社会信用代码或登记号").fill(code.slice(0, 17));
  await page.getByRole("button", { name: "提交认证" }).click();
  await expect(page.locator("#code-error")).toHaveText("统一社会信用代码是18位");
  await page.getByLabel("统一社会信用代码或登记号").fill(code.toLowerCase());
  await page.getByRole("button", { name: "提交认证" }).click();
  await expect(page.getByRole("alert")).toContainText("请先上传");
  await expect(page.getByLabel("统一社会信用代码或登记号")).toHaveValue(code.toLowerCase());
  await page.getByLabel("添加扫描件").setInputFiles(picture);
  await page.getByRole("button", { name: "上传" }).click();
  await expect(page.getByRole("link", { name: picture.name })).toBeVisible();
  await page.getByRole("button", { name: "提交认证" }).click();
  await expect(page.getByText("已提交，组织方核实后会通知您")).toBeVisible();

  await organizer.page.goto("/admin/verifications");
  await organizer.page.getByRole("main").getByRole("link", { name }).click();
  await expect(organizer.page.getByText("两个校验位都正确")).toBeVisible();
  await expect(organizer.page.getByRole("link", { name: picture.name })).toBeVisible();
  const scan = await organizer.page.getByRole("link", { name: picture.name }).getAttribute("href");
  expect((await organizer.page.request.get(scan ?? "")).status()).toBe(200);
  expect((await guest.request.get(scan ?? "")).status()).toBe(404);
  await organizer.page.getByRole("button", { name: "退回修改" }).click();
  await expect(organizer.page.getByText("请填写此项").filter({ visible: true })).toHaveCount(1);
  await organizer.page.getByLabel("退回的原因").fill("扫描件看不清");
  await organizer.page.getByRole("button", { name: "退回修改" }).click();
  await expect(organizer.page).toHaveURL(/saved/);

  await expect(page.getByText("扫描件看不清").first()).toBeVisible();
  await page.getByRole("button", { name: "重新提交" }).click();
  await expect(page.getByText("已提交，组织方核实后会通知您")).toBeVisible();
  await organizer.page.goto("/admin/verifications");
  await organizer.page.getByRole("main").getByRole("link", { name }).click();
  await organizer.page.getByRole("button", { name: "认证通过" }).click();
  await expect(organizer.page).toHaveURL(/saved/);
  await expect(page.getByText("单位已通过认证")).toBeVisible();

  await page.goto("/organisation");
  const path = await page.getByRole("link", { name: "公开页面" }).getAttribute("href");
  await guest.goto(path ?? "");
  await expect(guest.getByText("由组织方核实")).toBeVisible();
  await expect(guest.getByText(code)).toBeVisible();
  const renamed = await page.request.post("/api/auth/organization/update", {
    headers: { origin: new URL(page.url()).origin },
    form: { organizationId: path?.split("/").at(-1) ?? "", "data.name": "别的名称" },
  });
  expect(renamed.status()).toBe(404);

  await page.getByLabel("单位名称").fill(`${name}改`);
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("资料已保存")).toBeVisible();
  await page.goto("/organisation/verification");
  await expect(page.getByText("请重新提交认证").first()).toBeVisible();
  await guest.reload();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`${name}改`);
  await expect(guest.getByText("由组织方核实")).toHaveCount(0);
});

test("verification is no page of others", async ({ signInAs }) => {
  const reader = await signInAs("reader");
  for (const path of ["/organisation/verification", "/admin/verifications", "/admin/reports"]) {
    expect((await reader.page.goto(path))?.status()).toBe(403);
    await expect(reader.page.getByRole("heading", { level: 1 })).toHaveText("您没有权限查看这一页");
  }
});
