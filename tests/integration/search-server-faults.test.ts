import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { indexFields } from "#app/search/fields.ts";
import type { SearchDocument } from "#search/documents.ts";
import { SearchUnavailable, type SearchEngine } from "#search/engine.ts";
import { createMeilisearchEngine } from "#search/meilisearch/engine.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { startSearchServer, type OwnSearchServer } from "#tests/support/search-server.ts";
import { searchable } from "./search-contract.ts";

const run = promisify(execFile);

const title = process.env.MEILI_BIN
  ? "a search server that fails"
  : "a search server that fails (skipped: no MEILI_BIN of its program)";

describe.skipIf(!process.env.MEILI_BIN)(title, () => {
  let test: TestDatabase;
  let server: OwnSearchServer;
  let engine: SearchEngine;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
    server = await startSearchServer();
    engine = createMeilisearchEngine({
      ...{ url: server.url, key: server.key, pool: test.pool, fields: indexFields },
      ...{ patience: 500, keepUnused: 0 },
    });
    await engine.prepare();
    await engine.rebuild(of([searchable({ title: "起初" })]));
  });
  afterEach(async () => {
    await engine.close();
    await server.close();
  });

  async function* of(...batches: SearchDocument[][]) {
    yield* batches;
  }
  const everything = {
    ...{ text: "", filters: {}, audiences: ["public"], sort: "newest", offset: 0, limit: 100 },
    now: new Date("2026-03-01T00:00:00Z"),
  };
  const all = async () => {
    const { hits } = await engine.search(everything);
    return hits.map(({ document }) => document.title).sort();
  };
  const totalOf = async (searched: SearchEngine) => (await searched.search(everything)).total;
  const whenBack = async () => {
    await server.start();
    await expect.poll(() => all().catch(() => null), { timeout: 30_000 }).not.toBeNull();
  };

  it("killed in a build, goes on with what it had, and the next build is whole", async () => {
    async function* killing() {
      yield Array.from({ length: 400 }, (_, number) => searchable({ title: `新${number}` }));
      await server.kill("SIGKILL");
      yield Array.from({ length: 400 }, (_, number) => searchable({ title: `再${number}` }));
    }
    await expect(engine.rebuild(killing())).rejects.toBeInstanceOf(SearchUnavailable);
    await whenBack();
    expect(await engine.prepare()).toEqual({ rebuild: false });
    expect(await all()).toEqual(["起初"]);
    await engine.rebuild(of([searchable({ title: "全" })]));
    expect(await all()).toEqual(["全"]);
  });

  it("killed in a write, says so, and takes the same write again", async () => {
    const documents = Array.from({ length: 50 }, (_, n) => searchable({ title: `写${n}` }));
    const writing = engine.upsert(documents).catch((error: unknown) => error);
    await server.kill("SIGKILL");
    const outcome = await writing;
    if (outcome !== undefined) expect(outcome).toBeInstanceOf(SearchUnavailable);
    await whenBack();
    await engine.upsert(documents);
    expect(await all()).toHaveLength(51);
  });

  it("stopped, makes nobody wait after a few, and is asked again once it goes on", async () => {
    await server.kill("SIGSTOP");
    for (let time = 0; time < 3; time += 1)
      await expect(all()).rejects.toBeInstanceOf(SearchUnavailable);
    // Nothing is asked now, so this ends although the server is silent.
    await Promise.all(Array.from({ length: 100 }, () => expect(all()).rejects.toThrow()));
    await server.kill("SIGCONT");
    await expect.poll(() => all().catch(() => null), { timeout: 30_000 }).toEqual(["起初"]);
  });

  it("with another key, refuses, and is told of once", async () => {
    const told: (string | null)[] = [];
    const wrong = createMeilisearchEngine({
      ...{ url: server.url, key: "wrong", pool: test.pool, fields: indexFields },
      onChange: (reason) => void told.push(reason),
    });
    for (let time = 0; time < 3; time += 1)
      await expect(wrong.prepare()).rejects.toBeInstanceOf(SearchUnavailable);
    expect(told).toHaveLength(1);
    await wrong.close();
  });

  it("with a full disk, says so, still finds what it had, and goes on once there is room", async (context) => {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-full-"));
    const mount = (options: string) =>
      run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", directory]);
    const mounted = await mount("size=24m").catch(() => null);
    if (!mounted) context.skip("only who may mount can make a disk that fills up");
    const full = await startSearchServer({ directory });
    const held = createMeilisearchEngine({
      ...{ url: full.url, key: full.key, pool: test.pool, fields: indexFields },
      ...{ indexPrefix: "full", keepUnused: 0 },
    });
    try {
      await held.rebuild(of([searchable({ title: "起初" })]));
      await run("dd", ["if=/dev/zero", `of=${directory}/filler`, "bs=1M"]).catch(() => {});
      const many = Array.from({ length: 500 }, (_, number) => searchable({ title: `满${number}` }));
      await expect(held.upsert(many)).rejects.toBeInstanceOf(SearchUnavailable);
      expect(await totalOf(held)).toBe(1);
      await fs.rm(`${directory}/filler`);
      await mount("remount,size=400m");
      await expect
        .poll(
          () =>
            held.upsert(many).then(
              () => true,
              () => false,
            ),
          { timeout: 60_000 },
        )
        .toBe(true);
      expect(await totalOf(held)).toBe(501);
    } finally {
      await held.close();
      await full.close();
      await run("umount", [directory]);
      await fs.rm(directory, { recursive: true, force: true });
    }
  });

  it("emptied, is noticed and filled anew", async () => {
    await server.kill("SIGKILL");
    await fs.rm(path.join(server.directory, "data"), { recursive: true });
    await server.start();
    await expect
      .poll(() => engine.prepare().catch(() => null), { timeout: 30_000 })
      .toEqual({
        rebuild: true,
      });
    await engine.rebuild(of([searchable({ title: "重建" })]));
    expect(await all()).toEqual(["重建"]);
  });
});
