import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLines } from "#app/kernel/audit.server.ts";
import { askRebuild, rebuildIndex } from "#app/search/rebuild.server.ts";
import { searchState } from "#app/search/state.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { indexRebuild } from "#db/schema/index.ts";
import { SearchUnavailable, type SearchEngine } from "#search/engine.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let services: Services;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  services = market.services;
  organizer = await createPerson(services, { kind: "authority", platformRole: "organizer" });
});
afterAll(() => market.close());

const newest = async (given = services) => (await searchState(given, organizer)).rebuilds[0];

describe("the state of search", () => {
  it("is for organizers", async () => {
    const member = await createPerson(services);
    await expect(searchState(services, member)).rejects.toMatchObject({ code: "forbidden" });
    await expect(askRebuild(services, member)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("tells rows, documents and waiting jobs, and what a rebuild did", async () => {
    const before = await searchState(services, organizer);
    expect(before.engine).toMatchObject({ engine: "embedded", available: true, documents: 0 });
    expect(before.rows).toBe(2);
    await rebuildIndex(services);
    await inTransaction(services.database, (transaction) =>
      sendJob(transaction, "post.publish", { postId: organizer.userId }),
    );
    const after = await searchState(services, organizer);
    expect(after.engine.documents).toBe(after.rows);
    expect(after.jobs).toEqual({ waiting: 1, retrying: 0, failed: 0 });
    expect(after.rebuilds[0]).toMatchObject({
      state: "done",
      percent: 100,
      documents: 2,
      askedBy: null,
    });
  });

  it("has one rebuild at a time, which is audited, works once and can be asked for again", async () => {
    const asked = await Promise.allSettled([1, 2, 3].map(() => askRebuild(services, organizer)));
    const ids = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(ids).toHaveLength(1);
    for (const one of asked)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "conflict" });
    const [id = ""] = ids;
    expect(await newest()).toMatchObject({ id, state: "waiting", askedBy: organizer.name });
    const { rows } = await market.test.pool.query(
      "SELECT data FROM pgboss.job WHERE name = 'search.rebuild'",
    );
    expect(rows).toEqual([{ data: { rebuildId: id } }]);
    expect(await auditLines(services.database, "search", id)).toMatchObject([
      { action: "rebuild", actorName: organizer.name },
    ]);
    await rebuildIndex(services, id);
    expect(await newest()).toMatchObject({ id, state: "done", askedBy: organizer.name });
    await rebuildIndex(services, await askRebuild(services, organizer));
  });

  it("shows how far a running one is, and refuses another meanwhile", async () => {
    const id = await askRebuild(services, organizer);
    let midway: unknown;
    const search = new Proxy(services.search, {
      get: (target, name) =>
        name === "rebuild"
          ? async (source: Parameters<SearchEngine["rebuild"]>[0]) => {
              midway = await newest();
              await expect(askRebuild(services, organizer)).rejects.toMatchObject({
                code: "conflict",
              });
              return target.rebuild(source);
            }
          : (Reflect.get(target, name) as unknown),
    });
    await rebuildIndex({ ...services, search }, id);
    expect(midway).toMatchObject({ state: "running", percent: 50 });
  });

  it("says why one failed, and that one was interrupted when its server is gone", async () => {
    const search = {
      ...services.search,
      rebuild: () => Promise.reject(new SearchUnavailable("no space left")),
    };
    const id = await askRebuild(services, organizer);
    await expect(rebuildIndex({ ...services, search }, id)).rejects.toThrow("no space left");
    expect(await newest()).toMatchObject({ state: "failed", failure: "no space left" });

    const left = await askRebuild(services, organizer);
    const long = new Date(Date.now() - 10 * 60 * 1_000);
    await services.database
      .update(indexRebuild)
      .set({ startedAt: long, movedAt: long })
      .where(eq(indexRebuild.id, left));
    expect(await newest()).toMatchObject({ state: "interrupted" });
    await rebuildIndex(services, await askRebuild(services, organizer));
  });

  it("stays readable while the index is away", async () => {
    const search = {
      ...services.search,
      status: () =>
        Promise.resolve({
          engine: "meilisearch",
          available: false,
          documents: 0,
          detail: "gone",
        } as const),
    };
    const state = await searchState({ ...services, search }, organizer);
    expect(state.engine).toMatchObject({ available: false, detail: "gone" });
    expect(state.rows).toBeGreaterThan(0);
  });
});
