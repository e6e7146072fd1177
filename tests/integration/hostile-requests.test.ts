import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { People } from "#tests/fuzz/people.ts";
import { randomOf, type Random } from "#tests/fuzz/random.ts";
import { addressOf, wordsOf } from "#tests/fuzz/routes.ts";
import { World } from "#tests/fuzz/world.ts";
import { openSite, type Site } from "#tests/support/site.ts";

let site: Site;
let world: World;
let people: People;

beforeAll(async () => {
  site = await openSite();
  world = new World(site.test.pool);
  await world.learn();
  people = new People(site.origin, site.test.pool);
  await people.begin();
});
afterAll(() => site.close());

const senders = ["organizer", "enterprise", "guest", "university"] as const;
let sent = 0;

/** Asks as one person after the other; what broke, as "status path", or nothing. */
async function broken(path: string, init: RequestInit = {}): Promise<string[]> {
  const role = senders[sent % senders.length] ?? "guest";
  if (sent % 50 === 0) await site.test.pool.query("TRUNCATE rate_limit");
  sent += 1;
  const answer = await fetch(site.origin + world.resolve(path), {
    redirect: "manual",
    ...init,
    headers: { cookie: people.cookieOf(role) ?? "", ...init.headers },
  });
  await answer.text();
  const defects = site.defects();
  if (answer.status < 500 && defects.length === 0) return [];
  return [`${answer.status} ${role} ${path.slice(0, 120)} ${defects[0]?.slice(0, 600) ?? ""}`];
}

const routed = (random: Random, route: Site["routes"][number]): string =>
  addressOf(
    random,
    world,
    { ...route, pattern: route.path, isIndex: false, ...wordsOf(".", route.id) },
    false,
  );
const asData = (path: string) => `${path === "/" ? "/_root" : path}.data`;
const form = (body: string): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": "application/x-www-form-urlencoded" },
});

describe("a wrong request is refused without a defect in the log", () => {
  it("whatever stands where an id should", async () => {
    const found: string[] = [];
    for (const route of site.routes.filter(({ path }) => /:\w+Id|:\w+Key|:token/.test(path)))
      for (const value of [
        "x",
        "%00",
        "1%00",
        "0",
        "9".repeat(5_000),
        "%E4%B8%AD",
        "ID.post.0.ID",
      ]) {
        const path = route.path.replace(":kinds", "needs").replace(/:\w+/g, value);
        found.push(...(await broken(route.isResource ? path : asData(path))));
      }
    expect(found).toEqual([]);
  });

  it("whatever an address says in the parameters that its route reads", async () => {
    const found: string[] = [];
    for (const [index, route] of site.routes.entries()) {
      const path = routed(randomOf(1, index), route);
      const { names } = wordsOf(".", route.id);
      for (const value of [
        ...[
          "%00",
          "x",
          "9".repeat(30),
          "-1",
          "1e400",
          "9999-99-99",
          "%2B275760-09-13",
          "__proto__",
        ],
        ...[
          "0.5~x",
          "1e400~ID.post.0.ID",
          "2020-01-01~ID.post.0.ID",
          "%2B999999-01-01T00%3A00Z~ID.post.0.ID",
        ],
      ]) {
        const query = names.map((name) => `${encodeURIComponent(name)}=${value}`).join("&");
        found.push(...(await broken(`${route.isResource ? path : asData(path)}?${query}`)));
      }
    }
    expect(found).toEqual([]);
  });

  it("whatever is sent where a form should be", async () => {
    const found: string[] = [];
    const bodies: RequestInit[] = [
      { body: "{}", headers: { "content-type": "application/json" } },
      { body: "a=b", headers: { "content-type": "text/plain" } },
      { body: "a=b", headers: { "content-type": "multipart/form-data" } },
      {
        body: "--x\r\nContent-Dis",
        headers: { "content-type": "multipart/form-data; boundary=x" },
      },
      { body: "", headers: {} },
      form(""),
      form("intent=nonsense&step=nonsense"),
      form("intent=%00&step=%00&id=%00"),
      form("__proto__=x&constructor=x&intent=constructor&step=constructor"),
      form(`${"a.".repeat(5_000)}=x`),
    ];
    for (const [index, route] of site.routes.entries()) {
      if (!route.hasAction) continue;
      const path = routed(randomOf(2, index), route);
      for (const body of bodies)
        found.push(
          ...(await broken(route.isResource ? path : asData(path), { method: "POST", ...body })),
        );
    }
    expect(found).toEqual([]);
  });

  it("whatever stands in the fields of a form, for each of its steps", async () => {
    const found: string[] = [];
    const values = [
      ...["x", "%00", "9".repeat(30), "9999-99-99", "1e400", "ID.post.0.ID", "%2B275760-09-13", ""],
    ];
    for (const [index, route] of site.routes.entries()) {
      if (!route.hasAction) continue;
      const path = routed(randomOf(3, index), route);
      const { names, literals } = wordsOf(".", route.id);
      for (const [at, literal] of ["", ...literals].entries())
        for (const times of [0, 1, 2]) {
          const value = values[(at + times) % values.length] ?? "";
          const fields = names
            .filter((name) => name !== "intent" && name !== "step")
            .map((name) => `${encodeURIComponent(name)}=${value}`);
          const body = [`intent=${literal}`, `step=${literal}`, ...fields].join("&");
          found.push(
            ...(await broken(route.isResource ? path : asData(path), form(world.resolve(body)))),
          );
        }
    }
    expect(found).toEqual([]);
  });
});
