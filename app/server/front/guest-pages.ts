import type { AppLoadContext } from "@remix-run/node";
import { LRUCache } from "lru-cache";
import { bringsSignIn } from "#app/accounts/auth.server.ts";
import { localeOf } from "#app/i18n/i18n.server.ts";
import type { PageHandler } from "./pages.ts";

/** So long a page stands at most, in milliseconds, where nothing is announced meanwhile. */
const longest = 3_000;
/** Characters of all pages that are kept, and of the largest. */
const allPages = 32_000_000;
const largestPage = 1_000_000;

export interface GuestPages {
  handle: PageHandler;
  /** Something was announced, so no page that was begun before is given to who asks from now on. */
  forget(): void;
}

interface KeptPage {
  html: string;
  headers: HeadersInit;
  nonce: string;
  requestId: string;
}

interface Made {
  /** Null where the answer is none that others may have. */
  page: KeptPage | null;
  response: Response;
}

/**
 * Answers guests who ask for the same page at the same moment with one making of it: a
 * post that is sent to a group of hundreds is read once. Only pages that every guest
 * sees alike, by address and language; each answer has a nonce and a number of its own.
 */
export function keepGuestPages(
  handle: PageHandler,
  guestsSeeAlike: (pathname: string) => boolean,
): GuestPages {
  const kept = new LRUCache<string, KeptPage>({
    ttl: longest,
    maxSize: allPages,
    maxEntrySize: largestPage,
    sizeCalculation: ({ html }) => html.length,
  });
  /** Pages that are being made; null where the answer turned out to be for one person alone. */
  let underWay = new Map<string, Promise<KeptPage | null>>();

  async function make(request: Request, context: AppLoadContext): Promise<Made> {
    const response = await handle(request, context);
    if (!isKeepable(response)) return { page: null, response };
    const { nonce, requestId } = context;
    const html = await response.text();
    const page = { html, headers: [...response.headers], nonce, requestId };
    return { page, response: answerFrom(page, context) };
  }

  async function makeAndKeep(
    key: string,
    request: Request,
    context: AppLoadContext,
  ): Promise<Response> {
    const begun = underWay;
    const made = make(request, context);
    begun.set(
      key,
      made.then(
        ({ page }) => page,
        () => null,
      ),
    );
    try {
      const { page, response } = await made;
      if (page && begun === underWay) kept.set(key, page);
      return response;
    } finally {
      begun.delete(key);
    }
  }

  return {
    handle: async (request, context) => {
      const { pathname, search } = new URL(request.url);
      if (!isGuestReading(request) || !guestsSeeAlike(pathname)) return handle(request, context);
      const key = `${await localeOf(request)} ${pathname}${search}`;
      const waited = kept.get(key) ?? underWay.get(key);
      /** Nothing may be awaited between looking and beginning, or two begin. */
      if (!waited) return makeAndKeep(key, request, context);
      const page = await waited;
      return page ? answerFrom(page, context) : handle(request, context);
    },
    forget: () => {
      kept.clear();
      underWay = new Map();
    },
  };
}

const isGuestReading = ({ method, headers }: Request): boolean =>
  method === "GET" && !bringsSignIn(headers.get("Cookie") ?? undefined);

const isKeepable = ({ status, headers }: Response): boolean =>
  status === 200 &&
  !headers.has("Set-Cookie") &&
  headers.get("Content-Type")?.startsWith("text/html") === true;

const answerFrom = (page: KeptPage, { nonce, requestId }: AppLoadContext): Response =>
  new Response(page.html.replaceAll(page.nonce, nonce).replaceAll(page.requestId, requestId), {
    headers: page.headers,
  });
