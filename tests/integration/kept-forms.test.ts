import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readFormToken, signFormToken, tokenDays } from "#app/forms/form-token.server.ts";
import type { TypedFields } from "#app/forms/form-fields.ts";
import {
  findKeptForm,
  forgetKeptForm,
  keepForm,
  keptLimits,
} from "#app/forms/kept-forms.server.ts";
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
const keep = (viewer: Viewer, fields: TypedFields, at = path) =>
  keepForm(market.services, { userId: viewer.userId, path: at }, fields);
const keptOf = (viewer: Viewer, at = path) => findKeptForm(market.services, viewer.userId, at);
const rows = () => market.services.database.select().from(rescuedForm);
const title: TypedFields = [["title", "会话过期时保留的需求"]];

describe("what a person typed while their sign-in had expired", () => {
  it("comes back to them alone and at that path alone, until its form is taken", async () => {
    const named: TypedFields = [["formName", "save submit"], ...title];
    expect(await keep(person, named)).toBe(true);
    expect(await keptOf(person)).toEqual(named);
    expect(await keptOf(other)).toBeNull();
    expect(await keptOf(person, "/results/new")).toBeNull();
    const later: TypedFields = [
      ["formName", "save submit"],
      ["title", "后来的"],
    ];
    await keep(person, later);
    expect(await keptOf(person)).toEqual(later);
    const of = { userId: person.userId, path };
    await forgetKeptForm(market.services, { ...of, name: "comment" });
    expect(await keptOf(person)).toEqual(later);
    await forgetKeptForm(market.services, { ...of, name: "save submit" });
    expect(await keptOf(person)).toBeNull();
  });

  it("is not kept when it is too large, has too many fields or its person is not there", async () => {
    expect(await keep(person, [["title", "字".repeat(keptLimits.form / 2)]])).toBe(false);
    const many = Array.from({ length: keptLimits.fields + 1 }, (): [string, string] => ["t", ""]);
    expect(await keep(person, many)).toBe(false);
    expect(await keep({ ...person, userId: randomUUID() }, title)).toBe(false);
    expect(await keptOf(person)).toBeNull();
  });
});

describe("a form's token", () => {
  it("says whose page it was on, for which organisation, and is another each time", async () => {
    const read = async () =>
      readFormToken(market.services, await signFormToken(market.services, person));
    const first = await read();
    expect(first).toMatchObject({
      personId: person.userId,
      organisationId: person.active?.organisationId,
    });
    expect((await read())?.key).not.toBe(first?.key);
    const guest = await readFormToken(market.services, await signFormToken(market.services, null));
    expect(guest).toMatchObject({ personId: null, organisationId: null });
  });

  const forged: [string, () => Promise<unknown>][] = [
    ["nothing", () => Promise.resolve(null)],
    ["a person's id", () => Promise.resolve(person.userId)],
    [
      "one that is too old",
      () => {
        const longAgo = Date.now() - (tokenDays + 1) * 24 * 60 * 60 * 1_000;
        return signFormToken({ ...market.services, now: () => new Date(longAgo) }, person);
      },
    ],
    [
      "one that another secret signed",
      () => signFormToken({ ...market.services, secret: "another" }, person),
    ],
    [
      "another token of the same secret",
      () =>
        new SignJWT({ jti: randomUUID() })
          .setProtectedHeader({ alg: "HS256" })
          .setSubject(person.userId)
          .setExpirationTime("1h")
          .sign(new TextEncoder().encode(market.services.secret)),
    ],
    [
      "one that nobody signed",
      async () => {
        const token = await signFormToken(market.services, person);
        const head = Buffer.from('{"alg":"none"}').toString("base64url");
        return `${head}.${token.split(".")[1]}.`;
      },
    ],
  ];

  it.each(forged)("is not %s", async (_name, token) => {
    expect(await readFormToken(market.services, await token())).toBeNull();
  });

  it("is not one in which anything was changed", async () => {
    const token = await signFormToken(market.services, person);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom(..."Aa0_-.=é"),
        async (at, letter) => {
          // The last letter of a signature has bits that mean nothing.
          fc.pre(token[at] !== letter && at < token.length - 1);
          const changed = token.slice(0, at) + letter + token.slice(at + 1);
          expect(await readFormToken(market.services, changed)).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });
});

it("a person's forms stay within their number and bytes; the oldest go, nobody else's", async () => {
  await keep(other, [["title", "别人的"]]);
  const places = Array.from({ length: keptLimits.forms + 3 }, (_, at) => `/needs/${at}/edit`);
  for (const at of places) await keep(person, [["title", at]], at);
  const kept = async () =>
    (await rows()).filter(({ userId }) => userId === person.userId).map((row) => row.path);
  expect((await kept()).sort()).toEqual(places.slice(3).sort());
  const large = "字".repeat(120_000);
  for (const at of places) await keep(person, [["title", large]], at);
  const bytes = (await rows())
    .filter(({ userId }) => userId === person.userId)
    .reduce((sum, { fields }) => sum + Buffer.byteLength(JSON.stringify(fields)), 0);
  expect(bytes).toBeGreaterThan(keptLimits.bytes / 2);
  expect(bytes).toBeLessThanOrEqual(keptLimits.bytes);
  expect((await kept()).at(-1)).toBe(places.at(-1));
  expect(await keptOf(other)).toEqual([["title", "别人的"]]);
});
