import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import type { ServerBuild } from "@remix-run/node";
import { pino } from "pino";
import type { Auth } from "#app/accounts/auth.server.ts";
import { loadDemonstration } from "#app/demonstration/load.server.ts";
import * as entry from "#app/entry.server.tsx";
import * as root from "#app/root.tsx";
import routeConfig from "#app/routes.ts";
import type { Services } from "#app/kernel/services.ts";
import { readEnvironment } from "#app/server/environment.ts";
import { createParts } from "#app/server/services.ts";
import { createWebServer } from "#app/server/web.ts";
import { prepareJobs } from "#db/jobs.ts";
import { prepareSuggestions } from "#search/suggestions/index.ts";
import remixOptions from "../../remix.config.js";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { freePort } from "./free-port.ts";

type RouteModule = ServerBuild["routes"][string]["module"];
const modules = import.meta.glob<RouteModule>("../../app/**/pages/*.{ts,tsx}");

export interface Site {
  origin: string;
  test: TestDatabase;
  /** Those that the server itself has. */
  services: Services;
  auth: Auth;
  routes: { id: string; path: string; hasAction: boolean; isResource: boolean }[];
  /** The defects that the log told of since it was asked last. */
  defects: () => string[];
  close: () => Promise<void>;
}

/**
 * The product's web server with demonstration data: what stands before the pages, and the
 * pages themselves from their sources, without a build, a worker and live connections.
 */
export async function openSite(): Promise<Site> {
  const test = await createTestDatabase();
  await prepareJobs(test.url);
  const home = await mkdtemp(path.join(os.tmpdir(), "duijie-site-"));
  const environment = readEnvironment({
    PORT: String(await freePort()),
    DUIJIE_HOME: home,
    DATABASE_URL: test.url,
  });
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
  const parts = createParts(environment, test.url, log);
  await parts.services.search.prepare();
  await prepareSuggestions(test.pool);
  await loadDemonstration(parts.services, parts.auth);
  const build = await buildOf();
  const { server, realtime } = createWebServer(parts, environment, { build, assets: home });
  server.listen(environment.PORT, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    test,
    services: parts.services,
    auth: parts.auth,
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
    defects: () => lines.splice(0),
    close: async () => {
      await realtime.close();
      server.closeAllConnections();
      await parts.close();
      await test.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function buildOf(): Promise<ServerBuild> {
  const routes: ServerBuild["routes"] = {
    root: { id: "root", path: "", module: root },
  };
  for (const { file, path, index } of routeConfig) {
    const load = modules[`../../app/${file}`];
    if (!load) throw new Error(`${file} is no page`);
    const id = file.replace(/\.tsx?$/, "");
    routes[id] = { id, parentId: "root", path, index, module: await load() };
  }
  const assets = Object.values(routes).map(({ id, path: of, index, parentId, module }) => ({
    ...{ id, path: of, index, parentId, module: "/module.js", imports: [] },
    hasAction: module.action !== undefined,
    hasLoader: module.loader !== undefined,
    ...{ hasClientAction: false, hasClientLoader: false, hasErrorBoundary: id === "root" },
  }));
  return {
    entry: { module: entry },
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
