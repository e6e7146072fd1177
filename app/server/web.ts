import { createServer, type Server } from "node:http";
import path from "node:path";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import { toNodeHandler } from "better-auth/node";
import compression from "compression";
import express from "express";
import { sql } from "drizzle-orm";
import { clientAddressHeader } from "#app/domain/accounts/auth.server.ts";
import { viewerOf } from "#app/domain/viewer/viewer.server.ts";
import { createRealtimeServer, type RealtimeServer } from "#realtime/server.ts";
import type { Environment } from "./environment.ts";
import { loadContext } from "./load-context.ts";
import { mayJoin, roomsOf, type ServerParts } from "./services.ts";

export interface WebServer {
  server: Server;
  realtime: RealtimeServer;
}

/** Serves pages, accounts and live connections on one port. */
export function createWebServer(
  parts: ServerParts,
  environment: Environment,
  pages: { build: ServerBuild; assets: string } | { vite: ViteServer },
): WebServer {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", environment.TRUST_PROXY);
  app.use(compression());
  app.use((_request, response, next) => {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
    next();
  });

  app.use((request, _response, next) => {
    request.headers[clientAddressHeader] = request.ip ?? "";
    next();
  });

  app.get("/health", async (_request, response) => {
    const search = await parts.services.search.status();
    const database = await parts.services.database.execute(sql`select 1`).then(
      () => true,
      () => false,
    );
    response.status(database ? 200 : 503).json({ database, search });
  });
  app.all("/api/auth/*", toNodeHandler(parts.auth));

  if ("vite" in pages) app.use(pages.vite.middlewares);
  else {
    const assets = path.join(pages.assets, "assets");
    app.use("/assets", express.static(assets, { immutable: true, maxAge: "1y" }));
    app.use(express.static(pages.assets, { maxAge: "1h" }));
  }
  const build = "vite" in pages ? () => loadBuild(pages.vite) : pages.build;
  app.all(
    "*",
    createRequestHandler({
      build,
      mode: "vite" in pages ? "development" : "production",
      getLoadContext: (_request, response) => {
        const context = loadContext(parts, environment, response);
        if (!("vite" in pages))
          response.setHeader("Content-Security-Policy", policy(context.nonce));
        return context;
      },
    }),
  );

  const server = createServer(app);
  const realtime = createRealtimeServer({
    server,
    origin: environment.origin,
    identify: async (headers) => {
      const viewer = await viewerOf(parts.auth, parts.services.database, headers);
      return viewer && { userId: viewer.userId, rooms: roomsOf(viewer), viewer };
    },
    authorise: ({ viewer }, room) => mayJoin(parts.services.database, viewer, room),
    onError: (error) => parts.services.log.error(error, "live connection"),
  });
  return { server, realtime };
}

interface ViteServer {
  middlewares: express.RequestHandler;
  ssrLoadModule: (name: string) => Promise<unknown>;
}

const loadBuild = (vite: ViteServer) =>
  vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>;

const policy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self' ws: wss:",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join("; ");
