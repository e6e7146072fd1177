import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { maximumSize } from "#app/files/limits.ts";
import { removeAttachment } from "#app/posts/attachments.server.ts";
import { attachmentsOf } from "#app/posts/attachment-lines.server.ts";
import { expectFile, removeDiscarded } from "#app/files/removal.server.ts";
import { createS3Store } from "#app/files/s3-store.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { fileRemoval } from "#db/schema/index.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { boundary, multipart, type Part } from "#tests/support/multipart.ts";
import { exchange, serveRoutes, type RouteServer } from "#tests/support/route-server.ts";
import { startObjectStore, type ObjectStore } from "#tests/support/object-store.ts";

const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const large = Buffer.concat([pdf, Buffer.alloc(7 * 1024 * 1024, 32)]);
let market: TestMarket;
let services: Services;
let s3: ObjectStore;
let server: RouteServer;
let owner: Viewer;
let postId: string;
beforeAll(async () => {
  market = await openMarket();
  s3 = await startObjectStore();
  const files = createS3Store(s3.options, { connect: 500, answer: 1_500, idle: 1_500 });
  services = { ...market.services, files };
  owner = await createPerson(services);
  const stranger = await createPerson(services);
  postId = (await commands.createDraft(services, owner, "need", completeNeed())).id;
  server = await serveRoutes(services, ["/posts/:postId/attachments", "/deals/:dealId/documents"], {
    owner,
    stranger,
  });
});
afterEach(async () => {
  s3.manner = () => "serve";
  for (const { id } of await attachmentsOf(services, postId))
    await removeAttachment(services, owner, id);
  await removeDiscarded(services);
  expect([s3.kept.size, s3.unfinished.size]).toEqual([0, 0]);
});
afterAll(async () => {
  await server.close();
  await s3.kill();
  await market.close();
});

const place = () => `/posts/${postId}/attachments?form=file`;
interface Asking {
  person?: string;
  path?: string;
  type?: string;
  accept?: string;
  referer?: string;
}
const send = (body: Buffer | string, asking: Asking = {}) =>
  fetch(server.origin + (asking.path ?? place()), {
    method: "POST",
    redirect: "manual",
    headers: {
      "x-person": asking.person ?? "owner",
      "content-type": asking.type ?? `multipart/form-data; boundary=${boundary}`,
      accept: asking.accept ?? "application/json",
      ...(asking.referer ? { referer: asking.referer } : {}),
    },
    body: new Uint8Array(Buffer.from(body)),
  });
const file = (content: Buffer | string = pdf, fileName = "报告.pdf"): Part => ({
  name: "file",
  fileName,
  content,
});
/** The first lines of a request whose body follows as it is written. */
const head = (length: number | "chunked") =>
  Buffer.from(
    [
      `POST ${place()} HTTP/1.1`,
      "Host: localhost",
      "x-person: owner",
      "Accept: application/json",
      "Connection: close",
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      length === "chunked" ? "Transfer-Encoding: chunked" : `Content-Length: ${length}`,
      "\r\n",
    ].join("\r\n"),
  );
const names = async () => (await attachmentsOf(services, postId)).map(({ name }) => name);
const nothingIsKept = () =>
  expect
    .poll(async () => {
      await removeDiscarded(services);
      const waiting = await services.database.$count(fileRemoval);
      return [await names(), s3.kept.size, s3.unfinished.size, waiting];
    })
    .toEqual([[], 0, 0, 0]);

describe("a form with a file", () => {
  it.each([
    ["报告.pdf", "报告.pdf"],
    ["a%22b%22.pdf", 'a"b".pdf'],
    ["C:\\\\图纸\\\\第1版.PDF", "第1版.PDF"],
    [`${"长".repeat(300)}.pdf`, `${"长".repeat(116)}.pdf`],
  ])("named %s is kept as %s", async (given, kept) => {
    const answer = await send(multipart([file(pdf, given)]));
    expect([answer.status, await answer.json()]).toEqual([200, { error: null, goTo: null }]);
    expect(await names()).toEqual([kept]);
  });

  const title = { name: "title", content: "方案" };
  const wrong: [string, () => Promise<Response>, number][] = [
    ["an empty file", () => send(multipart([file("")])), 422],
    ["no file chosen", () => send(multipart([file("", "")])), 422],
    ["no file at all", () => send(multipart([title])), 422],
    ["nothing at all", () => send(multipart([])), 422],
    ["two files", () => send(multipart([file(), file()])), 422],
    ["two large files", () => send(multipart([file(large), file(large)])), 422],
    ["a file before its fields", () => send(multipart([file(), title])), 400],
    [
      "many fields",
      () => send(multipart([...Array.from({ length: 21 }, () => title), file()])),
      400,
    ],
    [
      "a long field",
      () => send(multipart([{ ...title, content: "x".repeat(20_000) }, file()])),
      400,
    ],
    ["no last line", () => send(multipart([file()], false)), 400],
    ["no last line of a large file", () => send(multipart([file(large)], false)), 400],
    ["no lines", () => send("just words"), 400],
    ["no boundary", () => send(multipart([file()]), { type: "multipart/form-data" }), 400],
    [
      "another kind of parts",
      () => send(multipart([file()]), { type: `multipart/mixed; boundary=${boundary}` }),
      400,
    ],
    ["another content type", () => send(pdf, { type: "application/pdf" }), 400],
    ["too much", () => send(multipart([file(Buffer.alloc(maximumSize + 1024 * 1024))])), 413],
    [
      "a file a byte too large",
      () =>
        send(multipart([file(Buffer.concat([pdf, Buffer.alloc(maximumSize - pdf.length + 1)]))])),
      413,
    ],
    ["a wrong type", () => send(multipart([file("no pdf")])), 415],
    ["a guest", () => send(multipart([file(large)]), { person: "nobody" }), 401],
    ["a stranger", () => send(multipart([file(large)]), { person: "stranger" }), 403],
    [
      "an unknown deal",
      () => send(multipart([title, file(large)]), { path: `/deals/${randomUUID()}/documents` }),
      404,
    ],
    [
      "no title",
      () => send(multipart([file(large)]), { path: `/deals/${randomUUID()}/documents` }),
      422,
    ],
  ];
  it.each(wrong)("with %s is refused in words, and nothing is kept", async (_what, ask, status) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    const { error } = (await answer.json()) as { error: string };
    expect(error.length).toBeGreaterThan(3);
    await nothingIsKept();
  });

  it.each([100, 3_000_000, 6_000_000])(
    "whose connection breaks after %i bytes leaves nothing",
    async (bytes) => {
      const whole = multipart([file(large)]);
      const broken = function* () {
        yield head(whole.length);
        yield whole.subarray(0, bytes);
        throw new Error("the tab is closed");
      };
      expect(await exchange(server.port, broken())).toBe("");
      await expect.poll(() => s3.open()).toBe(0);
      await nothingIsKept();
      expect((await send(multipart([file()]))).status).toBe(200);
    },
  );

  it("that says no length and grows too large is refused on the way", async () => {
    const piece = Buffer.alloc(1024 * 1024, 32);
    const growing = function* () {
      yield head("chunked");
      const chunk = (bytes: Buffer) =>
        Buffer.concat([
          Buffer.from(`${bytes.length.toString(16)}\r\n`),
          bytes,
          Buffer.from("\r\n"),
        ]);
      yield chunk(multipart([file()], false));
      for (let count = 0; count < 25; count += 1) yield chunk(piece);
    };
    expect(await exchange(server.port, growing())).toMatch(/^HTTP\/1\.1 413/);
    await nothingIsKept();
  });

  it.each(["hang", "cut", "refuse"] as const)(
    "while the store %ss is told at the form",
    async (manner) => {
      s3.manner = ({ method }) => (method === "PUT" ? manner : "serve");
      for (const content of [pdf, large]) {
        const answer = await send(multipart([file(content)]));
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
          503,
          "filesAway",
        ]);
      }
      s3.manner = () => "serve";
      await nothingIsKept();
    },
  );

  it("sent without scripts leads back to its page, which says how it went", async () => {
    const browser = {
      accept: "text/html",
      referer: `http://elsewhere.test/needs/${postId}/edit?a=1`,
    };
    const good = await send(multipart([file()]), browser);
    const back = `/needs/${postId}/edit?a=1&upload=`;
    expect([good.status, good.headers.get("location")]).toEqual([303, `${back}done&form=file`]);
    const empty = await send(multipart([file("")]), browser);
    expect([empty.status, empty.headers.get("location")]).toEqual([
      303,
      `${back}fileEmpty&form=file`,
    ]);
    const astray = await send(multipart([file("")]), {
      ...browser,
      referer: "http://x.test//evil.test/",
    });
    expect(astray.headers.get("location")).toBe("/?upload=fileEmpty&form=file");
    const guest = await send(multipart([file()]), { ...browser, person: "nobody" });
    expect(guest.headers.get("location")).toMatch(/^\/sign-in/);
  });
});

describe("a file whose record is gone", () => {
  it("is removed when the store is back", async () => {
    await send(multipart([file()]));
    const [line] = await attachmentsOf(services, postId);
    s3.manner = () => "refuse";
    await removeAttachment(services, owner, line?.id ?? "");
    await removeDiscarded(services);
    expect([await names(), s3.kept.size]).toEqual([[], 1]);
    s3.manner = () => "serve";
    await removeDiscarded(services);
    expect(s3.kept.size).toBe(1);
    await services.database.update(fileRemoval).set({ dueAt: new Date() });
    await removeDiscarded(services);
    expect(s3.kept.size).toBe(0);
  });

  it("is removed when the server ended before it was recorded, and not before an hour", async () => {
    const key = `posts/${randomUUID()}`;
    await expectFile(services, key);
    s3.kept.set(key, pdf);
    await fetch(`${s3.url}/files/${key}?uploads`, { method: "POST" });
    expect(s3.unfinished.size).toBe(1);
    await removeDiscarded(services);
    expect(s3.kept.size).toBe(1);
    await services.database
      .update(fileRemoval)
      .set({ dueAt: new Date() })
      .where(eq(fileRemoval.storageKey, key));
    await removeDiscarded(services);
    expect([s3.kept.size, s3.unfinished.size]).toEqual([0, 0]);
  });

  it("stays when it was recorded, however late the removal comes", async () => {
    await send(multipart([file()]));
    expect(await services.database.select().from(fileRemoval)).toEqual([]);
  });
});
