import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { watchProxy } from "./doors.ts";

let server: Server | undefined;
afterEach(() => void server?.close());

/** What the log says of some requests to a site that is known by an address. */
async function said(
  publicOrigin: string,
  trusted: string[] | number,
  requests: Record<string, string>[],
): Promise<string[]> {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const app = express();
  app.set("trust proxy", trusted);
  app.use(watchProxy(publicOrigin, log), (_request, response) => void response.send("ok"));
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (const headers of requests) {
    const sent = Object.entries({ host: `127.0.0.1:${port}`, ...headers });
    await ask(port, sent);
  }
  return lines;
}

async function ask(port: number, headers: [string, string][]): Promise<void> {
  const { request } = await import("node:http");
  const sent = request({ port, host: "127.0.0.1", headers: Object.fromEntries(headers) }).end();
  const [answer] = (await once(sent, "response")) as [NodeJS.ReadableStream];
  answer.resume();
  await once(answer, "end");
}

const whole = {
  host: "duijie.example",
  "x-forwarded-for": "203.0.113.7",
  "x-forwarded-proto": "https",
};
const site = "https://duijie.example";

test("a proxy that says all is not spoken of", async () => {
  expect(await said(site, ["loopback"], [whole, whole])).toEqual([]);
});

test.each([
  ["Host", { ...whole, host: "127.0.0.1:3000" }, /proxy_set_header Host/],
  ["X-Forwarded-Proto", { ...whole, "x-forwarded-proto": "http" }, /X-Forwarded-Proto/],
  ["X-Forwarded-For", { host: whole.host, "x-forwarded-proto": "https" }, /X-Forwarded-For/],
])("a proxy without %s is told in one line, once", async (_header, headers, line) => {
  const lines = await said(site, ["loopback"], [headers, headers, headers]);
  expect(lines).toEqual([expect.stringMatching(line)]);
});

test("a proxy that TRUST_PROXY does not name is told", async () => {
  const lines = await said(site, ["10.0.0.0/8"], [whole]);
  expect(lines.join("\n")).toMatch(/127\.0\.0\.1, which TRUST_PROXY does not name/);
});

test("on one's own machine nothing is expected of a proxy", async () => {
  expect(await said("http://localhost:3000", ["loopback"], [{}])).toEqual([]);
});

test("whatever hosts are asked for, the log stays short and on one line each", async () => {
  const hosts = Array.from({ length: 50 }, (_, n) => ({ ...whole, host: `h${n}.example` }));
  const lines = await said(site, ["loopback"], hosts);
  expect(lines.length).toBeLessThanOrEqual(10);
});
