import { chromium } from "@playwright/test";
const base = "http://localhost:4811";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const sign = async (name, width, locale) => {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale, extraHTTPHeaders: { "x-forwarded-for": `10.9.${Math.floor(Math.random()*250)}.${Math.floor(Math.random()*250)}` } });
  const page = await context.newPage();
  page.on("console", (m) => { if (m.type() === "error") console.log(name, width, m.text().slice(0, 300)); });
  page.on("pageerror", (e) => console.log("pageerror", e.message.slice(0,300)));
  await page.goto(base + "/sign-in");
  await page.locator("input[name=email]").fill(`${name}@duijie.example`);
  await page.locator("input[name=password]").fill(process.env.PW);
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL(base + "/");
  return page;
};
const which = process.argv[2];
const shot = async (page, name) => { await page.screenshot({ path: `/tmp/work-form/${name}.png` }); const w = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth); if (w > 0) console.log(name, "overflow", w); };
for (const locale of ["zh-CN", "en-GB"]) for (const width of [1280, 360]) {
  const tag = `${locale.slice(0,2)}-${width}`;
  const page = await sign("enterprise", width, locale);
  if (which === "form") {
    await page.goto(base + "/needs/new");
    await page.waitForFunction(() => document.documentElement.dataset.live === "on");
    await page.locator("#post-title").fill("石墨烯材料研究开发项目");
    await page.locator("#post-problem").fill("车门密封条在零下三十度变硬，要求硬度不大于70 HA，压缩永久变形≤25%，热导率≥180 W/(m·K)。");
    await page.waitForTimeout(2600);
    await shot(page, `form-${tag}`);
    await page.locator("#post-indicators").scrollIntoViewIfNeeded();
    await shot(page, `form-ind-${tag}`);
    if (width === 360) { await page.locator("[data-testid=quality-bar] summary").click(); await shot(page, `form-bar-${tag}`); }
  }
  if (which === "near") {
    await page.goto(base + "/needs/new");
    await page.waitForFunction(() => document.documentElement.dataset.live === "on");
    await page.goto(base + "/my-posts");
    const href = await page.locator("main li h2 a").first().getAttribute("href");
    await page.goto(base + href);
    const ps = await page.locator("main section.card p.whitespace-pre-line").allTextContents();
    const title = await page.locator("h1").textContent();
    await page.goto(base + "/needs/new");
    await page.waitForFunction(() => document.documentElement.dataset.live === "on");
    await page.locator("#post-title").fill(title);
    await page.locator("#post-problem").fill(ps[0] + "另外希望今年完成。");
    await page.locator("#post-cluster").selectOption({ index: 2 });
    await page.locator("button[name=__intent__]", {}).last().scrollIntoViewIfNeeded();
    await page.waitForTimeout(3500);
    await page.locator("[data-testid=near-notice] summary").click();
    await shot(page, `near-notice-${tag}`);
    await page.locator("[data-testid=near-notice] summary").click();
    await page.locator("#post-indicators > button").click();
    await page.locator("#post-indicators\\[0\\]\\.name").fill("寿命");
    await page.locator("#post-indicators\\[0\\]\\.value").fill("5");
    await page.locator("input[name=cooperationModes]").first().check();
    await page.locator("#post-amountToBeAgreed").check();
    await page.locator("#post-deadline").fill("2027-12-01");
    await page.locator("#post-contactName").fill("技术部");
    await page.locator("#post-contactEmail").fill("a@b.cn");
    await page.locator("button[name=step][value=submit]").click();
    await page.waitForURL(/near-identical/);
    await page.waitForTimeout(500);
    await shot(page, `near-${tag}`);
  }
  if (which === "compare") {
    await page.goto(base + process.argv[3]);
    await page.waitForFunction(() => document.documentElement.dataset.live === "on");
    await page.screenshot({ path: `/tmp/work-form/compare-${tag}.png`, fullPage: true });
    const w = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth); if (w > 0) console.log(tag, "overflow", w);
  }
  await page.context().close();
}
await browser.close();
