import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseOf, inTransaction, type Database } from "#db/connection.ts";
import { organisation } from "#db/schema/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = databaseOf(test.pool);
});
afterAll(() => test.drop());

describe("inTransaction", () => {
  it("keeps all that the work wrote", async () => {
    await inTransaction(database, async (transaction) => {
      await transaction.insert(organisation).values({ name: "甲", slug: "a" });
      await transaction.insert(organisation).values({ name: "乙", slug: "b" });
    });
    expect(await database.$count(organisation)).toBe(2);
  });

  it("keeps nothing when the work throws", async () => {
    const before = await database.$count(organisation);
    const work = inTransaction(database, async (transaction) => {
      await transaction.insert(organisation).values({ name: "丙", slug: "c" });
      throw new Error("midway");
    });
    await expect(work).rejects.toThrow("midway");
    expect(await database.$count(organisation)).toBe(before);
  });
});
