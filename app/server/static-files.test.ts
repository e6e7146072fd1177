import fs from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compressFiles } from "./compress-files.ts";
import { staticFiles } from "./static-files.ts";

const script = `export const words = ${JSON.stringify("对接 ".repeat(2_000))};`;
let folder: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-static-"));
  await fs.mkdir(path.join(folder, "assets"));
  await fs.writeFile(path.join(folder, "assets", "page-a1.js"), script);
  await fs.writeFile(path.join(folder, "favicon.svg"), "<svg/>");
  await compressFiles(folder);
  const app = express();
  app.use(staticFiles(folder));
  app.use((_request, response) => response.status(404).send("a page"));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await fs.rm(folder, { recursive: true });
});

const get = (address: string, encoding: string, method = "GET") =>
  fetch(origin + address, { method, headers: { "accept-encoding": encoding } });

it.each([
  ["gzip, deflate, br, zstd", "br"],
  ["gzip", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["identity", null],
])("a file of the build for %j comes as %s", async (accepted, encoding) => {
  const answer = await get("/assets/page-a1.js", accepted);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-encoding")).toBe(encoding);
  expect(answer.headers.get("content-type")).toMatch(/^(text|application)\/javascript/);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(answer.headers.get("vary")).toBe("Accept-Encoding");
  expect(Number(answer.headers.get("content-length")) < script.length / 10).toBe(encoding !== null);
  expect(await answer.text()).toBe(script);
});

it("a small file is sent as it is, and asked for again after an hour", async () => {
  const answer = await get("/favicon.svg?v=2", "br");
  expect(answer.headers.get("content-encoding")).toBeNull();
  expect(answer.headers.get("content-type")).toContain("image/svg+xml");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
});

it("a file that the browser has is not sent again", async () => {
  const first = await get("/assets/page-a1.js", "br");
  const etag = first.headers.get("etag") ?? "";
  const headers = { "accept-encoding": "br", "if-none-match": etag, "cache-control": "max-age=0" };
  const again = await fetch(`${origin}/assets/page-a1.js`, { headers });
  expect(again.status).toBe(304);
});

it.each([
  "/assets/page-a1.js.br",
  "/assets",
  "/assets/none.js",
  "/%00",
  "/%",
  "/../static-files.ts",
])("%s is no file", async (address) => {
  const answer = await get(address, "br");
  expect([404, await answer.text()]).toEqual([answer.status, "a page"]);
});

it("a file that is gone since is left to the pages", async () => {
  await fs.rm(path.join(folder, "assets", "page-a1.js.gz"));
  const answer = await get("/assets/page-a1.js", "gzip");
  expect(answer.status).toBe(404);
  expect(answer.headers.get("content-encoding")).toBeNull();
});
