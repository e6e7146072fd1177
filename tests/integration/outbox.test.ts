import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { searchFor } from "#app/search/search.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import type { JobHandlers } from "#db/job-worker.ts";
import { sendJob } from "#db/jobs.ts";
import { eventChannel, listen } from "#db/listener.ts";
import { indexFields } from "#app/search/fields.ts";
import { createEmbeddedEngine } from "#search/embedded/engine.ts";
import { SearchUnavailable, type SearchEngine } from "#search/engine.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";
import { work, type TestWorker } from "#tests/support/job-worker.ts";
import { eventually } from "#tests/support/own-postgres.ts";

/** A search server that can be switched off: every call fails as one does that cannot connect. */
function switchable(engine: SearchEngine): { engine: SearchEngine; power: { on: boolean } } {
  const power = { on: true };
  const switched = new Proxy(engine, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...args: unknown[]): unknown =>
        power.on
          ? (member as (...given: unknown[]) => unknown).apply(target, args)
          : Promise.reject(new SearchUnavailable("switched off"));
    },
  });
  return { engine: switched, power };
}

let market: TestMarket;
let power: { on: boolean };
let enterprise: Viewer;
let university: Viewer;
let organizer: Viewer;
const workers: TestWorker[] = [];

beforeAll(async () => {
  market = await openMarket((test) => {
    const made = switchable(createEmbeddedEngine({ pool: test.pool, fields: indexFields }));
    power = made.power;
    return made.engine;
  });
  await market.services.search.prepare();
  enterprise = await createPerson(market.services);
  university = await createPerson(market.services, { kind: "university" });
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await market.close();
});

const handlers = (services: Services, publish = publishPost): Partial<JobHandlers> => ({
  "post.publish": ({ postId }) => publish(services, postId),
});

async function working(jobHandlers: Partial<JobHandlers>): Promise<TestWorker> {
  const worker = await work(market.test.url, jobHandlers);
  workers.push(worker);
  return worker;
}

async function publish(viewer: Viewer, kind: "need" | "result", title: string): Promise<string> {
  const { services } = market;
  const content = kind === "need" ? completeNeed({ title }) : completeResult({ title });
  const draft = await commands.createDraft(services, viewer, kind, content);
  const { revision } = await commands.submit(services, viewer, draft.id);
  await approve(services, organizer, draft.id, revision);
  return draft.id;
}

const isFound = async (id: string, words: string): Promise<boolean> => {
  const parameters = readSearchParameters(new URLSearchParams({ q: words }));
  const { lines } = await searchFor(market.services, null, parameters);
  return lines.some((line) => line.id === id);
};

const isTold = async (viewer: Viewer, postId: string): Promise<number> => {
  const { lines } = await listNotifications(market.services, viewer, { limit: 100 });
  return lines.filter((line) => line.kind === "match_found" && line.payload.postId === postId)
    .length;
};

describe("the write path", () => {
  it("keeps neither the row nor its work when the transaction fails", async () => {
    const { database } = market.services;
    const jobs = () =>
      database.execute<{ n: number }>(
        sql`select count(*)::int n from pgboss.job where name = 'post.publish'`,
      );
    const before = (await jobs()).rows[0]?.n;
    const work = inTransaction(database, async (transaction) => {
      await sendJob(transaction, "post.publish", { postId: organizer.userId });
      throw new Error("midway");
    });
    await expect(work).rejects.toThrow("midway");
    expect((await jobs()).rows[0]?.n).toBe(before);
  });

  it("catches up after a worker died in the middle of its work, and tells each person once", async () => {
    const { services } = market;
    const needId = await publish(enterprise, "need", "断电恢复用碳化硅陶瓷基板需求");
    await publishPost(services, needId);
    let deaths = 0;
    const dying = await working(
      handlers(services, async () => {
        deaths += 1;
        throw new Error("killed");
      }),
    );
    const resultId = await publish(university, "result", "断电恢复用碳化硅陶瓷基板成果");
    await eventually(async () => deaths > 0);
    expect(await isFound(resultId, "断电恢复用")).toBe(false);
    await dying.stop();

    const living = await working(handlers(services));
    await eventually(() => isFound(resultId, "断电恢复用"));
    await eventually(async () => (await isTold(enterprise, resultId)) === 1);
    await publishPost(services, resultId);
    expect(await isTold(enterprise, resultId)).toBe(1);
    await living.stop();
  });

  it("catches up by itself when the search server comes back", async () => {
    const { services } = market;
    const living = await working(handlers(services));
    power.on = false;
    const resultId = await publish(university, "result", "搜索停机期间发布的低翘曲基板成果");
    await eventually(async () => living.failures.length > 0);
    power.on = true;
    expect(await isFound(resultId, "停机期间")).toBe(false);
    await eventually(() => isFound(resultId, "停机期间"));
    await eventually(async () => (await isTold(enterprise, resultId)) === 1);
    await living.stop();
  });

  it("announces what happened once its transaction is kept", async () => {
    const heard: string[] = [];
    const listener = await listen(
      market.test.url,
      { [eventChannel]: (text) => heard.push(text) },
      () => {},
    );
    const id = await publish(enterprise, "need", "实时通知检查用需求");
    await eventually(async () =>
      heard.some((text) => text.includes("review_approved") && text.includes(id)),
    );
    await listener.close();
  });
});
