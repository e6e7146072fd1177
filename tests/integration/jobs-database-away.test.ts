import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { inTransaction, openDatabase, type Database } from "#db/connection.ts";
import { prepareJobs, sendJob } from "#db/jobs.ts";
import { migrate } from "#db/migrate.ts";
import { work, type TestWorker } from "#tests/support/job-worker.ts";
import { eventually, ownPostgres, type OwnPostgres } from "#tests/support/own-postgres.ts";

let server: OwnPostgres;
let database: Database;
let worker: TestWorker;
const unhandled: unknown[] = [];
const catching = (error: unknown) => void unhandled.push(error);
const runs: string[] = [];
let atWork: ((id: string) => Promise<void>) | undefined;

beforeAll(async () => {
  server = await ownPostgres();
  await migrate(server.url);
  await prepareJobs(server.url);
  database = openDatabase(server.url, { onAway: () => {} });
  process.on("unhandledRejection", catching);
  process.on("uncaughtException", catching);
  worker = await work(server.url, {
    "organisation.index": async ({ organisationId }) => {
      runs.push(organisationId);
      await atWork?.(organisationId);
    },
  });
});
afterAll(async () => {
  await worker.stop();
  await database.$client.end();
  await server.remove();
  process.off("unhandledRejection", catching);
  process.off("uncaughtException", catching);
});

const send = async (): Promise<string> => {
  const id = randomUUID();
  await inTransaction(database, (transaction) =>
    sendJob(transaction, "organisation.index", { organisationId: id }, id),
  );
  return id;
};
const isCompleted = async (id: string): Promise<boolean> => {
  const { rows } = await database.execute<{ state: string }>(
    sql`SELECT state FROM pgboss.job WHERE id = ${id}`,
  );
  return rows[0]?.state === "completed";
};

it("work that was done while the database was away is not done again, and the worker goes on", async () => {
  for (const take of [server.stop, server.kill]) {
    let isAway = false;
    atWork = async () => {
      atWork = undefined;
      await take();
      isAway = true;
    };
    const id = await send();
    await eventually(async () => isAway);
    await server.start();
    await eventually(() => isCompleted(id));
    const next = await send();
    await eventually(() => isCompleted(next));
    expect(runs.filter((one) => one === id)).toEqual([id]);
  }
  await server.breakConnections();
  const last = await send();
  await eventually(() => isCompleted(last));
  expect(unhandled).toEqual([]);
  expect(worker.failures).toEqual([]);
  expect(worker.errors.length).toBeLessThanOrEqual(1);
});

it("stops while the database is away, without a rejection that nobody hears", async () => {
  const other = await work(server.url, {});
  await server.stop();
  await other.stop();
  await server.start();
  expect(unhandled).toEqual([]);
});
