import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { createRequestHandler, type AppLoadContext, type ServerBuild } from "@remix-run/node";
import express, { type ErrorRequestHandler } from "express";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { servePages } from "#app/server/front/pages.ts";
import { pageOf } from "./loaders.ts";

export interface RouteServer {
  origin: string;
  port: number;
  close: () => Promise<void>;
}

/**
 * The pages behind some addresses, without their interface, behind the same front and real
 * sockets. Who asks stands in the header x-person.
 */
export async function serveRoutes(
  services: Services,
  patterns: string[],
  people: Record<string, MaybeViewer>,
): Promise<RouteServer> {
  const handle = createRequestHandler(await buildOf(patterns), "production");
  const app = express();
  app.use((request, response, next) => {
    const person = people[String(request.headers["x-person"])] ?? null;
    const context = {
      services,
      nonce: "",
      environment: { showMailBox: false },
      viewer: () => Promise.resolve(person),
      shell: () => Promise.resolve({ viewer: person, unread: 0 }),
    };
    return servePages(handle, "http://localhost", () => context as unknown as AppLoadContext)(
      request,
      response,
      next,
    );
  });
  const failed: ErrorRequestHandler = (_error, _request, response, _next) => {
    if (response.headersSent) response.destroy();
    else response.status(500).end();
  };
  app.use(failed);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function buildOf(patterns: string[]): Promise<ServerBuild> {
  const entries = await Promise.all(
    patterns.map(async (pattern) => {
      const module: unknown = await import(pageOf(pattern));
      return [pattern, { id: pattern, path: pattern.slice(1), module }] as const;
    }),
  );
  return {
    entry: { module: { default: () => new Response(null, { status: 500 }) } },
    routes: Object.fromEntries(entries),
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "test" },
    basename: "/",
    publicPath: "/",
    assetsBuildDirectory: "",
    future: { v3_singleFetch: true, v3_throwAbortReason: true },
    isSpaMode: false,
  } as unknown as ServerBuild;
}

/** What a server answers to bytes as they are, written as they come; the connection is broken when they end in an error. */
export function exchange(
  port: number,
  bytes: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
    void (async () => {
      try {
        for await (const chunk of bytes)
          if (!socket.write(chunk)) await new Promise((go) => socket.once("drain", go));
      } catch {
        socket.destroy();
      }
    })();
  });
}
