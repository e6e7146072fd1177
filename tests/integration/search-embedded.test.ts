import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedEngine } from "#search/embedded/engine.ts";
import { SearchUnavailable } from "#search/engine.ts";
import { createMatcher } from "#search/matching/matcher.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { freePort } from "#tests/support/free-port.ts";
import { searchBadInput } from "./search-bad-input.ts";
import { contractFields, searchable, searchEngineContract } from "./search-contract.ts";
import { searchMeaningContract } from "./search-meaning-contract.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const fresh = async () => {
  await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
  const engine = createEmbeddedEngine({ pool: test.pool, fields: contractFields });
  await engine.prepare();
  return engine;
};

describe("the embedded engine", () => {
  describe("the contract", () => searchEngineContract(fresh));
  describe("the contract of meaning", () => searchMeaningContract(fresh));
  describe("bad input", () => searchBadInput(fresh));

  it("asks for a rebuild when new, when two start at once, and after a change of version", async () => {
    await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
    const engine = createEmbeddedEngine({ pool: test.pool, fields: contractFields });
    const both = await Promise.all([engine.prepare(), engine.prepare()]);
    expect(both).toEqual([{ rebuild: true }, { rebuild: true }]);
    await engine.rebuild((async function* () {})());
    expect(await engine.prepare()).toEqual({ rebuild: false });
    const { facets, sorts } = contractFields;
    const other = createEmbeddedEngine({
      pool: test.pool,
      fields: { facets, sorts: sorts.slice(1) },
    });
    expect(await other.prepare()).toEqual({ rebuild: true });
    await test.pool.query("UPDATE search.build SET version = '0'");
    expect(await engine.prepare()).toEqual({ rebuild: true });
  });

  it("finds candidates about the same topic that share no word, behind those that do", async () => {
    const engine = await fresh();
    const subject = searchable({ title: "小麦增产", kind: "need" });
    const titles = ["小麦新品系", "农田灌区调度", "大豆栽培方法", "轴承磨削"];
    const others = titles.map((title) => searchable({ title, kind: "result" }));
    await engine.upsert([subject, ...others]);
    const now = new Date("2026-03-01T00:00:00Z");
    const asked = { subject, kind: "result", audiences: null, limit: 9, now } as const;
    const candidates = await engine.candidates(asked);
    const places = candidates.map(({ id }) => others.findIndex((other) => other.id === id));
    expect(places.slice(0, 2)).toEqual([0, 2]);
    expect(places).not.toContain(3);
    const matches = await createMatcher(engine).matchesFor(subject, asked);
    expect(matches.map(({ document }) => document.title)).toContain("大豆栽培方法");
  });

  it("follows what another process writes, changes, removes and builds anew", async () => {
    const engine = await fresh();
    const other = createEmbeddedEngine({ pool: test.pool, fields: contractFields });
    const subject = searchable({ title: "小麦增产", kind: "need" });
    const now = new Date("2026-03-01T00:00:00Z");
    const titles = async () => {
      const asked = { subject, kind: "result", audiences: null, limit: 9, now } as const;
      const ids = (await engine.candidates(asked)).map(({ id }) => id);
      return (await engine.documents(ids)).map(({ title }) => title);
    };
    expect(await titles()).toEqual([]);
    const post = searchable({ title: "大豆栽培方法", kind: "result" });
    await other.upsert([post]);
    expect(await titles()).toEqual(["大豆栽培方法"]);
    await other.upsert([{ ...post, title: "轴承磨削", revision: post.revision + 1 }]);
    expect(await titles()).toEqual([]);
    await other.upsert([{ ...post, revision: post.revision + 2 }]);
    expect(await titles()).toEqual(["大豆栽培方法"]);
    await other.upsert([{ ...post, title: "qxzv", revision: post.revision + 3 }]);
    expect(await titles()).toEqual([]);
    const again = searchable({ title: "大豆育种", kind: "result" });
    await other.rebuild(
      (async function* () {
        yield [again];
      })(),
    );
    expect(await titles()).toEqual(["大豆育种"]);
    await other.remove([again.id]);
    expect(await titles()).toEqual([]);
    await Promise.all([engine.close(), other.close()]);
  });

  it("rebuilds again after a rebuild whose source failed, with nothing lost meanwhile", async () => {
    const engine = await fresh();
    await engine.upsert([searchable({ title: "原有" })]);
    const failing = (async function* () {
      yield [searchable({ title: "半途" })];
      throw new Error("source failed");
    })();
    await expect(engine.rebuild(failing)).rejects.toThrow("source failed");
    await engine.upsert([searchable({ title: "之后" })]);
    expect((await engine.status()).documents).toBe(2);
    const whole = (async function* () {
      yield [searchable({ title: "完整" })];
    })();
    expect(await engine.rebuild(whole)).toEqual({ documents: 1 });
  });

  it("lets many write while a rebuild reads through the same small pool", async () => {
    await fresh();
    const pool = new pg.Pool({ connectionString: test.url, max: 3 });
    try {
      const engine = createEmbeddedEngine({ pool, fields: contractFields });
      const late = Array.from({ length: 20 }, () => searchable({ title: "同时" }));
      const writes: Promise<void>[] = [];
      async function* source() {
        writes.push(...late.map((document) => engine.upsert([document])));
        await pool.query("SELECT 1");
        yield [searchable({ title: "来源" })];
      }
      await engine.rebuild(source());
      await Promise.all(writes);
      expect((await engine.status()).documents).toBe(21);
    } finally {
      await pool.end();
    }
  });

  it("says that it is unavailable when PostgreSQL is away", async () => {
    const pool = new pg.Pool({ host: "127.0.0.1", port: await freePort() });
    const engine = createEmbeddedEngine({ pool, fields: contractFields });
    await expect(engine.remove(["a"])).rejects.toBeInstanceOf(SearchUnavailable);
    expect(await engine.status()).toMatchObject({ available: false, documents: 0 });
    await pool.end();
  });
});
