import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SearchDocument } from "#search/documents.ts";
import {
  offerOwn,
  prepareSuggestions,
  rebuildSuggestions,
  removeSuggestions,
  suggest,
  understand,
  updateSuggestions,
  type Entry,
} from "#search/suggestions/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { searchable } from "./search-contract.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** A public need without a title of its own, but for what the test says. */
const post = (given: Partial<SearchDocument>) => searchable({ title: "", ...given });
const term = (text: string): Entry => ({ kind: "term", text, target: "" });
const offered = async (typed: string) =>
  (await suggest(test.pool, typed, 8)).map(({ text }) => text);
const all = async () => {
  const { rows } = await test.pool.query<{ text: string; uses: number }>(
    "SELECT text, uses FROM search.suggestion ORDER BY text",
  );
  return Object.fromEntries(rows.map(({ text, uses }) => [text, uses]));
};
async function* inBatches(...batches: SearchDocument[][]) {
  yield* batches;
}

describe("suggestions", () => {
  beforeEach(async () => {
    await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
    await prepareSuggestions(test.pool);
  });

  it.each([
    ["石墨", "石墨烯"],
    ["墨烯", "石墨烯"],
    ["shimoxi", "石墨烯"],
    ["SHIMOXI", "石墨烯"],
    ["shi mo xi", "石墨烯"],
    ["shimox", "石墨烯"],
    ["shim", "石墨烯"],
    ["shimx", "石墨烯"],
    ["smx", "石墨烯"],
    ["s", "石墨烯"],
    ["石mx", "石墨烯"],
    ["石moxi", "石墨烯"],
    ["石墨x", "石墨烯"],
    ["s墨x", "石墨烯"],
    ["daore", "石墨烯导热膜"],
    ["drm", "石墨烯导热膜"],
    ["热膜", "石墨烯导热膜"],
    ["graph", "graphene"],
    ["Ｇｒａｐｈ", "graphene"],
    ["carb", "silicon carbide"],
    ["silicon c", "silicon carbide"],
    ["gcr", "GCr15轴承钢"],
    ["gcr15zc", "GCr15轴承钢"],
    ["6061t", "6061-T6铝合金"],
    ["lvhejin", "6061-T6铝合金"],
    ["luhejin", "6061-T6铝合金"],
    ["zhongqi", "重汽"],
    ["石墨烯 gra", "石墨烯 graphene"],
    ["石墨烯 shim", "石墨烯 石墨烯"],
    ["傳感", "传感器"],
  ])("%s offers %s", async (typed, expected) => {
    await offerOwn(
      test.pool,
      ["石墨烯", "石墨烯导热膜", "graphene", "silicon carbide", "GCr15轴承钢", "6061-T6铝合金"]
        .concat(["重汽", "传感器", "脱硫"])
        .map(term),
    );
    expect(await offered(typed)).toContain(expected);
    expect(await offered(typed)).not.toContain("脱硫");
  });

  it.each([
    "",
    " ",
    "%",
    "_",
    "\\",
    "'",
    "\0",
    "\ud800",
    "🚀",
    ".*",
    "(",
    "x".repeat(10_000),
    "zzz",
  ])("answers %j with nothing and without an error", async (typed) => {
    await offerOwn(test.pool, [term("石墨烯")]);
    expect(await offered(typed)).toEqual([]);
  });

  it("puts what begins so before what has it inside, and the often used first", async () => {
    await updateSuggestions(test.pool, [
      post({ keywords: ["导热膜", "膜材料"] }),
      post({ keywords: ["导热膜", "膜分离"] }),
      post({ keywords: ["导热膜", "膜分离"] }),
      post({ keywords: ["膜"] }),
    ]);
    expect(await offered("膜")).toEqual(["膜分离", "膜材料", "导热膜"]);
  });

  it("come only from what everyone may see, and go when that changes", async () => {
    const shown = post({
      title: "石墨烯散热",
      keywords: ["导热膜"],
      organisationName: "苏州某材料公司",
      organisationId: "o1",
    });
    for (const audience of [
      ["registered", "organisation:1"],
      ["organisation:2", "organizer"],
    ])
      await updateSuggestions(test.pool, [{ ...shown, id: audience.join(), audience }]);
    expect(await all()).toEqual({});
    await updateSuggestions(test.pool, [shown]);
    expect(await all()).toEqual({ 石墨烯: 1, 散热: 1, 导热膜: 1, 苏州某材料公司: 1 });
    await updateSuggestions(test.pool, [{ ...shown, audience: ["registered"], revision: 2 }]);
    expect(await all()).toEqual({});
    await updateSuggestions(test.pool, [shown]);
    expect(await all()).toEqual({});
  });

  it("are counted by document, follow changes, and may be repeated", async () => {
    const [one, other] = [post({ keywords: ["石墨烯", "膜材"] }), post({ keywords: ["石墨烯"] })];
    await updateSuggestions(test.pool, [one, other, one]);
    await updateSuggestions(test.pool, [one]);
    expect(await all()).toEqual({ 石墨烯: 2, 膜材: 1 });
    await updateSuggestions(test.pool, [{ ...one, keywords: ["石墨烯", "电极"], revision: 2 }]);
    expect(await all()).toEqual({ 石墨烯: 2, 电极: 1 });
    await removeSuggestions(test.pool, [one.id, "unknown"]);
    await removeSuggestions(test.pool, [one.id]);
    expect(await all()).toEqual({ 石墨烯: 1 });
    await updateSuggestions(test.pool, [{ ...one, revision: 3 }]);
    expect(await all()).toEqual({ 石墨烯: 2, 膜材: 1 });
  });

  it("are the same whether many write at once or one after another", async () => {
    const documents = Array.from({ length: 30 }, (_, index) =>
      post({ keywords: ["石墨烯", `膜材${"甲乙丙"[index % 3]}`] }),
    );
    await Promise.all(documents.map((one) => updateSuggestions(test.pool, [one])));
    expect(await all()).toEqual({ 石墨烯: 30, 膜材甲: 10, 膜材乙: 10, 膜材丙: 10 });
  });

  it("offer an organisation once, under each of its names", async () => {
    await updateSuggestions(test.pool, [
      post({
        kind: "organisation",
        id: "o1",
        title: "江苏材料研究院",
        keywords: ["Jiangsu Institute of Materials"],
      }),
      post({ organisationId: "o1", organisationName: "江苏材料研究院" }),
    ]);
    const [found, ...more] = await suggest(test.pool, "jiangsu", 8);
    expect(found).toMatchObject({ kind: "organisation", target: "o1" });
    expect(more).toEqual([]);
    expect(await offered("clyjy")).toEqual(["江苏材料研究院"]);
  });

  it("are collected anew while others write, whose changes win", async () => {
    expect(await prepareSuggestions(test.pool)).toEqual({ rebuild: true });
    const [old, edited, hidden, removed] = [
      post({ keywords: ["陈旧"] }),
      post({ keywords: ["改前"] }),
      post({ keywords: ["将隐藏"] }),
      post({ keywords: ["将删除"] }),
    ];
    const fresh = post({ keywords: ["新来"] });
    await updateSuggestions(test.pool, [old, edited, hidden, removed]);
    async function* source() {
      await updateSuggestions(test.pool, [
        { ...edited, keywords: ["改后"], revision: 2 },
        { ...hidden, audience: ["registered"], revision: 2 },
        fresh,
      ]);
      await removeSuggestions(test.pool, [removed.id]);
      yield [edited, hidden];
      yield [removed, post({ keywords: ["来源"] })];
    }
    await rebuildSuggestions(test.pool, [term("自带")], source());
    expect(await all()).toEqual({ 改后: 1, 新来: 1, 来源: 1, 自带: 1 });
    expect(await prepareSuggestions(test.pool)).toEqual({ rebuild: false });
    await rebuildSuggestions(test.pool, [], inBatches([removed]));
    expect(await all()).toEqual({ 将删除: 1 });
  });

  it("may be prepared by two servers at once, and anew after a change of version", async () => {
    await test.pool.query("DROP SCHEMA search CASCADE");
    const both = await Promise.all([prepareSuggestions(test.pool), prepareSuggestions(test.pool)]);
    expect(both).toEqual([{ rebuild: true }, { rebuild: true }]);
    await offerOwn(test.pool, [term("石墨烯")]);
    await test.pool.query("UPDATE search.suggestion_version SET number = 0, whole = true");
    expect(await prepareSuggestions(test.pool)).toEqual({ rebuild: true });
    expect(await all()).toEqual({});
  });
});

describe("what else a query may mean", () => {
  beforeAll(async () => {
    await test.pool.query("DROP SCHEMA IF EXISTS search CASCADE");
    await prepareSuggestions(test.pool);
    await offerOwn(
      test.pool,
      [
        "石墨烯",
        "graphene",
        "laser",
        "silicon carbide",
        "perovskite",
        "sic",
        "GCr15",
        "激光",
        "机构",
      ].map(term),
    );
    await updateSuggestions(test.pool, [post({ keywords: ["激光"] })]);
  });

  it.each([
    ["shimoxi", "石墨烯", "pinyin"],
    ["Shimoxi", "石墨烯", "pinyin"],
    ["shi mo xi", "石墨烯", "pinyin"],
    ["smx", "石墨烯", "initials"],
    ["jg", "激光", "initials"],
    ["shimoxi 导热", "石墨烯 导热", "pinyin"],
    ["高导热shimoxi膜", "高导热石墨烯膜", "pinyin"],
    ["grapene", "graphene", "typo"],
    ["graphnee", "graphene", "typo"],
    ["lsaer", "laser", "typo"],
    ["silicon carbdie", "silicon carbide", "typo"],
    ["perovsite film", "perovskite film", "typo"],
    ["６０６１ ｇｒａｐｅｎｅ", "6061 graphene", "typo"],
  ])("%s may be %s", async (text, expected, by) => {
    const [first] = await understand(test.pool, text);
    expect(first?.text).toBe(expected);
    expect(first?.changes.map((change) => change.by)).toEqual([by]);
  });

  it.each([
    "",
    "石墨烯",
    "graphene",
    "silicon carbide",
    "gcr16",
    "GCr14",
    "6061-T5",
    "sid",
    "SiB",
    "lasre2",
    "1200",
    "LASRE",
    "grxpxnx",
    "lsear",
    "\0",
    "\ud800",
    "' OR 1=1",
    "x".repeat(10_000),
  ])("%j is left as it is", async (text) => {
    expect(await understand(test.pool, text)).toEqual([]);
  });

  it("names the other terms of the same initials after the most used", async () => {
    const found = await understand(test.pool, "jg");
    expect(found.map(({ text }) => text)).toEqual(["激光", "机构"]);
  });
});
