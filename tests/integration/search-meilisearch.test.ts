import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { indexFields } from "#app/search/fields.ts";
import { SearchUnavailable, type SearchEngine, type SearchRequest } from "#search/engine.ts";
import { createMeilisearchEngine, type MeilisearchOptions } from "#search/meilisearch/engine.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { searchable } from "./search-contract.ts";
import { startMeilisearchStandIn, type StandIn } from "./search-meilisearch-server.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

let server: StandIn;
let engine: SearchEngine;
const engines: SearchEngine[] = [];
const changes: (string | null)[] = [];
function open(more: Partial<MeilisearchOptions> = {}): SearchEngine {
  const opened = createMeilisearchEngine({
    url: server.url,
    key: "key",
    pool: test.pool,
    fields: indexFields,
    onChange: (reason) => void changes.push(reason),
    ...more,
  });
  engines.push(opened);
  return opened;
}
beforeEach(async () => {
  changes.length = 0;
  await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
  server = await startMeilisearchStandIn();
  engine = open();
  await engine.prepare();
  await engine.rebuild(source());
});
afterEach(async () => {
  expect(server.requests.flatMap(({ faults }) => faults)).toEqual([]);
  for (const opened of engines.splice(0)) await opened.close();
  await server.close();
});

const asked = (given: Partial<SearchRequest> = {}): SearchRequest => ({
  text: "",
  filters: {},
  audiences: ["public"],
  sort: "relevance",
  offset: 0,
  limit: 20,
  now: new Date("2026-03-01T00:00:00Z"),
  ...given,
});
async function* source(...titles: string[]) {
  if (titles.length > 0) yield titles.map((title) => searchable({ title }));
}
const readCurrent = async () => {
  const { rows } = await test.pool.query<{ current: string }>(
    "SELECT id AS current FROM search.build WHERE state = 'current'",
  );
  return rows[0] ?? { current: "" };
};
const sent = (path: string) => server.requests.filter((request) => request.path === path);
const found = async () =>
  (await engine.search(asked())).hits.map(({ document }) => document.title).sort();

/** What only a server that misbehaves can show; what a server finds is tested on a real one (search-server.test.ts). */
describe("the Meilisearch engine", () => {
  it("asks only for what the viewer may see, in every query, with values quoted", async () => {
    await engine.search(
      asked({
        text: "石墨烯",
        audiences: ["public", 'organisation:"x" OR audience EXISTS', "a\\"],
        filters: { cluster: ["iot"], region: ["3201"] },
      }),
    );
    for (const { body } of sent("/multi-search")) {
      const { queries } = body as { queries: { filter: string[] }[] };
      for (const { filter } of queries)
        expect(filter.slice(0, 2)).toEqual([
          'audience IN ["public", "organisation:\\"x\\" OR audience EXISTS", "a\\\\"]',
          "expiresAt > 1772323200",
        ]);
    }
  });

  it("asks the server for no more of a hit than its id", async () => {
    await engine.upsert([searchable({ title: "石墨烯" })]);
    await engine.search(asked({ text: "石墨烯" }));
    for (const { body } of sent("/multi-search"))
      for (const query of (body as { queries: object[] }).queries)
        expect(query).toMatchObject({ attributesToRetrieve: ["id"] });
  });

  it("tries again after a server error and a cut connection", async () => {
    server.fail("/multi-search", { status: 503, body: { message: "busy" } }, "cut");
    expect(await found()).toEqual([]);
    expect(sent("/multi-search")).toHaveLength(3);
  });

  it("does not wait longer than a person would, and not again", async () => {
    const hasty = open({ patience: 50 });
    server.fail("/multi-search", "silence");
    await expect(hasty.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    expect(sent("/multi-search")).toHaveLength(1);
  });

  it("asks a server no more that does not answer, until a probe in the background finds it back", async () => {
    const hasty = open({ patience: 50 });
    server.fail("/multi-search", "silence", "silence", "silence");
    for (let time = 0; time < 3; time += 1)
      await expect(hasty.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    await expect(hasty.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    expect(sent("/multi-search")).toHaveLength(3);
    await expect.poll(() => hasty.search(asked()), { timeout: 10_000 }).toMatchObject({ total: 0 });
  });

  it("tells once of a key that is refused, and once when it is right again", async () => {
    const refused = { status: 403, body: { message: "no", code: "invalid_api_key" } } as const;
    server.fail("/multi-search", refused, refused);
    for (let time = 0; time < 2; time += 1)
      await expect(engine.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    await engine.search(asked());
    expect(changes).toEqual(["no", null]);
  });

  it("is unavailable when its answers break off", async () => {
    server.fail("/multi-search", "cut midway", "cut midway", "cut midway");
    await expect(engine.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
  });

  it("tells of its version and of the server's tasks", async () => {
    server.failTask("no_space_left_on_device");
    await expect(engine.upsert([searchable()])).rejects.toThrow(/no_space_left_on_device/);
    const { version, tasks } = await engine.status();
    expect(version).toBeGreaterThan(0);
    expect(tasks).toEqual({ waiting: 0, failed: 1 });
  });

  it("takes out of a rebuild what is removed while it is being handed over", async () => {
    const post = searchable({ title: "撤回" });
    await engine.upsert([post]);
    const handing = server.hold(/\/documents$/);
    const rebuilding = engine.rebuild(
      (async function* () {
        yield [post];
      })(),
    );
    await handing.arrived;
    const removing = engine.remove([post.id]);
    let removed = false;
    void removing.then(() => (removed = true));
    const isWaiting = async () => {
      const { rows } = await test.pool.query(
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
      );
      return rows.length > 0;
    };
    await expect.poll(async () => removed || (await isWaiting())).toBe(true);
    handing.release();
    await Promise.all([removing, rebuilding]);
    expect(await found()).toEqual([]);
    const { rows } = await test.pool.query("SELECT id FROM search.document");
    expect(rows).toEqual([]);
  });

  it("goes on to search when the server's queue of tasks is full, and takes the write again", async () => {
    const full = {
      status: 422,
      body: { message: "the task queue is full", code: "no_space_left_on_device" },
    } as const;
    const { current } = await readCurrent();
    server.fail(`/indexes/duijie_${current}/documents`, full);
    const post = searchable({ title: "排队" });
    await expect(engine.upsert([post])).rejects.toThrow(/queue is full/);
    expect(await found()).toEqual([]);
    await engine.upsert([post]);
    expect(await found()).toEqual(["排队"]);
    expect(changes).toEqual([]);
  });

  it("leaves what is searched as it is when a rebuild fails on the server", async () => {
    await engine.upsert([searchable({ title: "仍在" })]);
    server.failTask("index_creation_failed");
    await expect(engine.rebuild(source("新"))).rejects.toBeInstanceOf(SearchUnavailable);
    expect(await found()).toEqual(["仍在"]);
    await engine.upsert([searchable({ title: "又一" })]);
    expect(await found()).toEqual(["仍在", "又一"].sort());
  });
});
