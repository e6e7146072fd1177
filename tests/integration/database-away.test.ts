import pg from "pg";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseAway } from "#db/away.ts";
import { findAway, traceWork } from "#db/away.ts";
import { inTransaction, openDatabase, type Database } from "#db/connection.ts";
import { listen } from "#db/listener.ts";
import { eventually, ownPostgres, type OwnPostgres } from "#tests/support/own-postgres.ts";

let server: OwnPostgres;
let database: Database;
let told: Error[] = [];
const uncaught: unknown[] = [];
const catching = (error: unknown) => void uncaught.push(error);

beforeAll(async () => {
  server = await ownPostgres();
  process.on("uncaughtException", catching);
  database = openDatabase(server.url, { onAway: (error) => told.push(error) });
  await database.execute(sql`CREATE TABLE kept (id int)`);
});
afterAll(async () => {
  await database.$client.end();
  process.off("uncaughtException", catching);
  await server.remove();
  expect(uncaught).toEqual([]);
});
beforeEach(() => (told = []));

const insert = (id: number) => sql`INSERT INTO kept VALUES (${id})`;
const isKept = async (id: number) => {
  const { rows } = await database.execute(sql`SELECT 1 FROM kept WHERE id = ${id}`);
  return rows.length > 0;
};
const lossOf = async (work: Promise<unknown>): Promise<DatabaseAway> => {
  const away = findAway(
    await work.then(
      () => null,
      (error: unknown) => error,
    ),
  );
  if (!away) throw new Error("the work did not fail for want of the database");
  return away;
};

describe("work that loses its database", () => {
  it("keeps nothing and says so when its connection breaks in the middle, and the process goes on", async () => {
    const work = inTransaction(database, async (transaction) => {
      await transaction.execute(insert(1));
      await server.breakConnections();
      await transaction.execute(insert(2));
    });
    expect((await lossOf(work)).outcome).toBe("nothing");
    expect(await isKept(1)).toBe(false);
  });

  it("says so also when it was idle as its connection broke, and had swallowed the error", async () => {
    const trace = traceWork();
    const work = trace.run(() =>
      inTransaction(database, async (transaction) => {
        await transaction.execute(insert(3));
        await server.breakConnections();
        await transaction.execute(insert(4)).catch(() => {});
      }),
    );
    await lossOf(work);
    expect(await isKept(3)).toBe(false);
  });

  it("does not know what was kept when the connection breaks while it is kept", async () => {
    await database.execute(sql`
      CREATE OR REPLACE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$`);
    await database.execute(sql`CREATE TABLE slowly (id int)`);
    await database.execute(sql`
      CREATE CONSTRAINT TRIGGER late AFTER INSERT ON slowly DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION late()`);
    const work = lossOf(
      inTransaction(database, (transaction) =>
        transaction.execute(sql`INSERT INTO slowly VALUES (1)`),
      ),
    );
    const admin = new pg.Client(server.url);
    await admin.connect();
    await eventually(async () => {
      const { rows } = await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
      );
      return rows.length > 0;
    });
    await admin.end();
    expect((await work).outcome).toBe("unknown");
  });

  it("remembers over the whole of a request that a part was kept before", async () => {
    const trace = traceWork();
    await trace.run(() => inTransaction(database, (transaction) => transaction.execute(insert(5))));
    expect(trace.outcome()).toBeNull();
    await server.stop();
    try {
      await trace.run(() => lossOf(isKept(5)));
      expect(trace.outcome()).toBe("unknown");
      const reading = traceWork();
      await reading.run(() => lossOf(isKept(5)));
      expect(reading.outcome()).toBe("nothing");
    } finally {
      await server.start();
    }
    expect(await isKept(5)).toBe(true);
  });
});

describe("a database that is away", () => {
  it("is noticed, told once, and used again when it is back", async () => {
    const before = await server.countConnections();
    for (const take of [server.stop, server.kill]) {
      await take();
      const losses = await Promise.all(
        Array.from({ length: 60 }, (_, id) =>
          lossOf(inTransaction(database, (transaction) => transaction.execute(insert(id)))),
        ),
      );
      expect(new Set(losses.map(({ outcome }) => outcome))).toEqual(new Set(["nothing"]));
      await server.start();
      await Promise.all(Array.from({ length: 60 }, () => isKept(1)));
      expect(await server.countConnections()).toBeLessThanOrEqual(Math.max(before, 20));
    }
    expect(told.length).toBeLessThanOrEqual(1);
  });
});

describe("the listener", () => {
  it("holds one connection through losses of every kind, and hears each event once", async () => {
    const heard: string[] = [];
    let reconnected = 0;
    const listener = await listen(
      server.url,
      { news: (text) => void heard.push(text) },
      () => void (reconnected += 1),
    );
    const listening = async () => {
      const { rows } = await database.execute<{ n: number }>(
        sql`SELECT count(*)::int n FROM pg_stat_activity WHERE application_name = 'duijie listener'`,
      );
      return rows[0]?.n;
    };
    let number = 0;
    for (const take of [server.stop, server.kill, null]) {
      if (take) {
        await take();
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await server.start();
      } else await server.breakConnections();
      number += 1;
      await eventually(async () => reconnected === number);
      expect(await listening()).toBe(1);
      await database.execute(sql`SELECT pg_notify('news', ${String(number)})`);
      await eventually(async () => heard.includes(String(number)));
    }
    expect(heard).toEqual(["1", "2", "3"]);
    expect(reconnected).toBe(3);
    await listener.close();
    await eventually(async () => (await listening()) === 0);
  });

  it("closes in the middle of coming back, and does not come back then", async () => {
    let reconnected = 0;
    const listener = await listen(server.url, { news: () => {} }, () => void (reconnected += 1));
    await server.stop();
    await listener.close();
    await server.start();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(reconnected).toBe(0);
  });
});
