import { matchRoutes, type AgnosticRouteObject } from "@remix-run/router";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import routeConfig from "#app/routes.ts";
import { pagePath } from "./page-handler.ts";
import { routesFor, type RoutePath } from "./routes-for.ts";

type Routes = Record<string, RoutePath>;

const own: Routes = {
  root: { id: "root", path: "" },
  ...Object.fromEntries(
    routeConfig.map(({ file, path, index }) => [file, { id: file, parentId: "root", path, index }]),
  ),
};

/** Routes that the product has no like of: layouts, optional segments, splats below a segment. */
const others: Routes = Object.fromEntries(
  [
    { id: "root", path: "" },
    { id: "home", parentId: "root", index: true },
    { id: "frame", parentId: "root" },
    { id: "in-frame", parentId: "frame", path: "Framed" },
    { id: "language", parentId: "root", path: ":lang?/about" },
    { id: "optional", parentId: "root", path: "old?/new" },
    { id: "all-optional", parentId: "root", path: "a?/b?" },
    { id: "files", parentId: "root", path: "files/*" },
    { id: "parent", parentId: "root", path: "parent" },
    { id: "child", parentId: "parent", path: ":id/edit" },
    { id: "parent-index", parentId: "parent", index: true },
    { id: "dynamic", parentId: "root", path: ":any/:more" },
    { id: "rest", parentId: "root", path: "*" },
  ].map((route) => [route.id, route]),
);

const treeOf = (routes: Routes, parentId?: string): AgnosticRouteObject[] =>
  Object.values(routes)
    .filter((route) => route.parentId === parentId)
    .map(({ id, path: own, index }) =>
      index ? { id, path: own, index } : { id, path: own, children: treeOf(routes, id) },
    );

const matchesIn = (tree: AgnosticRouteObject[], pathname: string) =>
  matchRoutes(tree, pathname)?.map(({ route, params, pathname: at }) => ({
    id: route.id,
    params: { ...params },
    at,
  })) ?? null;

/** An address that a route has. */
function sampleOf(route: RoutePath, routes: Routes): string {
  const parent = route.parentId === undefined ? undefined : routes[route.parentId];
  const filled = (route.path ?? "")
    .replace(/:\w+/g, "0198c0de-0000-7000-8000-000000000001")
    .replace("*", "some/where")
    .replaceAll("?", "");
  return `${parent ? sampleOf(parent, routes).replace(/\/$/, "") : ""}/${filled}`;
}

describe.each([
  ["the product's routes", own],
  ["routes of every kind", others],
])("%s, sorted by how an address begins", (_name, routes) => {
  const sorted = routesFor(routes);
  const whole = treeOf(routes);
  const matched = (pathname: string) =>
    matchesIn(treeOf(sorted.routes(sorted.keyOf(pathname))), pathname);
  const samples = Object.values(routes).map((route) => sampleOf(route, routes));

  it.each(samples)("%s matches as among all", (pathname) => {
    expect(matchesIn(whole, pathname)).not.toBeNull();
    expect(matched(pathname)).toEqual(matchesIn(whole, pathname));
  });

  it("matches any path as among all", () => {
    const words = [...new Set(samples.flatMap((sample) => sample.split("/")))];
    const segment = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...words) },
      { weight: 1, arbitrary: fc.constantFrom(...words).map((word) => word.toUpperCase()) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...words)
          .map((word) => `%${(word.charCodeAt(0) || 97).toString(16)}${word.slice(1)}`),
      },
      { weight: 1, arbitrary: fc.constantFrom("", "*", ":any", "%2F", "a.data", "ſ", "中") },
    );
    const paths = fc
      .tuple(fc.array(segment, { maxLength: 7 }), fc.constantFrom("", "/", "//"))
      .map(([segments, end]) => `/${segments.join("/")}${end}`);
    fc.assert(
      fc.property(paths, (pathname) => {
        expect(matched(pathname)).toEqual(matchesIn(whole, pathname));
      }),
      { numRuns: 200 },
    );
  });

  it("matches a path that cannot be decoded as among all", () => {
    const warned = vi.spyOn(console, "warn").mockReturnValue();
    for (const pathname of ["/%", "/needs/%", "/%E4%B8/x"])
      expect(matched(pathname)).toEqual(matchesIn(whole, pathname));
    expect(warned).toHaveBeenCalled();
    warned.mockRestore();
  });

  it("has few keys, whatever is asked for", () => {
    const paths = Array.from({ length: 1_000 }, (_, n) => `/${n}${`/${n}`.repeat(n % 50)}`);
    expect(new Set(paths.map(sorted.keyOf)).size).toBeLessThan(10);
  });
});

describe("the page of a request", () => {
  it.each([
    ["/search?q=x", "/search"],
    ["/search.data?q=x", "/search"],
    ["/_root.data", "/"],
    ["/needs/../search", "/search"],
    ["//elsewhere/search", "//elsewhere/search"],
  ])("of %s is %s", (address, pathname) => {
    expect(pagePath(`http://localhost${address}`)).toBe(pathname);
  });
});
