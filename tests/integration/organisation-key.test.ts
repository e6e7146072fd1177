import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { organisationKey } from "#app/organisations/organisation-key.ts";
import { openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
beforeAll(async () => {
  market = await openMarket();
});
afterAll(() => market.close());

const sign = fc.oneof(
  fc.constantFrom(
    ..."苏州恒远集团有限公司（）()【】〔〕「」《》“”‘’'\"`-—–_.,，。、：；·/ \u3000\u00a0\u200bＡｂ１",
  ),
  fc.constantFrom(..."aZÄßŁŸŽéñÇ&+"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).filter((one) => !one.includes("\0")),
);

it("the database and the program make the same key of a name", async () => {
  const names = fc.sample(
    fc.array(sign, { maxLength: 30 }).map((signs) => signs.join("")),
    3_000,
  );
  const { rows } = await market.test.pool.query<{ name: string; key: string }>(
    "SELECT name, organisation_key(name) AS key FROM unnest($1::text[]) AS name",
    [names],
  );
  expect(rows).toHaveLength(names.length);
  for (const { name, key } of rows) expect(key, JSON.stringify(name)).toBe(organisationKey(name));
});
