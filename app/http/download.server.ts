import {
  createReadableStreamFromReadable,
  type AppLoadContext,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import contentDisposition from "content-disposition";
import parseRange from "range-parser";
import { cleanFileName } from "#app/files/file-name.server.ts";
import type { ByteRange } from "#app/kernel/file-store.ts";
import type { FileToSend } from "#app/files/file-to-send.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { idOfPath } from "./params.ts";
import { refusalAnswer } from "./words-page.server.ts";

interface Asked {
  request: Request;
  context: AppLoadContext;
}

/**
 * Sends a file: all of it or the part that is asked for, or that the browser has it
 * already. HEAD opens nothing. A file to save is kept nowhere on its way; a picture
 * may stay in the browser, which asks each time whether it still may show it.
 * Refusals are answered in words.
 */
export async function sendFile(
  { request, context }: Asked,
  find: () => Promise<FileToSend>,
): Promise<Response> {
  try {
    return await answer(request, await find());
  } catch (error) {
    if (error instanceof Response && error.status === 404)
      return refusalAnswer(request, "notFound");
    if (!isRefusal(error)) throw error;
    if (error.status >= 500) context.services.log.error({ error }, "a file could not be sent");
    return refusalAnswer(request, error.code);
  }
}

async function answer(request: Request, file: FileToSend): Promise<Response> {
  const etag = `"${file.version}"`;
  const headers = new Headers({
    ETag: etag,
    "Cache-Control": `private, ${file.name === null ? "no-cache" : "no-store"}, no-transform`,
  });
  if (known(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });

  const size = await file.size();
  headers.set("Accept-Ranges", "bytes");
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("Content-Type", file.mediaType);
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  /** A browser that shows it all the same runs nothing of it. */
  headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  if (file.name !== null)
    headers.set("Content-Disposition", contentDisposition(cleanFileName(file.name)));

  const range = rangeOf(request, etag, size);
  if (range === "none") {
    headers.set("Content-Range", `bytes */${size}`);
    headers.delete("Content-Type");
    return new Response(null, { status: 416, headers });
  }
  if (range) headers.set("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  headers.set("Content-Length", String(range ? range.end - range.start + 1 : size));
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const content = await file.open(range ?? undefined);
  return new Response(createReadableStreamFromReadable(content), { status, headers });
}

/** Whether the browser has this version, by weak comparison as RFC 9110 asks. */
const known = (given: string | null, etag: string): boolean =>
  given !== null &&
  (given.trim() === "*" || given.split(",").some((one) => one.trim().replace(/^W\//, "") === etag));

/**
 * The part that is asked for; null for all of it: also where several are asked for,
 * the request is no such, or the file is another than the one whose part is there.
 */
function rangeOf(request: Request, etag: string, size: number): ByteRange | "none" | null {
  const asked = request.headers.get("range");
  const ifRange = request.headers.get("if-range");
  if (asked === null || request.method !== "GET") return null;
  if (ifRange !== null && ifRange !== etag) return null;
  const ranges = parseRange(size, asked);
  if (ranges === -1) return "none";
  if (ranges === -2 || ranges.type !== "bytes" || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}

/** Whoever asks, signed in or not; what is sent decides by itself. */
export const anyone = (context: AppLoadContext, request: Request): Promise<MaybeViewer> =>
  context.viewer(request);

/**
 * The loader of an address that sends a file. `who` finds out who asks, `open` the file;
 * it gets the ids of the address by their names.
 */
export const fileLoader =
  <Who>(
    who: (context: AppLoadContext, request: Request) => Promise<Who>,
    open: (services: Services, viewer: Who, id: (name: string) => string) => Promise<FileToSend>,
  ) =>
  async ({ request, context, params }: LoaderFunctionArgs): Promise<Response> => {
    const viewer = await who(context, request);
    return sendFile({ request, context }, async () =>
      open(context.services, viewer, (name) => idOfPath(params[name])),
    );
  };
