import { Writable } from "node:stream";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { flatRoutes } from "@remix-run/dev/dist/config/flat-routes.js";
import { pino } from "pino";
import { createAuth } from "#app/domain/accounts/auth.server.ts";
import type { MaybeViewer } from "#app/domain/viewer/viewer.ts";
import * as entry from "#app/entry.server.tsx";
import * as root from "#app/root.tsx";
import remixOptions from "../../remix.config.js";
import type { TestMarket } from "./market.ts";

type RouteModule = ServerBuild["routes"][string]["module"];
const modules = import.meta.glob<RouteModule>("../../app/routes/*.{ts,tsx}");

export interface Site {
  routes: { id: string; path: string; hasAction: boolean; isResource: boolean }[];
  /** Sends a request through the framework and the routes, as this person. */
  ask: (viewer: MaybeViewer, path: string, init?: RequestInit) => Promise<Response>;
  /** What went wrong by its own account since it was asked last. */
  errors: () => string[];
}

/** The pages and resources of the product over a market, without a build and a port. */
export async function openSite(market: TestMarket): Promise<Site> {
  const lines: string[] = [];
  const log = pino(
    { level: "error", serializers: { error: pino.stdSerializers.err } },
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    }),
  );
  const services = { ...market.services, log };
  const auth = createAuth({
    database: services.database,
    secret: "a secret of this test, long enough",
    origin: services.origin,
  });
  const build = await buildOf();
  const handler = createRequestHandler(build, "production");
  return {
    routes: Object.values(build.routes).flatMap((route) =>
      route.id === "root"
        ? []
        : {
            id: route.id,
            path: `/${route.path ?? ""}`,
            hasAction: route.module.action !== undefined,
            isResource: route.module.default === undefined,
          },
    ),
    ask: (viewer, path, init) =>
      handler(new Request(`${services.origin}${path}`, init), {
        services,
        auth,
        nonce: "nonce",
        environment: { showMailBox: true },
        viewer: () => Promise.resolve(viewer),
        shell: () => Promise.resolve({ viewer, unread: 0 }),
      }),
    errors: () => lines.splice(0),
  };
}

async function buildOf(): Promise<ServerBuild> {
  const routes: ServerBuild["routes"] = {
    root: { id: "root", path: "", module: root as RouteModule },
  };
  for (const { file, ...route } of Object.values(
    flatRoutes("app", remixOptions.ignoredRouteFiles),
  )) {
    const load = modules[`../../app/${file}`];
    if (!load) throw new Error(`${file} is no route`);
    routes[route.id] = { ...route, parentId: route.parentId ?? "root", module: await load() };
  }
  const assets = Object.values(routes).map(({ id, path, index, parentId, module }) => ({
    ...{ id, path, index, parentId, module: "/module.js", imports: [] },
    hasAction: module.action !== undefined,
    hasLoader: module.loader !== undefined,
    ...{ hasClientAction: false, hasClientLoader: false, hasErrorBoundary: id === "root" },
  }));
  return {
    entry: { module: entry as ServerBuild["entry"]["module"] },
    routes,
    assets: {
      ...{ version: "test", url: "/manifest.js", entry: { module: "/entry.js", imports: [] } },
      routes: Object.fromEntries(assets.map((asset) => [asset.id, asset])),
    },
    future: remixOptions.future as ServerBuild["future"],
    ...{ mode: "production", publicPath: "/", assetsBuildDirectory: "build/client" },
    ...{ isSpaMode: false, basename: "/" },
  };
}
