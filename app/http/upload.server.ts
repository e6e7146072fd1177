import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Busboy } from "@fastify/busboy";

/** The first file of a multipart request, as a stream; null when there is none. */
export function firstFile(request: Request): Promise<{ name: string; content: Readable } | null> {
  const type = request.headers.get("content-type") ?? "";
  const { body } = request;
  if (!body) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: { "content-type": type }, limits: { files: 1 } });
    parser.once("file", (_field, content, name) => resolve({ name, content: content as Readable }));
    parser.once("error", reject);
    parser.once("finish", () => resolve(null));
    Readable.fromWeb(body as ReadableStream).pipe(parser);
  });
}
