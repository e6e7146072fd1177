import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** How a request is treated: as it should, never answered, cut off, refused, or answered with half of the content and then silence. */
export type Manner = "serve" | "hang" | "cut" | "refuse" | "half";

/** As much of an S3-compatible store as the product asks for, in memory. */
export interface ObjectStore {
  url: string;
  port: number;
  /** How the product is told to keep its files here. */
  options: {
    bucket: string;
    endpoint: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
  };
  /** The bytes by key. */
  kept: Map<string, Buffer>;
  /** Uploads in parts that were neither completed nor aborted, by their id. */
  unfinished: ReadonlyMap<string, string>;
  /** Decides how each request is treated; all are served at first. */
  manner: (request: { method: string; query: URLSearchParams; key: string }) => Manner;
  /** How many requests have come so far. */
  requests: () => number;
  /** Answers that have begun, or should, and have not ended. */
  open: () => number;
  /** Answers every write with 507, as a full disk does. */
  fill(full: boolean): void;
  /** Breaks all connections and listens no more; what is kept stays. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

interface Upload {
  key: string;
  parts: Map<number, Buffer>;
}

/** Starts one on a port of 127.0.0.1, a free one for 0; the port stays the same after a kill. */
export async function startObjectStore(wanted = 0): Promise<ObjectStore> {
  const kept = new Map<string, Buffer>();
  const uploads = new Map<string, Upload>();
  const unfinished = new Map<string, string>();
  const running = new Set<ServerResponse>();
  let port = wanted;
  let requests = 0;
  let full = false;
  let server: Server | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://store");
    const [, bucket = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
    const key = rest.join("/");
    const uploadId = url.searchParams.get("uploadId") ?? "";
    const upload = uploads.get(uploadId);
    const { method = "" } = request;
    const manner = store.manner({ method, query: url.searchParams, key });
    if (manner === "hang") return void request.resume();
    if (manner === "cut") return void request.socket.destroy();
    const xml = (body: string, status = 200) =>
      void response
        .writeHead(status, { "content-type": "application/xml" })
        .end(`<?xml version="1.0"?>${body}`);
    const refuse = (status: number, code: string) =>
      xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);

    if (manner === "refuse") {
      await buffer(request);
      return refuse(503, "ServiceUnavailable");
    }
    switch (method) {
      case "PUT": {
        const content = await contentOf(request);
        if (full) return refuse(507, "InsufficientStorage");
        if (url.searchParams.has("partNumber")) {
          if (!upload) return refuse(404, "NoSuchUpload");
          upload.parts.set(Number(url.searchParams.get("partNumber")), content);
        } else if (key !== "") kept.set(key, content);
        return void response.writeHead(200, { etag: etagOf(content) }).end();
      }
      case "POST": {
        const body = (await buffer(request)).toString();
        if (full) return refuse(507, "InsufficientStorage");
        if (url.searchParams.has("uploads")) {
          const id = randomUUID();
          uploads.set(id, { key, parts: new Map() });
          unfinished.set(id, key);
          const names = `<Bucket>${bucket}</Bucket><Key>${key}</Key>`;
          return xml(
            `<InitiateMultipartUploadResult>${names}<UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
          );
        }
        if (url.searchParams.has("delete")) {
          for (const [, name = ""] of body.matchAll(/<Key>([^<]*)<\/Key>/g)) kept.delete(name);
          return xml("<DeleteResult/>");
        }
        if (!upload) return refuse(404, "NoSuchUpload");
        const parts = [...upload.parts].sort(([one], [other]) => one - other);
        const content = Buffer.concat(parts.map(([, part]) => part));
        kept.set(key, content);
        uploads.delete(uploadId);
        unfinished.delete(uploadId);
        return xml(
          `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>${etagOf(content)}</ETag></CompleteMultipartUploadResult>`,
        );
      }
      case "DELETE":
        if (uploadId !== "") {
          uploads.delete(uploadId);
          unfinished.delete(uploadId);
        } else kept.delete(key);
        return void response.writeHead(204).end();
      case "HEAD":
      case "GET": {
        if (url.searchParams.has("uploads"))
          return xml(
            `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${[...uploads]
              .map(
                ([id, one]) =>
                  `<Upload><Key>${one.key}</Key><UploadId>${id}</UploadId><Initiated>${new Date().toISOString()}</Initiated></Upload>`,
              )
              .join("")}</ListMultipartUploadsResult>`,
          );
        if (key === "")
          return xml(
            `<ListBucketResult><IsTruncated>false</IsTruncated>${[...kept]
              .map(
                ([name, one]) =>
                  `<Contents><Key>${name}</Key><Size>${one.length}</Size></Contents>`,
              )
              .join("")}</ListBucketResult>`,
          );
        const found = kept.get(key);
        if (!found) return refuse(404, "NoSuchKey");
        return send(request, response, found, manner);
      }
      default:
        return refuse(405, "MethodNotAllowed");
    }
  };

  const start = async () => {
    const fresh = createServer((request, response) => {
      requests += 1;
      running.add(response);
      response.once("close", () => running.delete(response));
      answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => fresh.listen(port, "127.0.0.1", resolve));
    server = fresh;
    ({ port } = fresh.address() as AddressInfo);
  };
  const store: Omit<ObjectStore, "url" | "port" | "options"> = {
    kept,
    unfinished,
    manner: () => "serve",
    requests: () => requests,
    open: () => running.size,
    fill: (now) => (full = now),
    start: async () => {
      if (!server) await start();
    },
    kill: async () => {
      const ended = server;
      server = undefined;
      if (!ended) return;
      ended.closeAllConnections();
      await new Promise((resolve) => ended.close(resolve));
    },
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  const keys = { accessKeyId: "key", secretAccessKey: "secret" };
  const options = { bucket: "files", endpoint: url, region: "us-east-1", ...keys };
  return Object.assign(store, { url, port, options });
}

const etagOf = (content: Buffer): string => `"${createHash("md5").update(content).digest("hex")}"`;

function send(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  manner: Manner,
): void {
  const [, from = "", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const part =
    from === "" ? content : content.subarray(Number(from), to === "" ? undefined : Number(to) + 1);
  response.writeHead(from === "" ? 200 : 206, {
    etag: etagOf(content),
    "content-length": part.length,
    ...(from === ""
      ? {}
      : {
          "content-range": `bytes ${from}-${Number(from) + part.length - 1}/${content.length}`,
        }),
  });
  if (manner === "half") response.write(part.subarray(0, part.length / 2));
  else response.end(request.method === "HEAD" ? undefined : part);
}

/**
 * The bytes of an object, taken out of the chunks in which the AWS client wraps a
 * stream ("aws-chunked": length in hex, bytes, and checksums after the last).
 *
 * @throws Error when the connection ended before the content did
 */
async function contentOf(request: IncomingMessage): Promise<Buffer> {
  const raw = await buffer(request);
  if (!(request.headers["content-encoding"] ?? "").includes("aws-chunked")) return raw;
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = raw.indexOf("\r\n", at);
    if (end < 0) throw new Error("the content is cut off");
    const length = Number.parseInt(raw.subarray(at, end).toString(), 16);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(raw.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
