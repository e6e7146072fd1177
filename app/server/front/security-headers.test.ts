import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { expect, test } from "vitest";
import { contentSecurityPolicy, nonceOf, securityHeaders } from "./security-headers.ts";
import { sendAnswer } from "./send.ts";

async function answerOf(publicOrigin: string, headers: [string, string][] = []) {
  const app = express();
  app.use(securityHeaders(publicOrigin), contentSecurityPolicy, (_request, response) => {
    void sendAnswer(response, new Response(nonceOf(response), { headers }));
  });
  const server = createServer(app).listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://localhost:${port}`);
  const nonce = await answer.text();
  server.close();
  return { nonce, header: (name: string) => answer.headers.get(name) };
}

test("an answer may not be framed, guessed at or asked for by other sites", async () => {
  const { header } = await answerOf("http://localhost:3000");
  expect(header("x-frame-options")).toBe("DENY");
  expect(header("x-content-type-options")).toBe("nosniff");
  expect(header("referrer-policy")).toBe("strict-origin-when-cross-origin");
  expect(header("cross-origin-resource-policy")).toBe("same-origin");
  expect(header("x-powered-by")).toBeNull();
});

test.each([
  ["https://duijie.example", "max-age=31536000"],
  ["http://localhost:3000", null],
])("%s asks browsers to stay on https: %s", async (publicOrigin, asked) => {
  const { header } = await answerOf(publicOrigin);
  expect(header("strict-transport-security")).toBe(asked);
});

test("scripts run by the nonce of their own answer, and nothing comes from elsewhere", async () => {
  const [first, second] = [await answerOf("http://a.example"), await answerOf("http://a.example")];
  expect(first.nonce).not.toBe(second.nonce);
  const policy = first.header("content-security-policy") ?? "";
  expect(policy.split(";")).toContain(`script-src 'self' 'nonce-${first.nonce}'`);
  expect(policy.split(";")).toContain("default-src 'self'");
  expect(policy.split(";")).toContain("frame-ancestors 'none'");
});

test("what an answer says of itself stands once, in place of what is said of all", async () => {
  const { header } = await answerOf("http://localhost:3000", [
    ["Content-Security-Policy", "default-src 'none'; sandbox"],
    ["Cross-Origin-Resource-Policy", "same-origin"],
    ["Set-Cookie", "a=1"],
    ["Set-Cookie", "b=2"],
  ]);
  expect(header("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(header("cross-origin-resource-policy")).toBe("same-origin");
  expect(header("set-cookie")).toBe("a=1, b=2");
});
