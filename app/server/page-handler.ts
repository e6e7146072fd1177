import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { matchRoutes, type AgnosticRouteObject } from "@remix-run/router";
import { z } from "zod";
import type { PageHandler } from "#app/server/front/pages.ts";
import { routesFor } from "./routes-for.ts";

type ServerRoute = ServerBuild["routes"][string];

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

/**
 * Tells of which addresses every guest sees the same page, by what the page itself says
 * (`handle.sameForGuests`): nothing in it may depend on anything but address and language.
 */
export function guestsSeeAlike({ routes: all }: ServerBuild): (pathname: string) => boolean {
  const { keyOf, routes } = routesFor(all);
  const trees = new Map<string, AgnosticRouteObject[]>();
  const treeOf = (key: string) => {
    const tree = trees.get(key) ?? Object.values(routes(key)).filter(isPage).map(plainRoute);
    trees.set(key, tree);
    return tree;
  };
  return (pathname) => {
    const [match] = matchRoutes(treeOf(keyOf(pathname)), pathname) ?? [];
    return saysSame.safeParse(match && all[match.route.id ?? ""]?.module.handle).success;
  };
}

const saysSame = z.object({ sameForGuests: z.literal(true) });

const isPage = ({ parentId }: ServerRoute): boolean => parentId !== undefined;
const plainRoute = ({ id, path, index }: ServerRoute): AgnosticRouteObject =>
  index === true ? { id, path, index } : { id, path };

/** The path of the page that a request means, be it for the page or for its data alone. */
export function pagePath(url: string): string {
  return new URL(url).pathname.replace(/\.data$/, "").replace(/^\/_root$/, "/");
}
