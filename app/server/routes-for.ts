/** What of a route decides which addresses can mean it; Remix's own manifests of routes have it. */
export interface RoutePath {
  id: string;
  parentId?: string;
  path?: string;
  index?: boolean;
}

type Routes<Route extends RoutePath> = Record<string, Route>;

const isOptional = (segment: string) => segment.endsWith("?");
const isFixed = (segment: string) => !segment.startsWith(":") && segment !== "*";

/**
 * Sorts routes by what decides first: how the address begins, and how many segments it
 * has. `keyOf` gives a path one of a bounded number of keys; `routes` what paths of a key
 * can match, with their parents: matching among those is matching among all.
 */
export function routesFor<Route extends RoutePath>(
  all: Routes<Route>,
): { keyOf: (pathname: string) => string; routes: (key: string) => Routes<Route> } {
  const patterns = Object.values(all).map((route) => patternOf(route, all));
  const beginnings = new Set(patterns.flatMap(({ beginnings: some }) => [...(some ?? [])]));
  const longest = Math.max(...patterns.map(({ most }) => (Number.isFinite(most) ? most : 0)));

  const keyOf = (pathname: string) => {
    const segments = pathname.replace(/\/+$/, "").split("/").slice(1);
    const first = decoded(segments[0] ?? "").toLowerCase();
    const count = Math.min(segments.length, longest + 1);
    return `${count}/${beginnings.has(first) ? first : ""}`;
  };
  const routes = (key: string): Routes<Route> => {
    const [count, first] = split(key);
    const kept = new Map<string, Route>();
    for (const { route, beginnings: some, least, most } of patterns) {
      if (count < least || count > most || (some && !some.has(first))) continue;
      for (let one: Route | undefined = route; one; one = parentOf(one, all)) kept.set(one.id, one);
    }
    // In their first order, which decides between routes of the same pattern.
    return Object.fromEntries(Object.entries(all).filter(([, { id }]) => kept.has(id)));
  };
  return { keyOf, routes };
}

const split = (key: string): [count: number, first: string] => {
  const at = key.indexOf("/");
  return [Number(key.slice(0, at)), key.slice(at + 1)];
};

/** The router compares segments decoded, and one that cannot be decoded as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const parentOf = <Route extends RoutePath>(route: Route, all: Routes<Route>): Route | undefined =>
  route.parentId === undefined ? undefined : all[route.parentId];

interface Pattern<Route> {
  route: Route;
  /** How its addresses begin, in small letters; null when that is left open. */
  beginnings: Set<string> | null;
  /** How many segments its addresses have. */
  least: number;
  most: number;
}

function patternOf<Route extends RoutePath>(route: Route, all: Routes<Route>): Pattern<Route> {
  const segments: string[] = [];
  for (let one: Route | undefined = route; one; one = parentOf(one, all))
    segments.unshift(...(one.path ?? "").split("/").filter((segment) => segment !== ""));
  const required = segments.filter((segment) => segment !== "*" && !isOptional(segment));
  const first = segments.findIndex((segment) => !isOptional(segment));
  const leading = first === -1 ? segments : segments.slice(0, first + 1);
  return {
    route,
    beginnings: leading.every(isFixed)
      ? new Set([
          ...leading.map((segment) => segment.replace(/\?$/, "").toLowerCase()),
          ...(first === -1 ? [""] : []),
        ])
      : null,
    least: required.length,
    most: segments.includes("*") ? Number.POSITIVE_INFINITY : segments.length,
  };
}
