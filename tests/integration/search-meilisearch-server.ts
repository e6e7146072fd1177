import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";

export interface RecordedRequest {
  method: string;
  path: string;
  body: unknown;
  /** What the body breaks in Meilisearch's own interface description; empty when it fits. */
  faults: string[];
}

type Stored = Record<string, unknown> & { id: string };
type Answer = { status: number; body: unknown } | "cut" | "cut midway" | "silence";

export interface StandIn {
  url: string;
  requests: RecordedRequest[];
  indexes: Map<string, Map<string, Stored>>;
  /** The synonyms of each index, as they were sent last. */
  synonyms: Map<string, Record<string, string[]>>;
  /** Answers the next requests whose path begins so with faults, in turn. */
  fail(pathStart: string, ...answers: Answer[]): void;
  /** Keeps the next request to such a path waiting for its answer; `arrived` resolves when it is there. */
  hold(path: RegExp): { arrived: Promise<void>; release: () => void };
  /** Lets the next task fail with this code. */
  failTask(code: string): void;
  close(): Promise<void>;
}

const description = path.join(
  process.env.DUIJIE_DATA_DIR ?? "../shared/data",
  "meilisearch-openapi-1.53.json",
);

/**
 * Answers as Meilisearch documents it, over HTTP, and keeps documents; it neither
 * ranks nor filters, so tests of those look at the requests.
 */
export async function startMeilisearchStandIn(): Promise<StandIn> {
  const requests: RecordedRequest[] = [];
  const indexes: StandIn["indexes"] = new Map();
  const synonyms: StandIn["synonyms"] = new Map();
  const faults: { pathStart: string; answer: Answer }[] = [];
  const tasks: { uid: number; status: string; error: object | null }[] = [];
  const taskFaults: string[] = [];
  const check = interfaceCheck();

  const enqueue = (work: () => string | void): Answer => {
    const uid = tasks.length;
    const code = taskFaults.shift() ?? work();
    const error = code ? { message: code, code, type: "invalid_request", link: "" } : null;
    tasks.push({ uid, status: error ? "failed" : "succeeded", error });
    const body = { taskUid: uid, indexUid: null, status: "enqueued", type: "x", enqueuedAt: now() };
    return { status: 202, body };
  };
  const missing = (code: string): Answer => ({
    status: 404,
    body: { message: code, code, type: "invalid_request", link: "" },
  });
  const page = (documents: Stored[]) => ({
    hits: documents,
    estimatedTotalHits: documents.length,
    facetDistribution: {},
    offset: 0,
    limit: 20,
    processingTimeMs: 0,
    query: "",
  });
  const visible = (documents: Map<string, Stored> | undefined) =>
    [...(documents?.values() ?? [])].filter((document) => !("build" in document));

  const answer = (method: string, url: string, query: string, body: unknown): Answer => {
    const [, root, uid = "", part, sub] = url.split("/");
    if (root === "tasks" && uid === "") {
      const wanted = new URL(query, "http://stand.in").searchParams.get("statuses")?.split(",");
      const total = tasks.filter(({ status }) => wanted?.includes(status)).length;
      return { status: 200, body: { results: [], total, limit: 1, from: null, next: null } };
    }
    if (root === "tasks") {
      const task = tasks[Number(uid)];
      const timed = { ...task, enqueuedAt: now(), startedAt: now(), finishedAt: now() };
      return { status: 200, body: { ...timed, duration: "PT0S", type: "x", indexUid: null } };
    }
    if (root === "multi-search") {
      const { queries } = z
        .object({ queries: z.array(z.object({ indexUid: z.string() })) })
        .parse(body);
      const results = queries.map(({ indexUid }) => ({
        indexUid,
        ...page(visible(indexes.get(indexUid))),
      }));
      return { status: 200, body: { results } };
    }
    if (root === "indexes" && uid === "")
      return enqueue(() => {
        const made = z.object({ uid: z.string() }).parse(body).uid;
        if (indexes.has(made)) return "index_already_exists";
        indexes.set(made, new Map());
      });
    const documents = indexes.get(uid);
    if (method === "DELETE" && !part)
      return enqueue(() => (indexes.delete(uid) ? undefined : "index_not_found"));
    if (!documents) return missing("index_not_found");
    if (!part)
      return { status: 200, body: { uid, primaryKey: "id", createdAt: now(), updatedAt: now() } };
    switch (`${method} ${part}${sub ? `/${sub === "delete-batch" ? sub : "*"}` : ""}`) {
      case "PATCH settings":
        return enqueue(() => {
          synonyms.set(uid, z.object({ synonyms: synonymsSchema }).parse(body).synonyms);
        });
      case "GET settings/*":
        return { status: 200, body: synonyms.get(uid) ?? {} };
      case "PUT settings/*":
        return enqueue(() => {
          synonyms.set(uid, synonymsSchema.parse(body));
        });
      case "POST documents":
        return enqueue(() => {
          for (const one of z.array(z.looseObject({ id: z.string() })).parse(body))
            documents.set(one.id, one);
        });
      case "POST documents/delete-batch":
        return enqueue(() =>
          z
            .array(z.string())
            .parse(body)
            .forEach((id) => documents.delete(id)),
        );
      case "GET documents/*":
        return documents.has(sub ?? "")
          ? { status: 200, body: documents.get(sub ?? "") }
          : missing("document_not_found");
      case "GET stats":
        return {
          status: 200,
          body: { numberOfDocuments: documents.size, isIndexing: false, fieldDistribution: {} },
        };
      default:
        return missing("not_found");
    }
  };

  const holds: { path: RegExp; arrive: () => void; released: Promise<void> }[] = [];
  const passed = async (path: string): Promise<void> => {
    const at = holds.findIndex((held) => held.path.test(path));
    const [held] = at < 0 ? [] : holds.splice(at, 1);
    held?.arrive();
    await held?.released;
  };

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => void passed(request.url ?? "").then(answerIt));
    const answerIt = () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const lines = request.headers["content-type"] === "application/x-ndjson";
      const body: unknown =
        text === "" ? undefined : JSON.parse(lines ? `[${text.split("\n").join(",")}]` : text);
      const method = request.method ?? "";
      const [url = "", query = ""] = (request.url ?? "").split("?");
      requests.push({ method, path: url, body, faults: check(method, url, body) });
      const planned = faults.findIndex(({ pathStart }) => url.startsWith(pathStart));
      const reply =
        planned < 0 ? answer(method, url, `?${query}`, body) : faults.splice(planned, 1)[0]?.answer;
      if (reply === "silence") return;
      if (!reply || reply === "cut") return void response.destroy();
      if (reply === "cut midway") {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        return void response.write('{"results":[', () => response.destroy());
      }
      response.writeHead(reply.status, { "content-type": "application/json" });
      response.end(JSON.stringify(reply.body));
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    indexes,
    synonyms,
    fail: (pathStart, ...answers) =>
      void faults.push(...answers.map((one) => ({ pathStart, answer: one }))),
    hold: (path) => {
      let [arrive, release] = [() => {}, () => {}];
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      holds.push({ path, arrive, released });
      return { arrived, release };
    },
    failTask: (code) => void taskFaults.push(code),
    close: () =>
      new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

const synonymsSchema = z.record(z.string(), z.array(z.string()));

const now = (): string => new Date().toISOString();

/** Checks bodies against the interface description; where that is not at hand, nothing is found wrong. */
function interfaceCheck(): (method: string, url: string, body: unknown) => string[] {
  if (!fs.existsSync(description)) return () => [];
  const operation = z.looseObject({
    requestBody: z
      .object({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) })
      .partial()
      .optional(),
  });
  const whole = z
    .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(fs.readFileSync(description, "utf8")));
  // Described as an object, though the documentation's own examples send the list of patterns.
  const schemas = z
    .looseObject({ schemas: z.record(z.string(), z.unknown()) })
    .parse(whole.components).schemas;
  schemas.AttributePatterns = { type: "array", items: { type: "string" } };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ ...whole, components: { schemas } }, "interface");
  return (method, url, body) => {
    const found = Object.keys(whole.paths)
      .filter((template) => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(url))
      .sort((a, b) => a.split("{").length - b.split("{").length)[0];
    const described = found && whole.paths[found]?.[method.toLowerCase()];
    if (!described) return [`${method} ${url} is not described`];
    const schema = operation.parse(described).requestBody?.content?.["application/json"]?.schema;
    if (schema === undefined || body === undefined) return [];
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"interface#/')) as object;
    const fits = ajv.compile(absolute);
    return fits(body)
      ? []
      : (fits.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}
