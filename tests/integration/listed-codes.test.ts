import { getTableColumns, getTableName, is } from "drizzle-orm";
import { PgArray, PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { expect, it } from "vitest";
import { applyMigrations, knownVersions, migrate, schemaVersion } from "#db/migrate.ts";
import { codeRuleName } from "#db/schema/columns.ts";
import * as schema from "#db/schema/index.ts";
import { ensureRoles } from "#db/security/ensure.ts";
import { createEmptyDatabase, createTestDatabase } from "#tests/support/database.ts";

const listed = Object.values(schema)
  .filter((exported) => is(exported, PgTable))
  .flatMap((table) =>
    Object.values(getTableColumns(table)).flatMap((column) => {
      const codes = is(column, PgArray) ? column.baseColumn.enumValues : column.enumValues;
      return codes ? [{ rule: codeRuleName(getTableName(table), column.name), codes }] : [];
    }),
  );

it("the database holds each column with a list of codes to exactly this list", async () => {
  const test = await createTestDatabase();
  const { rows } = await test.pool.query<{ rule: string; text: string }>(
    "SELECT conname AS rule, pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'c' AND convalidated",
  );
  const codesOf = new Map(
    rows.map(({ rule, text }) => [
      rule,
      [...text.matchAll(/'([^']*)'::text/g)].map(([, code]) => code).sort(),
    ]),
  );
  expect(listed.length).toBeGreaterThan(60);
  for (const { rule, codes } of listed)
    expect({ rule, codes: codesOf.get(rule) }).toEqual({ rule, codes: [...codes].sort() });
  await test.drop();
});

it("a start on a row outside of a list says where it is and changes nothing", async () => {
  const test = await createEmptyDatabase();
  const client = new pg.Client(test.url);
  await client.connect();
  const before = knownVersions()[23]!;
  await ensureRoles(client);
  await applyMigrations(client, before);
  await client.query(
    `INSERT INTO organisation (id, name, slug, kind) VALUES (gen_random_uuid(), '甲', 'a', 'circus')`,
  );
  await expect(migrate(test.url)).rejects.toMatchObject({
    name: "DatabaseUnfit",
    message: expect.stringMatching(
      /the table "organisation" has rows.*SELECT \* FROM "organisation" WHERE NOT \("organisation"\."kind" in/,
    ),
  });
  expect(await schemaVersion(client)).toBe(before);
  await client.query("UPDATE organisation SET kind = 'enterprise'");
  await migrate(test.url);
  expect(await schemaVersion(client)).toBe(knownVersions().at(-1));
  await client.end();
  await test.drop();
});
