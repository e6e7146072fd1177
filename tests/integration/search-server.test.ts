import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SearchDocument } from "#search/documents.ts";
import { SearchUnavailable, type SearchEngine } from "#search/engine.ts";
import { createMeilisearchEngine, type MeilisearchOptions } from "#search/meilisearch/engine.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import {
  noSearchServer,
  openSearchServer,
  type SearchServer,
} from "#tests/support/search-server.ts";
import { searchBadInput } from "./search-bad-input.ts";
import { contractFields, searchable, searchEngineContract } from "./search-contract.ts";
import { searchMeaningContract } from "./search-meaning-contract.ts";

/** Runs on the server at MEILI_URL, or one that is started from MEILI_BIN; else all are skipped. */
const title = noSearchServer
  ? `a real Meilisearch server (skipped: ${noSearchServer})`
  : "a real Meilisearch server";

async function* of(...batches: SearchDocument[][]): AsyncGenerator<SearchDocument[]> {
  yield* batches;
}

describe.skipIf(noSearchServer !== null)(title, () => {
  let test: TestDatabase;
  let server: SearchServer;
  const engines: SearchEngine[] = [];
  beforeAll(async () => {
    test = await createTestDatabase();
    server = await openSearchServer();
  });
  afterAll(async () => {
    for (const engine of engines) await engine.close();
    await server.close();
    await test.drop();
  });

  let number = 0;
  const prefix = () => `${server.prefix}_${number}`;
  const open = (more: Partial<MeilisearchOptions> = {}): SearchEngine => {
    const { url, key } = server;
    const indexPrefix = prefix();
    const engine = createMeilisearchEngine({
      ...{ url, key, pool: test.pool, indexPrefix, fields: contractFields },
      ...more,
    });
    engines.push(engine);
    return engine;
  };
  const fresh = async (more: Partial<MeilisearchOptions> = {}): Promise<SearchEngine> => {
    await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
    // What a test leaves behind, such as another database's index, is no other test's.
    number += 1;
    const engine = open(more);
    await engine.prepare();
    await engine.rebuild(of());
    return engine;
  };
  const indexes = async () => {
    const { results } = await server.client.getRawIndexes({ limit: 1_000 });
    return results.map(({ uid }) => uid).filter((uid) => uid.startsWith(`${prefix()}_`));
  };
  const lastTask = async () => {
    const { results } = await server.client.tasks.getTasks({ limit: 1 });
    return results[0]?.uid ?? 0;
  };
  const all = async (engine: SearchEngine) => {
    const { hits } = await engine.search({
      text: "",
      filters: {},
      audiences: ["public"],
      sort: "newest",
      offset: 0,
      limit: 1_000,
      now: new Date("2026-03-01T00:00:00Z"),
    });
    return hits.map(({ document }) => document.title).sort();
  };

  describe("the contract", () => searchEngineContract(fresh));
  describe("the contract of meaning", () => searchMeaningContract(fresh));
  describe("bad input", () => searchBadInput(fresh));

  describe("builds", () => {
    let engine: SearchEngine;
    beforeEach(async () => {
      engine = await fresh({ keepUnused: 0 });
    });

    it("asks for a rebuild until one was finished, and by two servers at once", async () => {
      await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
      const both = await Promise.all([open().prepare(), open().prepare()]);
      expect(both).toEqual([{ rebuild: true }, { rebuild: true }]);
      const empty = open();
      await expect(all(empty)).rejects.toBeInstanceOf(SearchUnavailable);
      await empty.rebuild(of([searchable({ title: "一" })]));
      expect(await empty.prepare()).toEqual({ rebuild: false });
      expect(await all(empty)).toEqual(["一"]);
    });

    it("notices that the server was emptied, and that an index without its mark is not one", async () => {
      await engine.rebuild(of([searchable({ title: "一" })]));
      for (const uid of await indexes()) await server.client.deleteIndex(uid).waitTask();
      await expect(all(engine)).rejects.toBeInstanceOf(SearchUnavailable);
      // As any server does with a document of an index that it has not.
      await engine.upsert([searchable({ title: "二" })]);
      expect(await engine.prepare()).toEqual({ rebuild: true });
      await engine.upsert([searchable({ title: "三" })]);
      await engine.rebuild(of([searchable({ title: "四" })]));
      expect(await engine.prepare()).toEqual({ rebuild: false });
      expect(await all(engine)).toEqual(["四"]);
    });

    it("takes no index of a copied database for its own", async () => {
      await engine.rebuild(of([searchable({ title: "一" })]));
      await test.pool.query("UPDATE search.build SET place = 'elsewhere'");
      await expect(all(engine)).rejects.toBeInstanceOf(SearchUnavailable);
      await engine.upsert([searchable({ title: "二" })]);
      expect(await engine.prepare()).toEqual({ rebuild: true });
    });

    it("leaves no index behind but the one that is used", async () => {
      for (const round of ["一", "二", "三"])
        await engine.rebuild(of([searchable({ title: round })]));
      const failing = (async function* () {
        yield [searchable({ title: "半" })];
        throw new Error("source failed");
      })();
      await expect(engine.rebuild(failing)).rejects.toThrow("source failed");
      await engine.prepare();
      const { rows } = await test.pool.query<{ id: string }>("SELECT id FROM search.build");
      expect(await indexes()).toEqual(rows.map(({ id }) => `${prefix()}_${id}`));
      expect(rows).toHaveLength(1);
    });

    it("loses nothing when writers race rebuilds a hundred times, whatever the order", async () => {
      const other = open({ keepUnused: 0 });
      const truth = new Map<string, SearchDocument>();
      async function* source() {
        yield [...truth.values()];
        await wait(Math.random() * 20);
        yield [...truth.values()].reverse();
      }
      let building = true;
      let number = 0;
      const write = async (writer: SearchEngine, name: string) => {
        while (building) {
          number += 1;
          const id = `${name}-${number % 7}`;
          if (number % 5 === 0 && truth.has(id)) {
            truth.delete(id);
            await writer.remove([id]);
          } else {
            const document = searchable({ id, title: `${name}${number}`, revision: number });
            truth.set(id, document);
            await writer.upsert([document]);
          }
        }
      };
      const writing = Promise.all([write(engine, "a"), write(other, "b"), write(other, "c")]);
      // It is awaited at the end; until then a failure must not look forgotten.
      writing.catch(() => {});
      try {
        for (let round = 0; round < 100; round += 1)
          await (round % 2 === 0 ? engine : other).rebuild(source());
      } finally {
        building = false;
      }
      await writing;
      expect(await all(engine)).toEqual([...truth.values()].map(({ title }) => title).sort());
      expect(await indexes()).toHaveLength(1);
    }, 600_000);
  });

  it("works with a key that may do no more than the product needs", async () => {
    const { key } = await server.client.createKey({
      description: "tests",
      expiresAt: null,
      indexes: [`${server.prefix}_*`],
      actions: leastRights,
    });
    const engine = await fresh({ key, keepUnused: 0 });
    await engine.rebuild(of([searchable({ title: "一" })]));
    await engine.upsert([searchable({ title: "二" })]);
    await engine.rebuild(of([searchable({ title: "三" })]));
    expect(await engine.prepare()).toEqual({ rebuild: false });
    expect(await all(engine)).toEqual(["三"]);
    expect(await engine.status()).toMatchObject({ available: true, documents: 1 });
  });

  it("takes changes that wait together in few tasks", async () => {
    const engine = await fresh();
    const before = await lastTask();
    const many = Array.from({ length: 600 }, (_, number) => searchable({ title: `一起${number}` }));
    await Promise.all(many.map((document) => engine.upsert([document])));
    expect((await lastTask()) - before).toBeLessThan(10);
    expect((await all(engine)).length).toBe(600);
  });
});

/** docs/search-server.md names them for people. */
const leastRights = [
  "search",
  "documents.add",
  "documents.get",
  "documents.delete",
  "indexes.create",
  "indexes.get",
  "indexes.delete",
  "settings.get",
  "settings.update",
  "stats.get",
  "tasks.get",
];
