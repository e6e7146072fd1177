import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  drop(): Promise<void>;
}

/** A migrated database of its own for one test file; drop it in afterAll. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `duijie_test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client(inject("serverUrl"));
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${inject("template")}`);
  const url = new URL(inject("serverUrl"));
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href });
  pool.on("error", () => {});
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
