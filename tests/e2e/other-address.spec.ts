import { expect, test } from "./test.ts";

test("a page opened by another address than the site's says so and leads to the right one", async ({
  page,
  baseURL,
}) => {
  const port = new URL(baseURL ?? "").port;
  await page.goto(`http://127.0.0.1:${port}/search?q=石墨烯`);
  const right = page.getByRole("main").getByRole("link", { name: baseURL });
  await expect(right).toBeVisible();
  await right.click();
  await expect(page).toHaveURL(`${baseURL}/search?q=石墨烯`);
  await expect(right).toBeHidden();
});
