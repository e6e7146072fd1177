import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseOf, inTransaction, type Database } from "#db/connection.ts";
import { asReader } from "#db/row-security.ts";
import { organisation, session } from "#db/schema/index.ts";
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

describe("asReader", () => {
  const reader = { userId: null, organisationIds: [], organizer: false };

  it("reads, and neither writes nor sees who is signed in", async () => {
    expect(await asReader(database, reader, (reading) => reading.$count(organisation))).toBe(2);
    const writing = asReader(database, reader, (reading) =>
      reading.insert(organisation).values({ name: "丁", slug: "d" }),
    );
    await expect(writing).rejects.toMatchObject({ cause: { code: "42501" } });
    const peeking = asReader(database, reader, (reading) => reading.$count(session));
    await expect(peeking).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("leaves the connection as it was", async () => {
    const connections = Array.from({ length: 5 }, () =>
      asReader(database, { ...reader, organizer: true }, async () => {}),
    );
    await Promise.all(connections);
    const { rows } = await test.pool.query(
      "SELECT current_user = session_user AS own, coalesce(current_setting('duijie.organizer', true), '') AS organizer",
    );
    expect(rows).toEqual([{ own: true, organizer: "" }]);
  });
});
