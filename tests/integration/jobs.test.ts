import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listGivenUp, retryJob } from "#app/jobs/given-up.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { FinalFailure } from "#db/job-failure.ts";
import type { JobName } from "#db/job-payloads.ts";
import { pauseAfter, policyOf } from "#db/job-policies.ts";
import { sendJob } from "#db/jobs.ts";
import { work } from "#tests/support/job-worker.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { eventually } from "#tests/support/own-postgres.ts";

let market: TestMarket;
let administrator: Viewer;
beforeAll(async () => {
  market = await openMarket();
  administrator = await createPerson(market.services, { platformRole: "administrator" });
});
afterAll(() => market.close());

const send = async (id: string = randomUUID()): Promise<string> => {
  await inTransaction(market.services.database, (transaction) =>
    sendJob(transaction, "post.publish", { postId: id }, id),
  );
  return id;
};
const stateOf = async (id: string): Promise<string | undefined> => {
  const { rows } = await market.services.database.execute<{ state: string }>(
    sql`SELECT state FROM pgboss.job WHERE id = ${id}`,
  );
  return rows[0]?.state;
};
const isCompleted = async (id: string) => (await stateOf(id)) === "completed";
const givenUp = () => listGivenUp(market.services, administrator, { before: undefined, limit: 30 });

describe("a job that goes wrong", () => {
  it("is tried again after seconds at first and about a quarter of an hour at last, for days", () => {
    const pauses = Array.from({ length: 600 }, (_, tries) => pauseAfter(tries + 1));
    expect(pauses[0]).toBeLessThanOrEqual(2);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(15 * 60);
    expect(Math.min(...pauses.slice(20))).toBeGreaterThan(10 * 60);
    const asked: JobName[] = ["mail.send", "post.publish", "organisation.index"];
    for (const name of asked)
      expect(policyOf(name).keepUpSeconds).toBeGreaterThanOrEqual(3 * 24 * 3_600);
  });

  it("is not waited for when the clock is set back while the queue is asked", async () => {
    const done: string[] = [];
    const worker = await work(market.test.url, {
      "post.publish": async ({ postId }) => void done.push(postId),
    });
    const id = randomUUID();
    await inTransaction(market.services.database, async (transaction) => {
      await sendJob(transaction, "post.publish", { postId: id }, id);
      await transaction.execute(
        sql`UPDATE pgboss.job SET start_after = now() + interval '5 seconds' WHERE id = ${id}`,
      );
    });
    const begun = performance.now();
    let asked = 0;
    const now = Date.now.bind(Date);
    const clock = vi.spyOn(Date, "now").mockImplementation(() => now() - 600_000 * asked++);
    /** So long that each name is asked for once meanwhile. */
    await eventually(async () => performance.now() > begun + 3_000);
    clock.mockRestore();
    await eventually(async () => done.includes(id));
    await worker.stop();
  });

  it("is done soon when another of its name gets through, however long it would have waited", async () => {
    let well = false;
    const done: string[] = [];
    const worker = await work(market.test.url, {
      "post.publish": async ({ postId }) => {
        if (!well) throw new Error("the index is away");
        done.push(postId);
      },
    });
    const waiting = await Promise.all(Array.from({ length: 5 }, () => send()));
    await eventually(async () => worker.failures.length >= 5);
    expect(worker.failures.every(({ nextInSeconds }) => nextInSeconds !== null)).toBe(true);
    await market.services.database.execute(
      sql`UPDATE pgboss.job SET start_after = now() + interval '10 minutes' WHERE state = 'retry'`,
    );
    well = true;
    await send();
    await eventually(async () => waiting.every((id) => done.includes(id)));
    await eventually(async () => (await Promise.all(waiting.map(isCompleted))).every(Boolean));
    expect(done.filter((id) => waiting.includes(id))).toHaveLength(5);
    await worker.stop();
  });

  it("is given up after days, listed, and started again by an administrator under its id", async () => {
    let well = false;
    const worker = await work(market.test.url, {
      "post.publish": async () => {
        if (!well) throw new Error("the index is away\nand more");
      },
    });
    const id = randomUUID();
    await inTransaction(market.services.database, async (transaction) => {
      await sendJob(transaction, "post.publish", { postId: id }, id);
      await transaction.execute(
        sql`UPDATE pgboss.job SET created_on = now() - interval '6 days' WHERE id = ${id}`,
      );
    });
    await eventually(async () => (await stateOf(id)) === "failed");
    expect(worker.failures.at(-1)).toMatchObject({ id, nextInSeconds: null });
    const line = (await givenUp()).lines.find((one) => one.id === id);
    expect(line).toMatchObject({ name: "post.publish", reason: "the index is away", tries: 1 });

    well = true;
    expect(await retryJob(market.services, administrator, { name: "post.publish", id })).toBe(1);
    await eventually(() => isCompleted(id));
    expect((await givenUp()).lines.some((one) => one.id === id)).toBe(false);
    await worker.stop();
  });

  it("is given up at once when trying again would not mend it, or its payload is wrong", async () => {
    let tries = 0;
    const worker = await work(market.test.url, {
      "post.publish": async () => {
        tries += 1;
        throw new FinalFailure("refused for good");
      },
    });
    const refused = await send();
    const wrong = randomUUID();
    await market.services.database.execute(
      sql`INSERT INTO pgboss.job (id, name, data, retry_limit)
          VALUES (${wrong}, 'post.publish', '{"postId": "none"}', 100)`,
    );
    await eventually(
      async () => (await stateOf(refused)) === "failed" && (await stateOf(wrong)) === "failed",
    );
    expect(tries).toBe(1);
    await worker.stop();

    const { lines, total } = await givenUp();
    expect(lines.map(({ id }) => id)).toEqual(expect.arrayContaining([refused, wrong]));
    expect(total).toBe(lines.length);
    expect(await retryJob(market.services, administrator, "all")).toBe(1);
    expect(await stateOf(refused)).toBe("created");
    expect(await stateOf(wrong)).toBe("failed");
  });

  it("is shown to administrators only, page by page", async () => {
    const organizer = await createPerson(market.services, { platformRole: "organizer" });
    const asked = { before: undefined, limit: 30 };
    await expect(listGivenUp(market.services, organizer, asked)).rejects.toThrow("forbidden");
    await expect(retryJob(market.services, organizer, "all")).rejects.toThrow("forbidden");
    await market.services.database.execute(
      sql`INSERT INTO pgboss.job (name, data, state, completed_on)
          SELECT 'organisation.index', jsonb_build_object('organisationId', gen_random_uuid()),
            'failed', now() - n * interval '1 s' FROM generate_series(1, 5) n`,
    );
    const { total } = await givenUp();
    const seen: string[] = [];
    for (let before: string | undefined; ;) {
      const page = await listGivenUp(market.services, administrator, { before, limit: 2 });
      seen.push(...page.lines.map(({ id }) => id));
      if (page.next === null) break;
      before = page.next;
    }
    expect(new Set(seen).size).toBe(total);
    expect(seen).toHaveLength(total);
  });
});
