import type {
  RequestHandler,
  Request as ExpressRequest,
  Response as ExpressResponse,
} from "express";
import { createReadableStreamFromReadable, type AppLoadContext } from "@remix-run/node";
import { bringsSignIn } from "#app/accounts/auth.server.ts";
import { boundFormOf } from "./bodies.ts";
import { sendAnswer } from "./send.ts";

/** Answers a request of the web with a page; Remix's own handler has this shape. */
export type PageHandler = (request: Request, context: AppLoadContext) => Promise<Response>;

/**
 * Hands requests to Remix. Unlike the adapter of @remix-run/express it takes the site's
 * address from PUBLIC_URL, never from what a request says of its host, and a form that was
 * read within bounds before.
 */
export function servePages(
  handle: PageHandler,
  publicOrigin: string,
  contextOf: (response: ExpressResponse) => AppLoadContext,
): RequestHandler {
  return async (request, response, next) => {
    try {
      const context = contextOf(response);
      const answer = await handle(webRequest(request, response, publicOrigin), context);
      /** What a signed-in person saw is not kept by the browser, unless its page says otherwise. */
      if (bringsSignIn(request.headers.cookie) && !answer.headers.has("Cache-Control"))
        answer.headers.set("Cache-Control", "private, no-store");
      await sendAnswer(response, answer);
    } catch (error) {
      next(error);
    }
  };
}

function webRequest(
  request: ExpressRequest,
  response: ExpressResponse,
  publicOrigin: string,
): Request {
  const leaving = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) leaving.abort();
  });
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headers))
    for (const value of Array.isArray(values) ? values : values === undefined ? [] : [values])
      headers.append(name, value);
  headers.set("host", new URL(publicOrigin).host);
  headers.delete("x-forwarded-host");
  const form = boundFormOf(request);
  if (form !== undefined) headers.delete("content-length");
  /** Whatever is not GET Remix takes for a change where the data of a page is asked for. */
  const asked = request.method === "HEAD" && request.path.endsWith(".data");
  const method = asked ? "GET" : request.method;
  const init: RequestInit = { method, headers, signal: leaving.signal };
  if (request.method !== "GET" && request.method !== "HEAD")
    Object.assign(init, {
      body: form ?? createReadableStreamFromReadable(request),
      duplex: "half",
    });
  return new Request(addressOf(publicOrigin + request.originalUrl), init);
}

/** Without the parameter by which older versions of Remix asked for data, which it still heeds. */
function addressOf(url: string): string {
  if (!url.includes("_data")) return url;
  const address = new URL(url);
  address.searchParams.delete("_data");
  return address.href;
}
