import fs from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "#tests/support/free-port.ts";
import { startProduct, titleOf, type Product } from "#tests/support/product.ts";

let product: Product;
let home: string;
let databasePort: number;

beforeAll(async () => {
  home = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-processes-"));
  await fs.chmod(home, 0o755);
  databasePort = await freePort();
  product = await startProduct({
    root: path.resolve(import.meta.dirname, "../.."),
    port: await freePort(),
    byNpm: true,
    env: { DUIJIE_HOME: home, DATABASE_PORT: String(databasePort), WEB_PROCESSES: "2" },
  });
});

afterAll(async () => {
  await product?.stop("SIGKILL");
  await fs.rm(home, { recursive: true, force: true });
});

const status = (url: string, init?: RequestInit) =>
  fetch(product.origin + url, { redirect: "manual", ...init }).then(
    (answer) => answer.status,
    () => 0,
  );

/** A request that fetch does not send. */
const raw = (method: string, url: string) =>
  new Promise<number>((resolve, reject) => {
    const request = http.request(product.origin + url, { method }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on("error", reject).end();
  });

const form = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
});

const postmaster = async () =>
  Number(
    (await fs.readFile(path.join(home, "postgresql/cluster/postmaster.pid"), "utf8")).split(
      "\n",
    )[0],
  );

/** A safety net only; a busy machine may take long. */
const soon = { timeout: 120_000, interval: 200 };

describe("what stands before the pages", () => {
  test.each(["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS"])(
    "%s is answered with 405 on pages and on addresses of accounts",
    async (method) => {
      expect(await raw(method, "/api/auth/ok")).toBe(405);
      expect(await raw(method, "/search")).toBe(405);
    },
  );

  test.each([
    ["an index that would make a huge list", "email=bad&a[9999999].x=1", 400],
    ["a deep name", `${"a.".repeat(5_000)}x=1`, 400],
    ["a form of 30 MB", `email=${"x".repeat(30_000_000)}`, 413],
  ])("a form with %s is answered small and at once", async (_what, body, expected) => {
    for (const address of ["/forgot-password", "/forgot-password.data", "/sign-in", "/locale"]) {
      const answer = await fetch(product.origin + address, form(body)).catch(() => null);
      if (expected !== 413) expect(answer?.status).toBe(expected);
      else expect([413, undefined]).toContain(answer?.status);
      if (answer) expect((await answer.text()).length).toBeLessThan(2_000);
    }
  });

  test("a body without end and without announced length is cut, and memory stays flat", async () => {
    const [web = 0] = product.processes("web");
    const answered = await new Promise<string>((resolve) => {
      const socket = net.connect(Number(new URL(product.origin).port), "localhost");
      let answer = "";
      socket.on("data", (chunk) => (answer += chunk.toString()));
      socket.on("error", () => {}).on("close", () => resolve(answer));
      socket.write(
        "POST /locale HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n",
      );
      const chunk = `10000\r\n${"a".repeat(65_536)}\r\n`;
      const push = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on("drain", push);
      push();
    });
    expect(answered).toMatch(/^HTTP\/1\.1 413/);
    expect(titleOf(web)).toBe("duijie: web");
  });

  test.each([
    ["another site's page", { origin: "https://elsewhere.example" }],
    ["a page without an origin", { origin: "null" }],
    ["a neighbour of this site", { "sec-fetch-site": "same-site" }],
  ])("a change that comes from %s is not carried out", async (_what, headers) => {
    for (const address of ["/locale", "/sign-out", "/sign-in", "/organisations/switch"])
      expect(await status(address, form("locale=en", headers))).toBe(403);
  });

  test("a change from a page of this site, or from a program without cookies, is", async () => {
    expect(await status("/locale", form("locale=en", { origin: product.origin }))).toBeLessThan(
      400,
    );
    expect(await status("/locale", form("locale=en"))).toBeLessThan(400);
  });

  test.each([
    ["an address that cannot be decoded", "/needs/%ff", 400],
    ["NUL in a path", "/needs/%00", 400],
    ["a long address", `/search?q=${"a".repeat(15_200)}`, 414],
    ["NUL in a query", "/search?q=a%00b", 200],
  ])("%s", async (_what, url, expected) => {
    expect(await status(url)).toBe(expected);
  });

  test("the data of a page can be asked for by HEAD, whatever the origin says", async () => {
    for (const origin of [[], [["origin", ""]], [["origin", "x"]]] as [string, string][][])
      expect(await status("/search.data", { method: "HEAD", headers: origin })).toBe(200);
  });

  test("a wrong answer of a person's program is said in words with a number", async () => {
    const answer = await fetch(`${product.origin}/locale`, {
      ...form("x=1"),
      headers: { "content-type": "text/plain", accept: "text/html" },
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain(answer.headers.get("x-request-id"));
  });
});

describe("what dies is started again", () => {
  test("a web process", async () => {
    const [victim = 0] = product.processes("web");
    process.kill(victim, "SIGKILL");
    await vi.waitFor(() => {
      const now = product.processes("web");
      expect(now).not.toContain(victim);
      expect(now).toHaveLength(2);
    }, soon);
    expect(await status("/sign-in")).toBe(200);
  });

  test("a web process that is asked to end, which tells who keeps asking it to go elsewhere", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (): Promise<{ pid: number; closes: boolean }> =>
      new Promise((resolve) => {
        const request = http.get(`${product.origin}/health`, { agent }, async (answer) => {
          const { pid } = JSON.parse(Buffer.concat(await answer.toArray()).toString("utf8"));
          resolve({ pid, closes: answer.headers.connection === "close" });
        });
        /** Closed between two requests, as connections that rest may be: asked again elsewhere. */
        request.on("error", () => resolve(ask()));
      });
    const { pid } = await ask();
    process.kill(pid, "SIGTERM");
    let answers = 0;
    for (let last = await ask(); last.pid === pid && !last.closes; last = await ask()) answers += 1;
    /** Those until it hears of it; it would have gone on for eight seconds. */
    expect(answers).toBeLessThan(1_000);
    await vi.waitFor(() => expect(product.processes("web")).not.toContain(pid), soon);
    await vi.waitFor(() => expect(product.processes("web")).toHaveLength(2), soon);
    agent.destroy();
  });

  test("the worker", async () => {
    const [victim = 0] = product.processes("worker");
    process.kill(victim, "SIGKILL");
    await vi.waitFor(() => {
      expect(product.processes("worker")).toHaveLength(1);
      expect(product.processes("worker")).not.toContain(victim);
    }, soon);
  });

  test("the embedded PostgreSQL, and pages answer again", async () => {
    const victim = await postmaster();
    process.kill(victim, "SIGKILL");
    await vi.waitFor(async () => expect(await postmaster()).not.toBe(victim), soon);
    await vi.waitFor(async () => expect(await status("/health")).toBe(200), soon);
    await vi.waitFor(async () => expect(await status("/search")).toBe(200), soon);
  });
});

test("killing npm ends the product: no process and no database stays", async () => {
  const pids = await vi.waitFor(() => {
    const living = [
      ...product.processes("supervisor"),
      ...product.processes("web"),
      ...product.processes("worker"),
    ];
    expect(living).toHaveLength(4);
    return living;
  }, soon);
  const database = await postmaster();
  process.kill(product.pid, "SIGKILL");
  await vi.waitFor(() => {
    expect([...pids, database].filter((pid) => titleOf(pid) !== "")).toEqual([]);
  }, soon);
});
