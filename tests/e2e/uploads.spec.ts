import { readdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import type { Page, Route } from "@playwright/test";
import { boundary, multipart } from "#tests/support/multipart.ts";
import { expectSound } from "./checks.ts";
import { connected, type Person } from "./people.ts";
import { expect, test } from "./test.ts";

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const chinese = { name: "指标测试报告“终稿”🧪.pdf", mimeType: "application/pdf", buffer: pdf };
const proxyPage = "<html><head><title>Error</title></head><body><h1>nginx</h1></body></html>";

/** An enterprise on the page of a new draft, which has a form for files. */
async function openDraft(person: Person): Promise<string> {
  const { page } = person;
  await page.goto("/needs/new");
  await connected(page);
  await page.getByLabel("标题").fill("带附件的需求草稿");
  await page.getByRole("button", { name: "保存草稿" }).last().click();
  await expect(page.getByText("草稿已保存")).toBeVisible();
  return new URL(page.url()).pathname;
}
const send = (page: Page) => page.getByRole("button", { name: "上传", exact: true }).click();
const answering = (status: number, body: string) => (route: Route) =>
  route.fulfill({ status, contentType: "text/html", body });

test("the form for files says what became of a file, whatever answers, and keeps what is typed", async ({
  signInAs,
}) => {
  const person = await signInAs("enterprise");
  const { page } = person;
  await openDraft(person);
  const typed = "还没有保存的一段话。";
  await page.getByLabel("背景与主要问题").fill(typed);
  const cases: [
    file: typeof chinese,
    answer: ((route: Route) => Promise<void>) | null,
    words: RegExp,
  ][] = [
    [{ ...chinese, buffer: Buffer.alloc(0) }, null, /文件是空的/],
    [{ ...chinese, buffer: Buffer.alloc(21 * 1024 * 1024) }, null, /文件有21 MB，最大20 MB/],
    [{ ...chinese, name: "程序.exe" }, null, /不接受这种文件/],
    [{ ...chinese, buffer: Buffer.from("no pdf") }, null, /不支持此类文件/],
    [chinese, answering(413, proxyPage), /网络设备拒绝，因为太大/],
    [chinese, answering(502, proxyPage), /服务器暂时无法接收（状态码502）/],
    [chinese, answering(200, proxyPage), /不是本站发出的（状态码200）/],
    [chinese, (route) => route.abort(), /网络中断/],
  ];
  for (const [file, answer, words] of cases) {
    if (answer) await page.route("**/attachments?*", answer);
    await page.locator("#file").setInputFiles(file);
    await send(page);
    await expect(page.locator("#file-error")).toHaveText(words);
    await expect(page.locator("#file")).toHaveAccessibleDescription(words);
    await page.unroute("**/attachments?*");
  }
  await page.setViewportSize({ width: 360, height: 800 });
  await expectSound(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.route("**/attachments?*", () => {});
  await page.locator("#file").setInputFiles(chinese);
  await send(page);
  await expect(page.getByRole("progressbar", { name: "上传进度" })).toBeVisible();
  await page.getByRole("button", { name: "取消上传" }).click();
  await expect(page.getByRole("status").filter({ hasText: "上传已取消" })).toBeVisible();
  await page.unroute("**/attachments?*");

  await send(page);
  await expect(
    page.getByRole("status").filter({ hasText: `“${chinese.name}”已上传` }),
  ).toBeVisible();
  const link = page.getByRole("link", { name: chinese.name });
  await expect(link).toBeVisible();
  await expect(page.locator("#file")).toHaveValue("");
  await expect(page.getByLabel("背景与主要问题")).toHaveValue(typed);
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe(chinese.name);
  await page.getByRole("button", { name: `删除${chinese.name}` }).click();
  await expect(link).toBeHidden();
});

test("the form for files works without scripts", async ({ browser, signInAs }) => {
  const person = await signInAs("enterprise");
  const draft = await openDraft(person);
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await person.context.storageState(),
  });
  const page = await plain.newPage();
  await page.goto(draft);
  for (const [file, words] of [
    [{ ...chinese, buffer: Buffer.alloc(0) }, "文件是空的"],
    [chinese, "文件已上传"],
  ] as const) {
    await page.locator("#file").setInputFiles(file);
    await send(page);
    await expect(page.getByText(words)).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(draft);
  }
  await expect(page.getByRole("link", { name: chinese.name })).toBeVisible();
  await plain.close();
});

test("a broken or unfinished upload ends neither the server nor leaves anything", async ({
  served,
  baseURL,
  signInAs,
}) => {
  const person = await signInAs("enterprise");
  const draft = await openDraft(person);
  const { host, hostname, port } = new URL(baseURL ?? "");
  const cookies = await person.context.cookies();
  const body = multipart(
    [
      {
        name: "file",
        fileName: "a.pdf",
        content: Buffer.concat([pdf, Buffer.alloc(4_000_000, 32)]),
      },
    ],
    false,
  );
  const head = (length: number) =>
    [
      `POST /posts/${draft.split("/").find((part) => part.length === 36)}/attachments HTTP/1.1`,
      `Host: ${host}`,
      `Origin: ${baseURL}`,
      `Cookie: ${cookies.map(({ name, value }) => `${name}=${value}`).join("; ")}`,
      "Accept: application/json",
      "Connection: close",
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      `Content-Length: ${length}`,
      "\r\n",
    ].join("\r\n");
  const exchange = (length: number, broken: boolean) =>
    new Promise<string>((resolve) => {
      const socket = net.connect(Number(port), hostname);
      let answer = "";
      socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
      socket.on("error", () => {});
      socket.on("close", () => resolve(answer));
      socket.write(head(length));
      socket.write(body, () => (broken ? socket.destroy() : undefined));
    });
  for (let count = 0; count < 3; count += 1) {
    expect(await exchange(body.length + 1_000_000, true)).toBe("");
    expect(await exchange(body.length, false)).toMatch(/^HTTP\/1\.1 400/);
  }
  expect((await person.page.request.get("/health")).status()).toBe(200);
  const files = path.join(served.home, "files");
  const left = () =>
    readdirSync(files, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".part"),
    );
  await expect.poll(left).toEqual([]);
  await person.page.reload();
  await expect(person.page.getByText("没有附件")).toBeVisible();
});
