import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** How the server treats a request: as it should, never answering, cutting the connection, refusing, or with half of the content. */
export type Manner = "serve" | "hang" | "cut" | "refuse" | "half";

export interface S3Server {
  /** Options of a store that keeps its files here. */
  options: {
    bucket: string;
    endpoint: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
  };
  objects: Map<string, Buffer>;
  /** Unfinished multipart uploads. */
  uploads: Map<string, { key: string; parts: Map<number, Buffer> }>;
  /** Method and query of all requests so far. */
  requests: string[];
  /** Decides the manner of each request; "serve" at first. */
  manner: (request: { method: string; query: URLSearchParams; key: string }) => Manner;
  /** Answers that have begun and not ended. */
  open: () => number;
  close: () => Promise<void>;
}

const bucket = "files";
const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
const etagOf = (bytes: Buffer) => `"${createHash("md5").update(bytes).digest("hex")}"`;

/** A server of the S3 protocol as far as the product speaks it, that can also misbehave. */
export async function startS3Server(): Promise<S3Server> {
  const running = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    running.add(response);
    response.once("close", () => running.delete(response));
    answer(request, response).catch(() => response.destroy());
  });
  const it: S3Server = {
    options: {
      bucket,
      endpoint: "",
      region: "us-east-1",
      accessKeyId: "key",
      secretAccessKey: "secret",
    },
    objects: new Map(),
    uploads: new Map(),
    requests: [],
    manner: () => "serve",
    open: () => running.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", "http://s3");
    const key = decodeURIComponent(pathname).slice(bucket.length + 2);
    const method = request.method ?? "";
    it.requests.push(
      `${method} ${[...query.keys()].filter((name) => name !== "x-id").join("&")}`.trim(),
    );
    const manner = it.manner({ method, query, key });
    if (manner === "hang") return void request.resume();
    if (manner === "cut") return void request.socket.destroy();
    const body = await buffer(request);
    if (manner === "refuse") return error(response, 503, "ServiceUnavailable");
    if (method === "GET" && query.has("uploads")) return listUploads(response, query);
    if (method === "GET" || method === "HEAD") return send(request, response, key, manner);
    if (method === "POST" && query.has("uploads")) return create(response, key);
    if (method === "POST") return complete(response, key, query.get("uploadId") ?? "");
    if (method === "PUT" && query.has("uploadId")) return part(response, query, body);
    if (method === "PUT") {
      it.objects.set(key, body);
      return void response.writeHead(200, { ETag: etagOf(body) }).end();
    }
    if (query.has("uploadId")) it.uploads.delete(query.get("uploadId") ?? "");
    else it.objects.delete(key);
    response.writeHead(204).end();
  }

  function send(request: IncomingMessage, response: ServerResponse, key: string, manner: Manner) {
    const bytes = it.objects.get(key);
    if (!bytes) return error(response, 404, "NoSuchKey");
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    const part = from === undefined ? bytes : bytes.subarray(Number(from), Number(to) + 1);
    response.writeHead(from === undefined ? 200 : 206, {
      "Content-Length": part.length,
      ETag: etagOf(bytes),
      ...(from === undefined ? {} : { "Content-Range": `bytes ${from}-${to}/${bytes.length}` }),
    });
    if (request.method === "HEAD") return void response.end();
    if (manner === "half") return void response.write(part.subarray(0, part.length / 2));
    response.end(part);
  }

  function create(response: ServerResponse, key: string) {
    const id = randomUUID();
    it.uploads.set(id, { key, parts: new Map() });
    response.end(
      xml(
        `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      ),
    );
  }

  function part(response: ServerResponse, query: URLSearchParams, body: Buffer) {
    const upload = it.uploads.get(query.get("uploadId") ?? "");
    if (!upload) return error(response, 404, "NoSuchUpload");
    upload.parts.set(Number(query.get("partNumber")), body);
    response.writeHead(200, { ETag: etagOf(body) }).end();
  }

  function complete(response: ServerResponse, key: string, id: string) {
    const upload = it.uploads.get(id);
    if (!upload) return error(response, 404, "NoSuchUpload");
    const parts = [...upload.parts].sort(([one], [other]) => one - other);
    const whole = Buffer.concat(parts.map(([, bytes]) => bytes));
    it.objects.set(key, whole);
    it.uploads.delete(id);
    response.end(
      xml(
        `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><ETag>${etagOf(whole)}</ETag></CompleteMultipartUploadResult>`,
      ),
    );
  }

  function listUploads(response: ServerResponse, query: URLSearchParams) {
    const prefix = query.get("prefix") ?? "";
    const found = [...it.uploads].filter(([, { key }]) => key.startsWith(prefix));
    const lines = found.map(
      ([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`,
    );
    response.end(
      xml(
        `<ListMultipartUploadsResult><Bucket>${bucket}</Bucket>${lines.join("")}</ListMultipartUploadsResult>`,
      ),
    );
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  it.options.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return it;
}

function error(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "Content-Type": "application/xml" });
  response.end(xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`));
}
