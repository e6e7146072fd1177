import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { boundBodies } from "./bodies.ts";
import { answerUnfinished, requestNumber, requestScope } from "./request-scope.ts";

let server: Server;
let origin: string;
const lines: { path: string; requestId: string; status: number }[] = [];
const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });

beforeEach(async () => {
  lines.length = 0;
  const app = express();
  app.use(requestScope(log));
  app.use(boundBodies([]));
  app.post("/form", (_request, response) => void response.send(requestNumber()));
  app.get("/late", () => void setTimeout(() => Promise.reject(new Error("late")), 5));
  app.get("*", (_request, response) => void response.send("ok"));
  server = createServer(app).listen(0);
  await once(server, "listening");
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterEach(() => void server.close());

test("a request is answered whose work ends in a rejection that nobody handles", async () => {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  let known: string | undefined;
  process.once("unhandledRejection", () => (known = answerUnfinished()));
  const answer = await fetch(`${origin}/late`, { headers: { accept: "text/html" } });
  for (const listener of others) process.on("unhandledRejection", listener);
  expect(answer.status).toBe(500);
  expect(known).toBe(answer.headers.get("x-request-id"));
  expect(await answer.text()).toContain(known);
});

test("a request with a form is known by its number once the form is read", async () => {
  const answer = await fetch(`${origin}/form`, {
    method: "POST",
    body: new URLSearchParams({ a: "1" }),
  });
  expect(await answer.text()).toBe(answer.headers.get("x-request-id"));
});

test.each([
  ["/pass/k3y?x=1", "/pass/…"],
  ["/pass/k3y/calendar.ics", "/pass/…/calendar.ics"],
  ["/unsubscribe/t0ken", "/unsubscribe/…"],
  ["/calendar/s3cret.ics", "/calendar/…"],
  ["/search?q=secret", "/search"],
])("the log's line of %s says %s", async (url, path) => {
  await (await fetch(origin + url)).text();
  await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ path, status: 200 }));
});
