import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import type { PageHandler } from "#app/server/front/pages.ts";
import { routesFor } from "./routes-for.ts";

/**
 * Answers pages from a build. Remix compares an address with every route several times
 * a request, so each kind of address has a handler of its own, made when one first
 * comes, which knows only the routes that it can mean.
 */
export function createPageHandler(build: ServerBuild): PageHandler {
  const { keyOf, routes } = routesFor(build.routes);
  const made = new Map<string, PageHandler>();
  const make = (key: string): PageHandler => {
    const kept = routes(key);
    const inPage = Object.fromEntries(
      Object.entries(build.assets.routes).filter(([id]) => id in kept),
    );
    // The browser has the whole manifest by its address; this one is what the page is rendered with.
    const part = { ...build, routes: kept, assets: { ...build.assets, routes: inPage } };
    return createRequestHandler(part, "production");
  };
  return (request, context) => {
    const key = keyOf(pagePath(request.url));
    const handler = made.get(key) ?? make(key);
    made.set(key, handler);
    return handler(request, context);
  };
}

/** The path of the page that a request means, be it for the page or for its data alone. */
export function pagePath(url: string): string {
  return new URL(url).pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/");
}
