import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import type { Random } from "./random.ts";
import { hostileValue, idLike } from "./values.ts";
import type { World } from "./world.ts";

/** An address of the product, as its server build knows it. */
export interface Route {
  id: string;
  /** Such as /sessions/:sessionId/meetings. */
  pattern: string;
  hasAction: boolean;
  /** Neither a page nor part of one. */
  isResource: boolean;
  isIndex: boolean;
  /** Reads files that people send. */
  takesFiles: boolean;
  /** Names of fields and parameters that the route's sources speak of. */
  names: string[];
  /** Values that they compare with. */
  literals: string[];
}

/** Every route of the build in a folder, so that a new one is tried without a hand. */
export async function readRoutes(root: string): Promise<Route[]> {
  const file = pathToFileURL(path.join(root, "build/server/index.js")).href;
  const build = (await import(file)) as ServerBuild;
  return Object.values(build.routes)
    .filter((route) => route !== undefined && route.id !== "root")
    .map((route) => ({
      id: route.id,
      pattern: `/${route.path ?? ""}`,
      hasAction: route.module.action !== undefined,
      isResource: route.module.default === undefined,
      isIndex: route.index === true,
      ...wordsOf(root, route.id),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** What the route's file, and the files it takes its forms and schemas from, call their fields. */
export function wordsOf(
  root: string,
  routeId: string,
): Pick<Route, "names" | "literals" | "takesFiles"> {
  const seen = new Set<string>();
  const names = new Set<string>();
  const literals = new Set<string>();
  const read = (file: string, depth: number) => {
    if (seen.has(file) || depth > 2) return;
    seen.add(file);
    const source = readIfThere(file);
    for (const pattern of [
      /\b([a-zA-Z]\w*):\s*z\s*\./g,
      /\.(?:get|getAll|has)\("([^"\n]+)"\)/g,
      /\bname="([^"\n]+)"/g,
      /name: "([^"\n]+)"/g,
    ])
      for (const [, name] of source.matchAll(pattern)) if (name) names.add(name);
    for (const [, literal] of source.matchAll(/z\.literal\("([^"\n]+)"\)/g))
      if (literal) literals.add(literal);
    for (const [, literal] of source.matchAll(/case "([^"\n]+)":/g))
      if (literal) literals.add(literal);
    for (const [, listed] of source.matchAll(/z\.enum\(\[([^\]]+)\]\)/g))
      for (const [, literal] of (listed ?? "").matchAll(/"([^"]+)"/g))
        if (literal) literals.add(literal);
    for (const [, step] of source.matchAll(/\bstep(?:=|: )"([^"\n]+)"/g))
      if (step) literals.add(step);
    for (const [, listed] of source.matchAll(/\bstep=\{\[([^\]]+)\]\}/g))
      for (const [, step] of (listed ?? "").matchAll(/"([^"]+)"/g)) if (step) literals.add(step);
    for (const [, declared] of source.matchAll(/\bsteps: \{\n(.*?)\n {2}\},\n\}/gs))
      for (const [, step] of (declared ?? "").matchAll(/^ {4}(\w+): /gm))
        if (step) literals.add(step);
    for (const [, imported] of source.matchAll(/from "#(app\/[^"]+)"/g))
      if (imported) read(path.join(root, imported), depth + 1);
    for (const [, imported] of source.matchAll(/from "(\.\/[^"]+)"/g))
      if (imported) read(path.join(path.dirname(file), imported), depth + 1);
  };
  const base = path.join(root, "app", routeId);
  for (const ending of [".tsx", ".ts"]) read(base + ending, 0);
  const takesFiles = [".tsx", ".ts"].some((ending) =>
    /upload|multipart|firstFile|pictureOf/i.test(readIfThere(base + ending)),
  );
  return { names: [...names].sort(), literals: [...literals].sort(), takesFiles };
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const encoded = (value: string): string => {
  try {
    return encodeURIComponent(value);
  } catch {
    /** Half a surrogate, as three bytes that are no UTF-8. */
    return "%ED%A0%80";
  }
};

/** The route's address with its parameters filled in; rarely with what names nothing. */
export function addressOf(random: Random, world: World, route: Route, hostile: boolean): string {
  const given: string[] = [];
  const segments = route.pattern.split("/").map((segment) => {
    const [, name, ending = ""] = /^:(\w+)\??(.*)$/.exec(segment) ?? [];
    if (segment === "*")
      return random.pick(["nowhere", "%00", "a/b/c", "..%2f..", "%", "wp-login.php"]);
    if (name === undefined) return segment;
    if (hostile && random.one(2))
      return random.one(8)
        ? random.pick(["%", "%00", "%zz", "..", "%2e%2e", "%2F", "a%2Fb", "%ED%A0%80", "%C0%AF"])
        : encoded(/Id$/.test(name) ? idLike(random, world) : hostileValue(random, world)) + ending;
    const value = valueFor(random, world, name, given);
    given.push(value);
    return encoded(value) + ending;
  });
  return segments.join("/");
}

function valueFor(random: Random, world: World, name: string, given: readonly string[]): string {
  if (/kinds?$/.test(name)) return random.pick(["needs", "results"]);
  if (/Id$/.test(name)) return world.idFor(random, name, given);
  if (name === "file") return `${world.anyKey(random)}.ics`;
  return world.anyKey(random, /token/i.test(name) ? "token" : "key");
}

/** A query in the route's own names, with values that fit and values that do not. */
export function queryOf(random: Random, world: World, route: Route): string {
  const names = [...route.names, "q", "page", "after", "before", "sort", "saved", "x"];
  const count = random.weighted([
    [4, 0],
    [6, 1],
    [4, 2],
    [2, 4],
  ] as const);
  const pairs = Array.from({ length: count }, () => {
    const name = random.weighted<() => string>([
      [10, () => random.pick(names)],
      [1, () => `${random.pick(names)}[]`],
      [1, () => `${random.pick(names)}[a][b]`],
      [1, () => random.pick(["__proto__", "constructor", "_data", "_routes", "index", "", "%00"])],
    ])();
    const value = random.weighted<() => string>([
      [6, () => encoded(hostileValue(random, world))],
      [2, () => encoded(world.idFor(random, name))],
      [2, () => (route.literals.length > 0 ? encoded(random.pick(route.literals)) : "1")],
      [1, () => random.pick(["%", "%ED%A0%80", "%00", "+", "%2B", "%FF", "&&&", "===", "%u0041"])],
    ])();
    return `${encoded(name)}=${value}`;
  });
  if (pairs.length > 0 && random.one(6)) pairs.push(random.pick(pairs));
  if (random.one(60)) pairs.push(`x=${"a".repeat(random.pick([1_000, 3_500, 7_000, 12_000]))}`);
  if (random.one(60)) pairs.push(`x=${"%E9%95%BF".repeat(random.pick([300, 800, 1_300]))}`);
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

/** The same page as the client's router asks for it. */
export function asData(random: Random, routes: readonly Route[], address: string): string {
  const [place = "/", query = ""] = address.split("?", 2);
  const path = place === "/" ? "/_root" : place;
  const wanted = random.one(3)
    ? random.pick([
        `_routes=${encodeURIComponent(random.pick(routes).id)}`,
        "_routes=root",
        "_routes=nowhere",
        "_routes=",
        "_routes=root%2C%00",
      ])
    : "";
  const all = [query, wanted].filter((part) => part !== "").join("&");
  return `${path}.data${all ? `?${all}` : ""}`;
}
