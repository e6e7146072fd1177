import { roles, type HttpCase } from "../case.ts";
import { addressOf, asData, queryOf } from "../routes.ts";
import type { Making } from "./context.ts";
import { disguised } from "./disguise.ts";

const methods = [
  "HEAD",
  "OPTIONS",
  "PUT",
  "PATCH",
  "DELETE",
  "POST",
  "TRACE",
  "PROPFIND",
  "PURGE",
  "LOCK",
  "M-SEARCH",
  "QUERY",
  "LINK",
  "FETCH",
  "get",
] as const;

/** A page or resource, by whatever address and query, as document or as data. */
export function readPage(making: Making): HttpCase {
  const { random, world, routes } = making;
  const route = random.pick(routes);
  const address = addressOf(random, world, route, random.one(2)) + queryOf(random, world, route);
  const data = random.one(2);
  return disguised(making, {
    kind: "http",
    label: `read ${route.id}${data ? " data" : ""}`,
    as: random.pick(roles),
    method: "GET",
    path: data ? asData(random, routes, address) : address,
    headers: [["Accept", "text/html"]],
    body: null,
  });
}

/** A page or resource with another method than browsers use for it. */
export function otherMethod(making: Making): HttpCase {
  const { random, world, routes } = making;
  const route = random.pick(routes);
  const method = random.pick(methods);
  const address = addressOf(random, world, route, random.one(4));
  const withBody = random.one(2) && method !== "HEAD" && method !== "TRACE";
  return disguised(making, {
    kind: "http",
    label: `method ${method} ${route.id}`,
    as: random.pick(roles),
    method,
    path: random.one(3) ? asData(random, routes, address) : address,
    headers: withBody ? [["Content-Type", "application/x-www-form-urlencoded"]] : [],
    body: withBody ? "a=b" : null,
  });
}

const places = [
  "/health",
  "/health?x=1",
  "/assets/",
  "/assets/..%2f..%2fpackage.json",
  "/assets/%00",
  "/assets/%",
  "/favicon.svg",
  "/favicon.svg/x",
  "/__manifest?p=/&version=x",
  "/__manifest",
  "//",
  "///evil.example",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/..",
  "/%",
  "/%ff%fe",
  "/%00",
  "/.env",
  "/.git/config",
  "/needs/",
  "/needs.data/",
  "/.data",
  "/_root.data",
  "/x.data",
  "/%2edata",
  "/?_data",
  "/?_data=",
  "/?_data=root",
  "/?_data=routes%2Fnowhere",
  "/?_data=routes%2Fsearch",
  "/search?_data=routes%2F_index",
  "/needs?_data=__proto__",
  "/?index",
  "/?index=",
  "/?index&index",
  "/*",
  "*",
  "/realtime/",
  "/realtime",
  "/realtime/?EIO=4&transport=polling",
  "/realtime/?EIO=4&transport=polling&sid=x",
  "/realtime/?EIO=4&transport=websocket",
  "/realtime/?EIO=3&transport=polling",
  "/realtime/?EIO=4&transport=__proto__",
  "/realtime/?EIO=4&transport=polling&j=0",
  "/socket.io/",
] as const;

/** What stands beside the routes: static files, health, the door of live connections. */
export function besideRoutes(making: Making): HttpCase {
  const { random, routes } = making;
  const place = random.one(5)
    ? `/?_data=${encodeURIComponent(random.pick(routes).id)}`
    : random.pick(places);
  const method = random.one(3) ? random.pick(methods) : "GET";
  const withBody = method === "POST" || method === "PUT";
  return disguised(making, {
    kind: "http",
    label: `beside ${method} ${place.slice(0, 40)}`,
    as: random.pick(roles),
    method,
    path: place,
    headers: withBody ? [["Content-Type", "text/plain;charset=UTF-8"]] : [],
    body: withBody ? random.pick(["40", "4x", "\0", "6:40abcd", "x".repeat(20_000)]) : null,
  });
}
