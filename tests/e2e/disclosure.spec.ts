import { connected } from "./people.ts";
import { expect, test } from "./test.ts";

test("an owner opens a confidential part, the other side signs and reads, and loses it at once", async ({
  signInAs,
}) => {
  const owner = await signInAs("enterprise");
  const other = await signInAs("university");
  const secret = `保密参数${Date.now()}`;

  await owner.page.goto("/my-posts");
  await owner.page
    .getByRole("link", { name: /碳化硅/ })
    .first()
    .click();
  await expect(owner.page).toHaveURL(/\/needs\//);
  const path = new URL(owner.page.url()).pathname;
  await owner.page.getByRole("link", { name: "编辑保密内容" }).click();
  await connected(owner.page);
  await owner.page.getByLabel("保密内容", { exact: true }).fill(secret);
  await expect(owner.page.getByText("已保存")).toBeVisible();

  await other.page.goto(path);
  await expect(other.page.getByText(secret)).toHaveCount(0);
  await other.page.getByRole("link", { name: "申请查阅" }).click();
  await other.page.getByLabel("申请说明").fill("评估合作可行性，需要了解工艺窗口。");
  await other.page.getByRole("button", { name: "申请查阅" }).click();
  await expect(other.page.getByText("已申请，等待发布单位决定")).toBeVisible();
  await connected(other.page);

  await owner.page.goto(`${path}/disclosure`);
  await owner.page.getByRole("button", { name: /^向.*开放$/ }).click();
  await expect(owner.page.getByText("已开放，待对方接受")).toBeVisible();

  /** The other side's open page follows by itself. */
  await expect(other.page.getByRole("heading", { name: "保密条款" })).toBeVisible();
  await expect(other.page.getByText(secret)).toHaveCount(0);
  await other.page.getByRole("button", { name: "接受并查看" }).click();
  await expect(other.page.getByRole("alert")).toContainText("请填写此项");
  await other.page.getByLabel(/有权代表/).check();
  await other.page.getByRole("button", { name: "接受并查看" }).click();
  await expect(other.page.getByText(secret)).toBeVisible();

  await owner.page.goto(`${path}/disclosure`);
  await expect(owner.page.getByRole("cell", { name: "保密内容", exact: true })).toBeVisible();
  await connected(owner.page);
  await owner.page.getByRole("button", { name: "收回" }).click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "收回" }).click();
  await expect(owner.page.getByText("已收回").first()).toBeVisible();

  await expect(other.page.getByText(secret)).toHaveCount(0);
  await expect(other.page.getByText("发布单位已收回")).toBeVisible();
});
