import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SearchDocument } from "../documents.ts";
import type { SearchEngine } from "../engine.ts";
import { createMatcher } from "../matching/matcher.ts";
import { termsOf } from "../matching/terms.ts";
import { asDocument } from "../training/graded.ts";
import { EmbeddingUnavailable } from "./embedder.ts";
import { createHttpEmbedder } from "./http.ts";
import { createTextLikeness } from "./likeness.ts";

interface Asked {
  path: string;
  key: string | undefined;
  body: { model: string; input: string[] };
}

type Answer = (asked: Asked, response: http.ServerResponse) => void;

const json = (response: http.ServerResponse, body: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** Texts that speak of the same thing point the same way. */
const vectorOf = (text: string): number[] =>
  ["石墨烯", "轴承", "污水"].map((word) => (text.includes(word) ? 1 : 0.01));

const good: Answer = ({ body }, response) =>
  json(response, {
    object: "list",
    data: body.input
      .map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }))
      .reverse(),
  });

const faults: [string, Answer][] = [
  ["500", (_asked, response) => json(response, { error: "overloaded" }, 500)],
  ["401", (_asked, response) => json(response, { error: "no key" }, 401)],
  ["a wrong shape", (_asked, response) => json(response, { embeddings: [[1, 2]] })],
  ["no JSON", (_asked, response) => response.end("<html>")],
  [
    "too few vectors",
    (_asked, response) => json(response, { data: [{ index: 0, embedding: [1] }] }),
  ],
  [
    "vectors of different lengths",
    ({ body }, response) =>
      json(response, {
        data: body.input.map((_text, index) => ({ index, embedding: Array(index + 1).fill(1) })),
      }),
  ],
  ["a cut connection", (_asked, response) => response.destroy()],
  [
    "a connection cut midway",
    (_asked, response) => {
      response.writeHead(200, { "content-length": "1000" }).write('{"data":[');
      setImmediate(() => response.destroy());
    },
  ],
  ["silence", () => {}],
];

let asked: Asked[];
let answers: Answer[];
let server: http.Server;
let url: string;

beforeEach(async () => {
  asked = [];
  answers = [];
  server = http.createServer((request, response) => {
    let text = "";
    request.on("data", (data: Buffer) => (text += data.toString()));
    request.on("end", () => {
      const one: Asked = {
        path: request.url ?? "",
        key: request.headers.authorization,
        body: JSON.parse(text) as Asked["body"],
      };
      asked.push(one);
      (answers.shift() ?? good)(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const embedder = () => createHttpEmbedder({ url, key: "secret", model: "bge-m3", timeLimit: 150 });

describe("an embedding server over HTTP", () => {
  it("is asked in batches with key and model, and answers in any order", async () => {
    const texts = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? "石墨烯" : "轴承"));
    const vectors = await embedder().embed(texts);
    expect(vectors.map((vector) => vector.indexOf(1))).toEqual(texts.map((_, at) => at % 2));
    expect(asked.map(({ body }) => body.input.length)).toEqual([32, 8]);
    expect(asked[0]).toMatchObject({
      path: "/v1/embeddings",
      key: "Bearer secret",
      body: { model: "bge-m3" },
    });
  });

  it("asks for nothing when there is no text", async () => {
    expect(await embedder().embed([])).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each(["500", "a cut connection"])("tries %s once more", async (name) => {
    answers = [faults.find(([fault]) => fault === name)?.[1] ?? good];
    expect(await embedder().embed(["石墨烯"])).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it.each(faults)("is unavailable after %s", async (_name, fault) => {
    answers = [fault, fault];
    const error = await embedder()
      .embed(["石墨烯", "轴承"])
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EmbeddingUnavailable);
    expect((error as Error).message).not.toContain("石墨烯");
  });

  it("stops when the caller does", async () => {
    answers = [faults.at(-1)?.[1] ?? good];
    const stop = new AbortController();
    const answer = createHttpEmbedder({ url, model: "bge-m3" }).embed(["石墨烯"], stop.signal);
    stop.abort();
    await expect(answer).rejects.toBeInstanceOf(EmbeddingUnavailable);
  });
});

const subject = asDocument({ id: "need", kind: "need", title: "石墨烯导热膜" });
const offered = ["石墨烯散热材料", "轴承导热膜", "污水导热膜"].map((title, at) =>
  asDocument({ id: `result-${at}`, kind: "result", title }),
);

/** An index that holds these results only. */
const engineOf = (documents: SearchDocument[]): SearchEngine => {
  const engine: Pick<SearchEngine, "candidates" | "documents" | "sample"> = {
    candidates: () =>
      Promise.resolve(documents.map((document) => ({ id: document.id, terms: termsOf(document) }))),
    documents: (ids) => Promise.resolve(documents.filter(({ id }) => ids.includes(id))),
    sample: () => Promise.resolve(documents.map(termsOf)),
  };
  return engine as SearchEngine;
};

describe("matching with an embedding server", () => {
  const warnings: string[] = [];
  beforeEach(() => warnings.splice(0));
  const likeness = (rest = 60_000) =>
    createTextLikeness(embedder(), {
      warn: (reason) => warnings.push(reason),
      patience: 400,
      longPatience: 2_000,
      rest,
    });
  const options = { audiences: ["public"], limit: 10, now: new Date("2026-03-01T00:00:00Z") };

  it("knows the likeness of whole texts as one more feature, with its reason", async () => {
    const matches = await createMatcher(engineOf(offered), likeness()).matchesFor(subject, options);
    const plain = await createMatcher(engineOf(offered)).matchesFor(subject, options);
    const scoreOf = (found: typeof matches, id: string) =>
      found.find(({ document }) => document.id === id)?.score ?? 0;
    expect(matches[0]?.document.id).toBe("result-0");
    expect(matches[0]?.reasons.embedding).toBeGreaterThan(0.9);
    expect(scoreOf(matches, "result-0")).toBeGreaterThan(scoreOf(plain, "result-0"));
    expect(scoreOf(matches, "result-1")).toBeLessThan(scoreOf(plain, "result-1"));
    expect(plain[0]?.features).not.toHaveProperty("embedding");
    expect(plain[0]?.reasons.embedding).toBeNull();
  });

  it("asks for each revision once, for many comparisons together", async () => {
    const [first, second] = offered as [SearchDocument, SearchDocument];
    const matcher = createMatcher(engineOf(offered), likeness());
    await matcher.matchesFor(subject, options);
    await matcher.matchesFor(subject, options);
    expect(asked).toHaveLength(1);
    const changed = { ...first, revision: 2 };
    await Promise.all(
      [changed, second, changed].map((result) =>
        matcher.compare(subject, result, { ...options, unhurried: true }),
      ),
    );
    expect(asked[1]?.body.input).toEqual([first.title]);
    expect(asked).toHaveLength(2);
  });

  it.each(faults)("goes on without it after %s, with one warning", async (_name, fault) => {
    answers = [fault, fault];
    const matcher = createMatcher(engineOf(offered), likeness());
    const plain = await createMatcher(engineOf(offered)).matchesFor(subject, options);
    expect(await matcher.matchesFor(subject, options)).toEqual(plain);
    expect(await matcher.matchesFor(subject, options)).toEqual(plain);
    expect(warnings).toHaveLength(1);
  });

  it("does not wait for a slow server, and has its answer for the next list", async () => {
    let answerNow = () => {};
    answers = [(one, response) => (answerNow = () => good(one, response))];
    const slow = createTextLikeness(createHttpEmbedder({ url, model: "bge-m3" }), {
      warn: (reason) => warnings.push(reason),
      patience: 50,
      rest: 0,
    });
    expect(await slow.of(subject, offered, { unhurried: false })).toBeNull();
    expect(warnings).toEqual(["embedding server: no answer in time"]);
    answerNow();
    expect((await slow.of(subject, offered, { unhurried: true }))?.size).toBe(3);
    expect(asked).toHaveLength(1);
  });

  it("asks again after a rest, and warns again only after it has answered", async () => {
    const refuse: Answer = (_asked, response) => json(response, {}, 400);
    answers = [refuse, refuse, good, refuse];
    const retried = likeness(0);
    const ask = (revision: number) =>
      retried.of({ ...subject, revision }, offered, { unhurried: false });
    expect(await ask(1)).toBeNull();
    expect(await ask(1)).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(await ask(1)).not.toBeNull();
    expect(await ask(2)).toBeNull();
    expect(warnings).toHaveLength(2);
  });
});
