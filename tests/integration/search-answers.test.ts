import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { fallbackSearch } from "#app/search/fallback.server.ts";
import { indexOrganisation } from "#app/search/index.server.ts";
import { collectSuggestionsOnce, rebuildIndex } from "#app/search/rebuild.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { searchFor } from "#app/search/search.server.ts";
import { suggestFor } from "#app/search/suggestions.server.ts";
import { answerSearch } from "#app/search/understood.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { indexFields } from "#app/search/fields.ts";
import { createMeilisearchEngine } from "#search/meilisearch/engine.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { badInput } from "./search-bad-input.ts";
import { startMeilisearchStandIn, type StandIn } from "./search-meilisearch-server.ts";

let market: TestMarket;
let services: Services;
let enterprise: Viewer;
let invited: Viewer;
let organizer: Viewer;

beforeAll(async () => {
  market = await openMarket();
  services = market.services;
  enterprise = await createPerson(services);
  invited = await createPerson(services, { kind: "university" });
  organizer = await createPerson(services, { kind: "authority", platformRole: "organizer" });
  await collectSuggestionsOnce(services);
});
afterAll(() => market.close());

async function publish(changes: Parameters<typeof completeNeed>[0]): Promise<string> {
  const draft = await commands.createDraft(services, enterprise, "need", completeNeed(changes));
  const { revision } = await commands.submit(services, enterprise, draft.id);
  await approve(services, organizer, draft.id, revision);
  await publishPost(services, draft.id);
  return draft.id;
}

const asking = (text: string, more: Record<string, string> = {}) =>
  readSearchParameters(new URLSearchParams({ q: text, ...more }));
const titlesOf = ({ lines }: { lines: { title: { text: string }[] }[] }) =>
  lines.map(({ title }) => title.map(({ text }) => text).join("")).sort();
const offered = async (typed: string) =>
  (await suggestFor(services, typed)).map(({ text }) => text);

const kinds = ["public", "registered", "anonymous", "invited"] as const;
const titleOf = {
  public: "公开的热障涂层需求",
  registered: "注册可见的热障涂层需求",
  anonymous: "匿名的热障涂层需求",
  invited: "邀请的热障涂层需求",
};

describe("posts of every visibility", () => {
  beforeAll(async () => {
    for (const visibility of kinds)
      await publish({
        title: titleOf[visibility],
        keywords: [`${visibility}关键词`],
        visibility,
        invited: visibility === "invited" ? [invited.memberships[0]?.organisationId ?? ""] : [],
      });
  });

  it("bring suggestions only when everyone may see them", async () => {
    expect(await offered("public关键词")).toEqual(["public关键词"]);
    for (const visibility of kinds.slice(1)) expect(await offered(`${visibility}关`)).toEqual([]);
    expect(await offered("注册可见")).toEqual([]);
  });

  it.each<[string, () => MaybeViewer]>([
    ["a guest", () => null],
    ["its own organisation", () => enterprise],
    ["an invited organisation", () => invited],
    ["an organizer", () => organizer],
  ])("are found without the index by %s as with it", async (_name, viewer) => {
    const parameters = asking("热障涂层");
    const simple = titlesOf(await fallbackSearch(services, viewer(), parameters));
    expect(simple).toEqual(titlesOf(await searchFor(services, viewer(), parameters)));
    expect(simple).toContain(titleOf.public);
  });

  it("are not found by another signed-in organisation where they are for invited ones", async () => {
    const other = await createPerson(services);
    const simple = titlesOf(await fallbackSearch(services, other, asking("热障涂层")));
    expect(simple).toEqual(
      kinds
        .slice(0, 3)
        .map((kind) => titleOf[kind])
        .sort(),
    );
  });

  it("show no name of an anonymous enterprise in the simple search", async () => {
    const { lines } = await fallbackSearch(services, invited, asking("匿名的热障涂层"));
    expect(lines.map(({ organisationName }) => organisationName)).toEqual([""]);
  });
});

describe("the simple search", () => {
  it("finds by title and keyword, every word, narrowed, counted by kind and cluster", async () => {
    await publish({ title: "风机齿轮箱降噪", keywords: ["NVH"], cluster: "high_end_equipment" });
    await publish({ title: "减速机齿轮降噪", cluster: "construction_machinery" });
    const found = await fallbackSearch(services, null, asking("齿轮 降噪"));
    expect(titlesOf(found)).toEqual(["减速机齿轮降噪", "风机齿轮箱降噪"].sort());
    expect(found.facets.kind).toEqual([{ value: "need", count: 2 }]);
    expect(found.facets.cluster.map(({ count }) => count)).toEqual([1, 1]);
    expect(titlesOf(await fallbackSearch(services, null, asking("nvh")))).toEqual([
      "风机齿轮箱降噪",
    ]);
    const narrowed = asking("齿轮", { cluster: "construction_machinery" });
    expect(titlesOf(await fallbackSearch(services, null, narrowed))).toEqual(["减速机齿轮降噪"]);
    const excluding: Record<string, string>[] = [
      { kind: "result" },
      { kind: "organisation" },
      { trl: "9" },
      { region: "99" },
      { state: "closed" },
      { cooperationMode: "licence" },
    ];
    for (const none of excluding)
      expect((await fallbackSearch(services, null, asking("齿轮", none))).total).toBe(0);
  });

  it("never shows the title of a working copy", async () => {
    const id = await publish({ title: "公布的密封圈标题" });
    await market.test.pool.query("UPDATE post SET title = '未审的密封圈标题' WHERE id = $1", [id]);
    expect(titlesOf(await fallbackSearch(services, null, asking("密封圈")))).toEqual([
      "公布的密封圈标题",
    ]);
    expect((await fallbackSearch(services, null, asking("未审"))).total).toBe(0);
  });
});

describe("a query that nothing has", () => {
  beforeAll(async () => {
    await publish({ title: "石墨烯散热需求", keywords: ["石墨烯", "graphene"] });
    for (const number of [1, 2, 3, 4]) await publish({ title: `导热垫片需求${number}` });
  });

  it.each([
    ["shimoxi", "石墨烯"],
    ["smx", "石墨烯"],
    ["grapene", "graphene"],
    ["graphnee 散热", "graphene 散热"],
  ])("%s is searched as %s", async (asked, expected) => {
    const answer = await answerSearch(services, null, asking(asked));
    expect(answer.searchedInstead ?? answer.alternatives[0]).toBe(expected);
    if (answer.searchedInstead) expect(titlesOf(answer.result)).toContain("石墨烯散热需求");
  });

  it("is searched as it is when the person says so", async () => {
    const answer = await answerSearch(services, null, asking("shimoxi", { exact: "1" }));
    expect(answer).toMatchObject({ searchedInstead: null, alternatives: [], result: { total: 0 } });
  });

  it("is offered another reading when only its other words are found", async () => {
    const answer = await answerSearch(services, null, asking("shimoxi 导热垫片 "));
    expect(answer.result.total).toBeGreaterThan(3);
    expect(answer).toMatchObject({ searchedInstead: null, alternatives: ["石墨烯 导热垫片"] });
  });

  it("is left alone when no reading of it finds anything either, or filters exclude it", async () => {
    for (const parameters of [
      asking("zhongzi"),
      asking("GCr19"),
      asking("shimoxi", { kind: "organisation" }),
    ])
      expect(await answerSearch(services, null, parameters)).toMatchObject({
        searchedInstead: null,
        alternatives: [],
        result: { total: 0 },
      });
  });

  it("is offered nothing that comes from what not everyone may see", async () => {
    await publish({
      title: "只给注册用户的钕铁硼回收",
      keywords: ["钕铁硼回收"],
      visibility: "registered",
    });
    const answer = await answerSearch(services, null, asking("nvtiepenghuishou"));
    expect(answer).toMatchObject({ searchedInstead: null, alternatives: [] });
    expect(await offered("nvtiepenghui")).toEqual([]);
  });
});

describe("bad input", () => {
  it.each(badInput)("%s is answered, with and without the index", async (_name, text) => {
    const parameters = asking(text);
    expect(await answerSearch(services, null, parameters)).toHaveProperty("result.total");
    expect(await fallbackSearch(services, null, parameters)).toHaveProperty("total");
    expect(await suggestFor(services, text)).toBeInstanceOf(Array);
  });
});

describe("an organisation", () => {
  it("is offered by name, and under its new name when it changes", async () => {
    const id = enterprise.memberships[0]?.organisationId ?? "";
    const rename = async (name: string) => {
      await market.test.pool.query("UPDATE organisation SET name = $2 WHERE id = $1", [id, name]);
      await indexOrganisation(services, id);
    };
    await rename("扬子江密封科技");
    expect(await suggestFor(services, "yzjmf")).toEqual([
      { kind: "organisation", text: "扬子江密封科技", target: id },
    ]);
    await rename("金陵密封科技");
    const [first] = await suggestFor(services, "金陵密封");
    expect(first).toMatchObject({ target: id });
  });

  it("is not the only one: clusters are offered by both their names", async () => {
    for (const typed of ["物联网", "wulianw", "wlw", "Internet of"])
      expect(await suggestFor(services, typed)).toContainEqual(
        expect.objectContaining({ kind: "cluster", target: "internet_of_things" }),
      );
  });
});

describe("while the search server is away", () => {
  let server: StandIn;
  let away: Services;
  beforeAll(async () => {
    server = await startMeilisearchStandIn();
    const search = createMeilisearchEngine({
      ...{ url: server.url, pool: market.test.pool, fields: indexFields, patience: 1_000 },
    });
    await search.prepare();
    await rebuildIndex({ ...services, search });
    away = { ...services, search };
  });

  const broken = { status: 503, body: { message: "busy" } } as const;
  it.each([
    ["answers with errors", [broken, broken, broken]],
    ["cuts connections", ["cut", "cut", "cut"]],
    ["breaks off in the middle of an answer", ["cut midway", "cut midway", "cut midway"]],
    ["says nothing", ["silence"]],
  ] as const)("and %s, the database answers, and says so", async (_name, answers) => {
    server.fail("/multi-search", ...answers);
    const answer = await answerSearch(away, null, asking("石墨烯"));
    expect(answer.simple).toBe(true);
    expect(titlesOf(answer.result)).toContain("石墨烯散热需求");
    expect((await answerSearch(away, null, asking("石墨烯"))).simple).toBe(false);
  });

  it("or gone, the same holds, and what is hidden is no longer offered", async () => {
    await server.close();
    expect((await answerSearch(away, null, asking("石墨烯"))).simple).toBe(true);
    const id = await publish({ title: "热喷涂需求", keywords: ["超音速热喷涂"] });
    expect(await offered("超音速热")).toEqual(["超音速热喷涂"]);
    await market.test.pool.query("UPDATE post SET publication = 'withdrawn' WHERE id = $1", [id]);
    await expect(publishPost(away, id)).rejects.toThrow();
    expect(await offered("超音速热")).toEqual([]);
  });
});
