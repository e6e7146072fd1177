import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  findRescued,
  forgetRescued,
  formTokenField,
  rescueForm,
  rescueLimits,
  signForm,
} from "#app/http/rescue.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { rescuedForm } from "#db/schema/index.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let person: Viewer;
let other: Viewer;
beforeAll(async () => {
  market = await openMarket();
});
beforeEach(async () => {
  person = await createPerson(market.services);
  other = await createPerson(market.services);
});
afterAll(() => market.close());

const path = "/needs/new";
const typed = (token: string | undefined, fields: Record<string, string>): FormData => {
  const form = new FormData();
  if (token !== undefined) form.append(formTokenField, token);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};
const keptOf = (viewer: Viewer, at = path) =>
  findRescued(market.services, viewer.userId, at, ["title", "indicators"]);
const rows = () => market.services.database.select().from(rescuedForm);
const title = { title: "会话过期时保留的需求" };

describe("what a person typed while their sign-in had expired", () => {
  it("comes back to them alone and at that path alone, until it is saved", async () => {
    const { services } = market;
    const token = await signForm(services, person.userId, path);
    expect(await rescueForm(services, path, typed(token, title))).toBe(true);
    expect(await keptOf(person)).toEqual([["title", title.title]]);
    expect(await keptOf(other)).toBeNull();
    expect(await keptOf(person, "/results/new")).toBeNull();
    await rescueForm(services, path, typed(token, { title: "后来的" }));
    expect(await keptOf(person)).toEqual([["title", "后来的"]]);
    await forgetRescued(services, person.userId, path);
    expect(await keptOf(person)).toBeNull();
  });

  it("comes back in the fields that the form knows", async () => {
    const token = await signForm(market.services, person.userId, path);
    const fields = {
      ...title,
      "indicators[0].name": "热导率",
      "indicators.1.name": "翘曲",
      indicatorsToo: "x",
      step: "submit",
      "__proto__.title": "x",
      isAdministrator: "1",
    };
    await rescueForm(market.services, path, typed(token, fields));
    expect((await keptOf(person))?.map(([name]) => name)).toEqual([
      "title",
      "indicators[0].name",
      "indicators.1.name",
    ]);
  });
});

describe("nothing is kept", () => {
  const proofs: [string, () => Promise<string | undefined>][] = [
    ["without a token", () => Promise.resolve(undefined)],
    ["with a person's id for a token", () => Promise.resolve(person.userId)],
    [
      "with the token of another path",
      () => signForm(market.services, person.userId, "/elsewhere"),
    ],
    [
      "with a token that is too old",
      () => {
        const longAgo = Date.now() - (rescueLimits.days + 1) * 24 * 60 * 60 * 1_000;
        const then = { ...market.services, now: () => new Date(longAgo) };
        return signForm(then, person.userId, path);
      },
    ],
    [
      "with a token that another secret signed",
      () => signForm({ ...market.services, secret: "another" }, person.userId, path),
    ],
    [
      "with another token of the same secret",
      () =>
        new SignJWT({ path })
          .setProtectedHeader({ alg: "HS256" })
          .setSubject(person.userId)
          .setExpirationTime("1h")
          .sign(new TextEncoder().encode(market.services.secret)),
    ],
    [
      "with a token that nobody signed",
      async () => {
        const token = await signForm(market.services, person.userId, path);
        const head = Buffer.from('{"alg":"none"}').toString("base64url");
        return `${head}.${token.split(".")[1]}.`;
      },
    ],
    ["for somebody who is not there", () => signForm(market.services, randomUUID(), path)],
  ];

  it.each(proofs)("%s", async (_name, proof) => {
    const before = await rows();
    const form = typed(await proof(), { ...title, typedBy: person.userId });
    expect(await rescueForm(market.services, path, form)).toBe(false);
    expect(await rows()).toEqual(before);
  });

  it("with whatever was changed in a token", async () => {
    const token = await signForm(market.services, person.userId, path);
    const before = await rows();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom(..."Aa0_-.=é"),
        async (at, letter) => {
          // The last letter of a signature has bits that mean nothing.
          fc.pre(token[at] !== letter && at < token.length - 1);
          const changed = token.slice(0, at) + letter + token.slice(at + 1);
          expect(await rescueForm(market.services, path, typed(changed, title))).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
    expect(await rows()).toEqual(before);
  });

  it("of a form that is too large or has too many fields", async () => {
    const token = await signForm(market.services, person.userId, path);
    const large = typed(token, { title: "字".repeat(rescueLimits.form / 2) });
    expect(await rescueForm(market.services, path, large)).toBe(false);
    const many = typed(token, {});
    for (let at = 0; at <= rescueLimits.fields; at += 1) many.append("title", "");
    expect(await rescueForm(market.services, path, many)).toBe(false);
    expect(await keptOf(person)).toBeNull();
  });
});

it("a person's forms stay within their number and bytes; the oldest go, nobody else's", async () => {
  const { services } = market;
  const keep = async (viewer: Viewer, at: string, text: string) =>
    rescueForm(services, at, typed(await signForm(services, viewer.userId, at), { title: text }));
  await keep(other, path, "别人的");
  const places = Array.from({ length: rescueLimits.forms + 3 }, (_, at) => `/needs/${at}/edit`);
  for (const at of places) await keep(person, at, at);
  const kept = async () =>
    (await rows()).filter(({ userId }) => userId === person.userId).map((row) => row.path);
  expect((await kept()).sort()).toEqual(places.slice(3).sort());
  const large = "字".repeat(120_000);
  for (const at of places) await keep(person, at, large);
  const bytes = (await rows())
    .filter(({ userId }) => userId === person.userId)
    .reduce((sum, { fields }) => sum + Buffer.byteLength(JSON.stringify(fields)), 0);
  expect(bytes).toBeGreaterThan(rescueLimits.bytes / 2);
  expect(bytes).toBeLessThanOrEqual(rescueLimits.bytes);
  expect((await kept()).at(-1)).toBe(places.at(-1));
  expect(await keptOf(other)).toEqual([["title", "别人的"]]);
});
