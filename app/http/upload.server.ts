import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Busboy } from "@fastify/busboy";

/** A file as it comes in, with the fields that stood before it in the form. */
export interface Upload {
  name: string;
  content: Readable;
  fields: Record<string, string>;
}

/**
 * The file of a form that gives something another picture; null for a form that
 * takes it away, "missing" where no file was chosen.
 */
export async function pictureOf(request: Request): Promise<Upload | null | "missing"> {
  if (!request.headers.get("content-type")?.startsWith("multipart/form-data")) return null;
  const file = await firstFile(request);
  if (file && file.name !== "") return file;
  file?.content.resume();
  return "missing";
}

/** The first file of a multipart request, as a stream; null when there is none. */
export function firstFile(request: Request): Promise<Upload | null> {
  const type = request.headers.get("content-type") ?? "";
  const { body } = request;
  if (!body) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: { "content-type": type }, limits: { files: 1 } });
    const fields: Record<string, string> = {};
    parser.on("field", (field, value) => {
      fields[field] = value;
    });
    parser.once("file", (_field, content, name) =>
      resolve({ name, content: content as Readable, fields }),
    );
    parser.once("error", reject);
    parser.once("finish", () => resolve(null));
    Readable.fromWeb(body as ReadableStream).pipe(parser);
  });
}
