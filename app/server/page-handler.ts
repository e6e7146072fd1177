import { createRequestHandler, type GetLoadContextFunction } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import type { RequestHandler } from "express";
import { routesFor } from "./routes-for.ts";

/**
 * Answers pages from a build. Remix compares an address with every route several times
 * a request, so each kind of address has a handler of its own, made when one first
 * comes, which knows only the routes that it can mean.
 */
export function createPageHandler(
  build: ServerBuild,
  getLoadContext: GetLoadContextFunction,
): RequestHandler {
  const { keyOf, routes } = routesFor(build.routes);
  const made = new Map<string, RequestHandler>();
  const make = (key: string): RequestHandler => {
    const kept = routes(key);
    const inPage = Object.fromEntries(
      Object.entries(build.assets.routes).filter(([id]) => id in kept),
    );
    // The browser has the whole manifest by its address; this one is what the page is rendered with.
    const part = { ...build, routes: kept, assets: { ...build.assets, routes: inPage } };
    return createRequestHandler({ build: part, mode: "production", getLoadContext });
  };
  return (request, response, next) => {
    const key = keyOf(pagePath(request.originalUrl));
    const handler = made.get(key) ?? make(key);
    made.set(key, handler);
    return handler(request, response, next);
  };
}

/** The path of the page that a request means, be it for the page or for its data alone. */
export function pagePath(originalUrl: string): string {
  const address = `http://localhost${originalUrl}`;
  if (!URL.canParse(address)) return "/";
  const { pathname } = new URL(address);
  return pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/");
}
