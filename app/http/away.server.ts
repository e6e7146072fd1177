import type { AppLoadContext, LoaderFunction, ServerBuild } from "@remix-run/node";
import { getT, localeOf } from "#app/i18n/i18n.server.ts";
import { findAway, type BrokenWork, type WorkTrace } from "#db/away.ts";
import { awayHeader } from "./away-header.ts";
import { plainPage } from "./plain-page.ts";

type Answer = ReturnType<LoaderFunction>;
type Handler = (args: { request: Request; context: AppLoadContext }) => Answer;

/**
 * The same pages, whose loaders and actions answer 503 where the database is away,
 * also where a library between turned the loss into an error of its own.
 */
export function answeringAway(build: ServerBuild): ServerBuild {
  const guarded =
    (handler: Handler): Handler =>
    async (args): Promise<Awaited<Answer>> => {
      const { trace, nonce } = args.context;
      try {
        return await trace.run(() => handler(args));
      } catch (error) {
        if (error instanceof Response) throw error;
        const outcome = outcomeOf(trace, error);
        throw outcome ? await awayAnswer(args.request, outcome, nonce) : error;
      }
    };
  const routes = Object.entries(build.routes).flatMap(([id, route]) => {
    if (!route) return [];
    const { loader, action } = route.module;
    const module = {
      ...route.module,
      ...(loader ? { loader: guarded(loader as Handler) } : {}),
      ...(action ? { action: guarded(action as Handler) } : {}),
    };
    return [[id, { ...route, module }] as const];
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

const outcomeOf = (trace: WorkTrace, error: unknown): BrokenWork | null =>
  trace.outcome() ?? findAway(error)?.outcome ?? null;

/**
 * Answers with 503: to a browser a page that needs neither database nor scripts of
 * the build and tries again by itself, to the page's own fetch what is known.
 */
export async function awayAnswer(
  request: Request,
  outcome: BrokenWork,
  nonce: string,
): Promise<Response> {
  const headers = new Headers({
    [awayHeader]: outcome,
    "Retry-After": "3",
    "Cache-Control": "no-store",
  });
  const wantsPage = request.headers.get("Accept")?.includes("text/html") ?? false;
  if (!wantsPage) return new Response(null, { status: 503, headers });
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Vary", "Accept-Language, Cookie");
  return new Response(await awayPage(request, outcome, nonce), { status: 503, headers });
}

async function awayPage(request: Request, outcome: BrokenWork, nonce: string): Promise<string> {
  const t = await getT(request);
  const language = await localeOf(request);
  const reads = request.method === "GET" || request.method === "HEAD";
  const kind = reads ? "reading" : outcome;
  return plainPage(language, {
    title: t("common:away.title"),
    head: reads ? `<noscript><meta http-equiv="refresh" content="5"></noscript>` : "",
    main: [
      `<p role="status">${t(`common:away.${kind}`)}</p>`,
      reads ? `<script nonce="${nonce}">${tryAgain}</script>` : "",
    ].join("\n"),
  });
}

/** Loads the page again once the server says that it is well; asks with growing pauses. */
const tryAgain = `
(function () {
  var pause = 500;
  function later() {
    pause = Math.min(pause * 2, 3000);
    setTimeout(ask, pause * (0.5 + Math.random() / 2));
  }
  function ask() {
    fetch("/health", { cache: "no-store" }).then(function (answer) {
      if (answer.ok) location.reload(); else later();
    }, later);
  }
  later();
})();`;
