import type { Request, RequestHandler } from "express";
import type { Logger } from "pino";
import { answerInWords } from "./words.ts";

const served = ["GET", "HEAD", "POST"];
/** A path with its query: what a proxy lets through in a header of 16 KiB, with room for the others. */
const longestUrl = 15_000;

/** Methods and addresses that no page has are answered before anything reads them. */
export const boundAddresses: RequestHandler = (request, response, next) => {
  if (!served.includes(request.method)) {
    response.setHeader("Allow", served.join(", "));
    return answerInWords(response, 405);
  }
  if (request.url.length > longestUrl) return answerInWords(response, 414);
  if (!isReadable(request.url)) return answerInWords(response, 400);
  request.url = request.originalUrl = request.url.replace(/%00/g, "");
  next();
};

function isReadable(url: string): boolean {
  const [path = ""] = url.split("?");
  try {
    return path.startsWith("/") && !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}

/**
 * A request that changes something must come from a page of this site. Browsers say where
 * it comes from in Origin or Sec-Fetch-Site; a request without either is not a browser's
 * (a mail provider's one-click unsubscription, say), so no person's cookies travel with it
 * against their will.
 */
export function requireOwnOrigin(publicOrigin: string): RequestHandler {
  return (request, response, next) => {
    if (request.method === "GET" || request.method === "HEAD") return next();
    const origin = request.headers.origin;
    const site = request.headers["sec-fetch-site"];
    const own =
      origin !== undefined
        ? origin === publicOrigin
        : site === undefined || site === "same-origin" || site === "none";
    if (own) next();
    else answerInWords(response, 403);
  };
}

/** Says once, at the first request that shows it, what is wrong with the proxy in front. */
export function watchProxy(publicOrigin: string, log: Logger): RequestHandler {
  const { host, hostname, protocol } = new URL(publicOrigin);
  const atHome = hostname === "localhost" || hostname === "127.0.0.1";
  const said = new Set<string>();
  const say = (what: string) => {
    if (said.size < 10 && !said.has(what)) log.warn(what);
    said.add(what);
  };
  return (request, _response, next) => {
    if (!atHome) {
      const asked = hostAsked(request);
      if (asked !== host)
        say(
          `PUBLIC_URL is ${publicOrigin}, but a request came for ${asked}: set "proxy_set_header Host $host" in the proxy, or mend PUBLIC_URL`,
        );
      if (request.headers["x-forwarded-for"] === undefined)
        say(
          'A request came without X-Forwarded-For: set "proxy_set_header X-Forwarded-For $remote_addr" in the proxy, or all people share one limit',
        );
      else if (request.ips.length === 0)
        say(
          `X-Forwarded-For came from ${request.socket.remoteAddress}, which TRUST_PROXY does not name: all people behind it share one limit`,
        );
      if (protocol === "https:" && request.protocol !== "https")
        say(
          'A request came without "X-Forwarded-Proto: https", though PUBLIC_URL begins with https',
        );
    }
    next();
  };
}

const hostAsked = (request: Request): string =>
  (request.get("host") ?? "").slice(0, 100).replace(/[^\w.:[\]-]/g, "?");
