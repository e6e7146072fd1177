import { createServer, type Server } from "node:http";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type ErrorRequestHandler } from "express";
import proxyAddress from "proxy-addr";
import { clientAddressHeader } from "#app/accounts/auth.server.ts";
import { awayHeader } from "#app/http/away-header.ts";
import { takingForms } from "#app/forms/taking-forms.server.ts";
import { answeringAway } from "#app/http/away.server.ts";
import { uploadLimits } from "#app/forms/body-limits.ts";
import { findAway } from "#db/away.ts";
import type { RealtimeServer } from "#realtime/server.ts";
import type { Environment } from "./environment.ts";
import { boundBodies } from "#app/server/front/bodies.ts";
import { boundAddresses, requireOwnOrigin, watchProxy } from "#app/server/front/doors.ts";
import { keepGuestPages, type GuestPages } from "#app/server/front/guest-pages.ts";
import { servePages } from "#app/server/front/pages.ts";
import { requestNumber, requestScope } from "#app/server/front/request-scope.ts";
import {
  contentSecurityPolicy,
  nonceOf,
  securityHeaders,
} from "#app/server/front/security-headers.ts";
import { limitUploads } from "#app/server/front/upload-limit.ts";
import { answerInWords } from "#app/server/front/words.ts";
import { health } from "./health.ts";
import { loadContext } from "./load-context.ts";
import { createLiveConnections } from "./live.ts";
import { createPageHandler, guestsSeeAlike } from "./page-handler.ts";
import type { ServerParts } from "./services.ts";
import { staticFiles } from "./static-files.ts";

export interface WebServer {
  server: Server;
  realtime: RealtimeServer;
  /** What was announced may stand otherwise in pages kept for guests. */
  forgetPages: () => void;
}

/** Built pages, or a server of Vite that builds them as they change. */
export type Pages = { build: ServerBuild; assets: string } | { vite: ViteServer };

/** Longer than a proxy keeps an idle connection (nginx: 60 s), so that it never meets one that just closed. */
const keepAliveTimeout = 75_000;

/** Serves pages, accounts and live connections on one port. */
export function createWebServer(
  parts: ServerParts,
  environment: Environment,
  pages: Pages,
): WebServer {
  const { log } = parts.services;
  const { handle, forget } = pageHandler(pages);
  const app = express();
  app.set("trust proxy", environment.TRUST_PROXY);
  app.use(requestScope(log));
  app.use(securityHeaders(environment.origin));
  app.get("/health", health(parts, environment));
  app.use(
    boundAddresses,
    watchProxy(environment.origin, log),
    requireOwnOrigin(environment.origin),
  );
  app.use(compression());
  app.use((request, _response, next) => {
    request.headers[clientAddressHeader] = request.ip ?? "";
    next();
  });

  if ("vite" in pages) app.use(pages.vite.middlewares);
  else app.use(staticFiles(pages.assets));
  app.use(limitUploads(parts.accounts.limits, uploadLimits));
  app.use(boundBodies(uploadLimits));
  if (!("vite" in pages)) app.use(contentSecurityPolicy);
  app.use(
    servePages(handle, environment.origin, (response) =>
      loadContext(parts, environment, nonceOf(response)),
    ),
  );
  const failed: ErrorRequestHandler = (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    const away = findAway(error);
    if (away) response.set({ [awayHeader]: away.outcome, "Retry-After": "3" });
    else if (status >= 500 && !request.destroyed)
      log.error({ error, requestId: requestNumber() }, "request failed");
    if (response.headersSent) response.destroy();
    else answerInWords(response, status);
  };
  app.use(failed);

  const server = createServer(app);
  server.keepAliveTimeout = keepAliveTimeout;
  const trusted = app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  const realtime = createLiveConnections(server, parts, (request) =>
    proxyAddress(request, trusted),
  );
  return { server, realtime, forgetPages: forget };
}

/** What body parsers and Express itself say of a wrong request. */
function statusOf(error: unknown): number {
  if (findAway(error)) return 503;
  const status: unknown =
    typeof error === "object" && error !== null && "status" in error ? error.status : 500;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}

const pageHandler = (pages: Pages): GuestPages => {
  if ("vite" in pages) {
    const build = async () => guarded(await loadBuild(pages.vite));
    return { handle: createRequestHandler(build, "development"), forget: () => {} };
  }
  const build = guarded(pages.build);
  return keepGuestPages(createPageHandler(build), guestsSeeAlike(build));
};

const guarded = (build: ServerBuild): ServerBuild => answeringAway(takingForms(build));

interface ViteServer {
  middlewares: express.RequestHandler;
  ssrLoadModule: (name: string) => Promise<unknown>;
}

const loadBuild = (vite: ViteServer) =>
  vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>;
