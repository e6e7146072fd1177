import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SearchUnavailable, type SearchEngine, type SearchRequest } from "#search/engine.ts";
import { indexFields } from "#app/search/fields.ts";
import { createMeilisearchEngine } from "#search/meilisearch/engine.ts";
import { settings } from "#search/meilisearch/record.ts";
import { searchBadInput } from "./search-bad-input.ts";
import { useSynonyms } from "#search/text/synonyms.ts";
import { searchable } from "./search-contract.ts";
import { startMeilisearchStandIn, type StandIn } from "./search-meilisearch-server.ts";

let server: StandIn;
let engine: SearchEngine;
beforeEach(async () => {
  server = await startMeilisearchStandIn();
  engine = createMeilisearchEngine({
    url: server.url,
    fields: indexFields,
    key: "key",
    indexPrefix: "test",
  });
  await engine.prepare();
});
afterEach(async () => {
  expect(server.requests.flatMap(({ faults }) => faults)).toEqual([]);
  await server.close();
});

/** The index that the engine made: its name tells the version of its settings and of its fields. */
const indexName = () => [...server.indexes.keys()].find((name) => name.startsWith("test_v")) ?? "";
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
  yield titles.map((title) => searchable({ title }));
}
const sent = (path: string) => server.requests.filter((request) => request.path === path);
const found = async () =>
  (await engine.search(asked())).hits.map(({ document }) => document.title).sort();

describe("the Meilisearch engine", () => {
  searchBadInput(async () => engine, { filters: false });

  it("asks for a rebuild until one was finished", async () => {
    expect(await engine.prepare()).toEqual({ rebuild: true });
    expect(await engine.rebuild(source("一", "二"))).toEqual({ documents: 2 });
    expect(await engine.prepare()).toEqual({ rebuild: false });
    expect(await engine.status()).toMatchObject({ available: true, documents: 2 });
    expect(await found()).toEqual(["一", "二"]);
  });

  it("may be prepared by two servers at once", async () => {
    await server.close();
    server = await startMeilisearchStandIn();
    const both = [1, 2].map(() =>
      createMeilisearchEngine({ url: server.url, fields: indexFields, key: "key" }).prepare(),
    );
    expect(await Promise.all(both)).toEqual([{ rebuild: true }, { rebuild: true }]);
  });

  it("asks only for what the viewer may see, in every query, with values quoted", async () => {
    await engine.search(
      asked({
        text: "石墨烯",
        audiences: ["public", 'organisation:"x" OR audience EXISTS', "a\\"],
        filters: { cluster: ["iot"], region: ["3201"] },
      }),
    );
    const { queries } = sent("/multi-search")[0]?.body as { queries: { filter: string[] }[] };
    expect(queries).toHaveLength(3);
    for (const { filter } of queries)
      expect(filter.slice(0, 2)).toEqual([
        'audience IN ["public", "organisation:\\"x\\" OR audience EXISTS", "a\\\\"]',
        "expiresAt > 1772323200",
      ]);
    expect(queries.map(({ filter }) => filter.slice(2))).toEqual([
      ['cluster IN ["iot"]', 'region IN ["3201"]'],
      ['region IN ["3201"]'],
      ['cluster IN ["iot"]'],
    ]);
  });

  it("asks for candidates of other owners, published and unexpired", async () => {
    const subject = searchable({ id: "me", title: "石墨烯", organisationId: "mine" });
    await engine.candidates({ ...asked(), subject, kind: "result" });
    expect(
      (sent(`/indexes/${indexName()}/search`)[0]?.body as { filter: string[] }).filter,
    ).toEqual([
      'audience IN ["public"]',
      "expiresAt > 1772323200",
      'kind IN ["result"]',
      'state IN ["published"]',
      'organisationId != "mine"',
      'id != "me"',
    ]);
  });

  it.each([
    ["处理", "待处理"],
    ["简单", "安装简单"],
    ["工具", "测试工具箱"],
    ["农业", "中国农业发展银行"],
    ["招商", "招商局集团有限公司"],
    ["公司", "招商局集团有限公司"],
    ["0.5", "耐压0.5MPa密封件"],
    ["mpa", "耐压0.5MPa密封件"],
  ])("gives the server %s as a word of %s", async (word, title) => {
    await engine.upsert([searchable({ id: "a", title })]);
    const stored = server.indexes.get(indexName())?.get("a");
    expect(String(stored?.titleTokens).split(" ")).toContain(word);
  });

  it("tells the server of synonyms when they change, not otherwise, and of no others", async () => {
    const taught = () => server.synonyms.get(indexName()) ?? {};
    const updates = () =>
      sent(`/indexes/${indexName()}/settings/synonyms`).map(({ method }) => method);
    try {
      useSynonyms([["云母纳米片", "mica nanosheets"]]);
      await engine.prepare();
      expect(taught()["mica nanosheets"]).toEqual(["云母纳米片"]);
      await engine.prepare();
      expect(updates()).toEqual(["GET", "PUT", "GET"]);
      await engine.rebuild(source("一"));
      expect(taught()["云母纳米片"]).toEqual(["mica nanosheets"]);
      expect(taught().graphene).toEqual(["石墨烯"]);
    } finally {
      useSynonyms([]);
    }
    await engine.prepare();
    expect(taught()).not.toHaveProperty("mica nanosheets");
  });

  it("ignores an older revision", async () => {
    await engine.upsert([searchable({ id: "a", title: "二", revision: 2 })]);
    await engine.upsert([searchable({ id: "a", title: "一", revision: 1 })]);
    expect(await found()).toEqual(["二"]);
  });

  it("keeps what is written while a rebuild reads older rows", async () => {
    const [edited, removed] = [searchable({ title: "旧" }), searchable({ title: "删" })];
    await engine.upsert([edited, removed]);
    async function* slow() {
      await engine.upsert([{ ...edited, title: "新", revision: 2 }]);
      await engine.remove([removed.id]);
      yield [edited, removed];
    }
    await engine.rebuild(slow());
    expect(await found()).toEqual(["新"]);
  });

  it("tries again after a server error and a cut connection", async () => {
    server.fail("/multi-search", { status: 503, body: { message: "busy" } }, "cut");
    expect(await found()).toEqual([]);
    expect(sent("/multi-search")).toHaveLength(3);
  });

  it("does not wait longer than a person would, and not again", async () => {
    const hasty = createMeilisearchEngine({
      url: server.url,
      fields: indexFields,
      indexPrefix: "test",
      patience: 50,
    });
    server.fail("/multi-search", "silence");
    await expect(hasty.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    expect(sent("/multi-search")).toHaveLength(1);
  });

  it("is unavailable when its answers break off", async () => {
    server.fail("/multi-search", "cut midway", "cut midway", "cut midway");
    await expect(engine.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
  });

  it("takes words as they are written: another reading is found before it is asked", () => {
    expect(settings(indexFields).typoTolerance).toEqual({ enabled: false });
    expect(settings(indexFields).rankingRules).not.toContain("typo");
  });

  it("tells of its version and of the server's tasks", async () => {
    server.failTask("no_space_left_on_device");
    await expect(engine.upsert([searchable()])).rejects.toThrow();
    expect(await engine.status()).toMatchObject({ version: 7, tasks: { waiting: 0, failed: 1 } });
  });

  it("is unavailable when faults stay, a task fails, or the key is refused", async () => {
    const broken = { status: 500, body: { message: "internal" } };
    server.fail("/multi-search", broken, broken, broken);
    await expect(engine.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    server.failTask("no_space_left_on_device");
    await expect(engine.upsert([searchable()])).rejects.toThrow(/no_space_left_on_device/);
    server.fail("/multi-search", { status: 403, body: { message: "no", code: "invalid_api_key" } });
    await expect(engine.search(asked())).rejects.toBeInstanceOf(SearchUnavailable);
    server.fail("/indexes", "cut", "cut", "cut");
    expect(await engine.status()).toMatchObject({ available: false });
  });
});
