import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { indexPost } from "#app/search/index-post.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { databaseOf } from "#db/connection.ts";
import { post } from "#db/schema/index.ts";
import { indexFields } from "#app/search/fields.ts";
import { createEmbeddedEngine } from "#search/embedded/engine.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let pool: pg.Pool;
let services: Services;
beforeAll(async () => {
  market = await openMarket();
  pool = new pg.Pool({
    connectionString: market.test.url,
    max: 2,
    connectionTimeoutMillis: 3_000,
  });
  pool.on("error", () => {});
  const search = createEmbeddedEngine({ pool, fields: indexFields });
  services = { ...market.services, database: databaseOf(pool), search };
});
afterAll(async () => {
  await pool.end();
  await market.close();
});

it("as many posts at once as there are connections, and more, do not wait for each other", async () => {
  const { active } = await createPerson(market.services);
  const rows = await market.services.database
    .insert(post)
    .values(
      Array.from({ length: 12 }, (_, number) => ({
        kind: "need" as const,
        organisationId: active?.organisationId ?? "",
        title: `需求${number}`,
        content: completeNeed({ title: `需求${number}` }),
        publication: "published" as const,
        publishedAt: new Date(),
      })),
    )
    .returning();
  const found = await Promise.all(rows.map(({ id }) => indexPost(services, id)));
  expect(found.map((document) => document?.title).sort()).toEqual(
    rows.map(({ title }) => title).sort(),
  );
  expect((await services.search.status()).documents).toBe(rows.length);
});
