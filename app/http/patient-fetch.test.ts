import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awayHeader } from "./away-header.ts";
import { createPatientFetch, type PatientFetch } from "./patient-fetch.ts";

let server: Server;
let origin: string;
let received: { method: string; path: string; body: string }[];
/** Answers in turn; the last one from then on. */
let answers: ((response: ServerResponse) => void)[];
let patient: PatientFetch;

const away = (outcome: string) => (response: ServerResponse) =>
  void response.writeHead(503, { [awayHeader]: outcome }).end();
const well = (response: ServerResponse) =>
  void response.writeHead(200, { "X-Remix-Response": "yes" }).end("well");
const proxy = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status).end("<html>");
const broken = (response: ServerResponse) => void response.destroy();

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ method: request.method ?? "", path: request.url ?? "", body });
      (answers.length > 1 ? answers.shift() : answers[0])?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  patient = createPatientFetch(fetch, origin);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const post = (signal?: AbortSignal) =>
  patient.fetch(`${origin}/needs/new.data`, {
    method: "POST",
    body: new URLSearchParams({ title: "碳化硅" }),
    ...(signal ? { signal } : {}),
  });
const shown = async (state: string) => {
  if (patient.connection().state === state) return;
  await new Promise<void>((resolve) => {
    const end = patient.subscribe(() => {
      if (patient.connection().state !== state) return;
      end();
      resolve();
    });
  });
};

describe("a page's fetch", () => {
  it("sends a form again, whole, until it was carried out, when it surely was not before", async () => {
    answers = [away("nothing"), away("nothing"), away("nothing"), well];
    const answer = post();
    await shown("away");
    expect(patient.connection()).toEqual({ state: "away", writing: true });
    expect(await (await answer).text()).toBe("well");
    expect(patient.connection()).toEqual({ state: "well" });
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(received).toHaveLength(4);
  });

  it.each([
    ["the server does not know", away("unknown")],
    ["a proxy answers in its place", proxy(502)],
    ["the connection breaks", broken],
  ])("asks before it sends a form again when %s", async (_case, first) => {
    answers = [first, well];
    const answer = post();
    await shown("unsure");
    expect(received).toHaveLength(1);
    const connection = patient.connection();
    if (connection.state === "unsure") connection.again();
    expect(await (await answer).text()).toBe("well");
    expect(received).toHaveLength(2);
  });

  it("leaves the form as it is when the person does not want it sent again", async () => {
    answers = [away("unknown"), well];
    const answer = post();
    await shown("unsure");
    const connection = patient.connection();
    if (connection.state === "unsure") connection.leave();
    expect((await answer).status).toBe(204);
    expect(received).toHaveLength(1);
  });

  it.each([
    ["unknown", away("unknown")],
    ["a proxy's answer", proxy(503)],
    ["a broken connection", broken],
  ])("reads again by itself after %s", async (_case, first) => {
    answers = [first, well];
    const answer = await patient.fetch(`${origin}/matches.data`);
    expect(await answer.text()).toBe("well");
    expect(received).toHaveLength(2);
  });

  it.each([
    ["away", away("nothing")],
    ["unsure", away("unknown")],
  ])("ends at once when the person goes elsewhere while it is %s", async (state, first) => {
    answers = [first];
    const leaving = new AbortController();
    const answer = post(leaving.signal);
    await shown(state);
    leaving.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    expect(patient.connection()).toEqual({ state: "well" });
  });

  it("passes everything else on, whatever the answer", async () => {
    answers = [away("nothing")];
    expect((await patient.fetch(`${origin}/search/suggestions?q=a`)).status).toBe(503);
    answers = [
      (response) => void response.writeHead(503, { "X-Remix-Response": "yes" }).end("search"),
    ];
    expect(await (await post()).text()).toBe("search");
    answers = [proxy(413)];
    expect((await post()).status).toBe(413);
    expect(received).toHaveLength(3);
  });
});
