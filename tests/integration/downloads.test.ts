import { createHash } from "node:crypto";
import net from "node:net";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addAttachment } from "#app/posts/attachments.server.ts";
import { createS3Store } from "#app/files/s3-store.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { attachment, auditEntry } from "#db/schema/index.ts";
import { addScan } from "#app/verification/documents.server.ts";
import { smallPicture } from "#tests/support/files.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { serveRoutes, type RouteServer } from "#tests/support/route-server.ts";
import { startObjectStore, type ObjectStore } from "#tests/support/object-store.ts";

const name = '指标"测试"报告 – étude.pdf';
const bytes = Buffer.concat([
  Buffer.from("%PDF-1.7\n"),
  Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 256)),
]);
const sha256 = createHash("sha256").update(bytes).digest("hex");
let market: TestMarket;
let services: Services;
let s3: ObjectStore;
let server: RouteServer;
let owner: Viewer;
let id: string;
let key: string;
beforeAll(async () => {
  market = await openMarket();
  s3 = await startObjectStore();
  const files = createS3Store(s3.options, { connect: 500, answer: 500, idle: 500 });
  services = { ...market.services, files };
  owner = await createPerson(services);
  server = await serveRoutes(
    services,
    [
      "/attachments/:attachmentId",
      "/verification-documents/:documentId",
      "/sessions/:sessionId/cover",
    ],
    { owner },
  );
  ({ id, key } = await attach(bytes));
});
afterEach(() => {
  s3.manner = () => "serve";
});
afterAll(async () => {
  await server.close();
  await s3.kill();
  await market.close();
});

async function attach(content: Buffer) {
  const { id: postId } = await commands.createDraft(services, owner, "need", completeNeed());
  await addAttachment(services, owner, postId, { name, content: Readable.from([content]) });
  const [row] = await services.database
    .select()
    .from(attachment)
    .where(eq(attachment.postId, postId));
  return { id: row?.id ?? "", key: row?.storageKey ?? "" };
}
const ask = (headers: Record<string, string> = {}, method = "GET", path = `/attachments/${id}`) =>
  fetch(server.origin + path, { method, headers: { "x-person": "owner", ...headers } });
const body = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

describe("a file that is sent", () => {
  it("comes whole, under its name, and does nothing in a browser", async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect((await body(answer)).equals(bytes)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(bytes.length),
      "content-disposition":
        `attachment; filename="??\\"??\\"?? – étude.pdf"; filename*=UTF-8''${encodeURIComponent(name)}`.replace(
          "–",
          "?",
        ),
      "accept-ranges": "bytes",
      "cache-control": "private, no-store, no-transform",
      "x-content-type-options": "nosniff",
      etag: `"${sha256}"`,
    });
    expect(answer.headers.get("content-security-policy")).toMatch(/sandbox/);
  });

  it("is described by HEAD without being opened, however often", async () => {
    const before = s3.requests();
    for (let count = 0; count < 300; count += 1) {
      const answer = await ask({}, "HEAD");
      expect([answer.status, answer.headers.get("content-length")]).toEqual([
        200,
        String(bytes.length),
      ]);
    }
    expect(s3.requests()).toBe(before);
    expect((await body(await ask())).length).toBe(bytes.length);
  });

  it.each([
    ["bytes=0-99", 0, 100],
    ["bytes=299000-", 299_000, bytes.length],
    ["bytes=-10", bytes.length - 10, bytes.length],
    ["bytes=5-999999999", 5, bytes.length],
  ])("comes in part for %s", async (range, from, to) => {
    const answer = await ask({ range });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([
      206,
      `bytes ${from}-${to - 1}/${bytes.length}`,
    ]);
    expect(await body(answer)).toEqual(bytes.subarray(from, to));
  });

  it.each(["bytes=9-3", "bytes=300009-", "bytes=99999999-", "bytes=-0"])(
    "has no part %s",
    async (range) => {
      const before = s3.requests();
      const answer = await ask({ range });
      expect([answer.status, answer.headers.get("content-range")]).toEqual([
        416,
        `bytes */${bytes.length}`,
      ]);
      expect(s3.requests()).toBe(before);
    },
  );

  it.each([
    [{ range: "lines=1-2" }],
    [{ range: "bytes=0-1,4-5" }],
    [{ range: "bytes=0-1", "if-range": '"another"' }],
    [{ range: "bytes=0-1", "if-range": "Sat, 28 Nov 2026 08:00:00 GMT" }],
  ])("comes whole for %j", async (headers) => {
    const answer = await ask(headers);
    expect([answer.status, (await body(answer)).length]).toEqual([200, bytes.length]);
  });

  it("comes in part when it is still the one whose part is there", async () => {
    expect((await ask({ range: "bytes=0-1", "if-range": `"${sha256}"` })).status).toBe(206);
  });

  it("need not come when the browser has it", async () => {
    for (const has of [`"${sha256}"`, `W/"x", W/"${sha256}"`, "*"]) {
      const answer = await ask({ "if-none-match": has });
      expect([answer.status, answer.headers.get("etag")]).toEqual([304, `"${sha256}"`]);
    }
    expect((await ask({ "if-none-match": '"x"' })).status).toBe(200);
  });

  it("is not there for others, in the language and form they ask in", async () => {
    const stranger = { "x-person": "nobody" };
    expect((await ask(stranger)).status).toBe(404);
    expect((await ask({ ...stranger, range: "bytes=0-1" })).status).toBe(404);
    expect((await ask({ ...stranger, "if-none-match": `"${sha256}"` })).status).toBe(404);
    const page = await ask(
      { accept: "text/html", "accept-language": "zh-CN" },
      "GET",
      "/attachments/no-id",
    );
    expect([page.status, page.headers.get("content-type")]).toEqual([
      404,
      "text/html; charset=utf-8",
    ]);
    expect(await page.text()).toContain("没有找到");
  });
});

describe("a file that cannot be sent", () => {
  it("is gone, in the person's language", async () => {
    const lost = await attach(bytes);
    s3.kept.delete(lost.key);
    for (const [language, words] of [
      ["zh-CN", "这个文件已不在文件库中"],
      ["en", "no longer stored here"],
    ] as const) {
      const answer = await ask(
        { accept: "text/html", "accept-language": language },
        "GET",
        `/attachments/${lost.id}`,
      );
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain(words);
    }
  });

  it.each(["hang", "cut", "refuse"] as const)(
    "is refused in words while the store %ss",
    async (manner) => {
      s3.manner = () => manner;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => ask({ "accept-language": "zh-CN" })),
      );
      for (const answer of answers)
        expect([
          answer.status,
          answer.headers.get("retry-after"),
          ((await answer.json()) as { code: string }).code,
        ]).toEqual([503, "10", "filesAway"]);
      s3.manner = () => "serve";
      expect((await ask()).status).toBe(200);
      await expect.poll(() => s3.open()).toBe(0);
    },
  );

  it("never looks whole when the store falls silent on the way", async () => {
    s3.manner = () => "half";
    const answer = await ask();
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow();
    await expect.poll(() => s3.open()).toBe(0);
  });
});

describe("a download", () => {
  it("waits for who takes it slowly and ends when they leave", async () => {
    s3.kept.set(key, Buffer.concat([bytes, Buffer.alloc(60 * 1024 * 1024)]));
    await services.database
      .update(attachment)
      .set({ size: 60 * 1024 * 1024 })
      .where(eq(attachment.id, id));
    const socket = net.connect(server.port, "127.0.0.1");
    socket.write(`GET /attachments/${id} HTTP/1.1\r\nHost: localhost\r\nx-person: owner\r\n\r\n`);
    await new Promise((begun) => socket.once("data", begun));
    socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    /** Longer than the store's patience, which is not that with the browser. */
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * 1024 * 1024);
    expect(s3.open()).toBe(1);
    socket.destroy();
    await expect.poll(() => s3.open()).toBe(0);
    s3.kept.set(key, bytes);
    await services.database
      .update(attachment)
      .set({ size: bytes.length })
      .where(eq(attachment.id, id));
  });

  it("of a scan is written down each time it is opened, also in part, and by HEAD not", async () => {
    await addScan(services, owner, smallPicture());
    const [key] = [...s3.kept.keys()].filter((one) => one.startsWith("verification/"));
    const path = `/verification-documents/${key?.split("/").at(-1)}`;
    const opened = () =>
      services.database.$count(auditEntry, eq(auditEntry.action, "verification_open"));
    expect((await ask({}, "HEAD", path)).status).toBe(200);
    expect(await opened()).toBe(0);
    expect((await ask({}, "GET", path)).status).toBe(200);
    expect((await ask({ range: "bytes=0-3" }, "GET", path)).status).toBe(206);
    expect(await opened()).toBe(2);
  });
});
