import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { indexFields } from "#app/search/fields.ts";
import type { SearchDocument } from "#search/documents.ts";
import type { SearchEngine, SearchRequest, Segment } from "#search/engine.ts";
import type { IndexFields } from "#search/fields.ts";
import { useSynonyms } from "#search/text/synonyms.ts";

export const now = new Date("2026-03-01T00:00:00Z");
export const seconds = (date: string): number => Date.parse(date) / 1_000;

/** What the product declares, and facts of no document property. */
export const contractFields: IndexFields = {
  facets: [...indexFields.facets, { name: "grade", of: "facts" }],
  sorts: [...indexFields.sorts, { name: "price", of: "facts", direction: "desc" }],
};

let made = 0;

/** A public, published need, but for what the test says. */
export function searchable(given: Partial<SearchDocument> = {}): SearchDocument {
  made += 1;
  return {
    id: `document-${made}`,
    kind: "need",
    state: "published",
    title: "无题",
    keywords: [],
    passages: [],
    indicators: [],
    organisationName: "",
    organisationId: null,
    ownerId: `owner-${made}`,
    verified: false,
    clusters: [],
    discipline: null,
    region: null,
    trl: null,
    cooperationModes: [],
    amountMin: null,
    amountMax: null,
    audience: ["public"],
    publishedAt: seconds("2026-01-01"),
    expiresAt: null,
    deadline: null,
    revision: 1,
    ...given,
  };
}

export const asked = (text: string, given: Partial<SearchRequest> = {}): SearchRequest => ({
  text,
  filters: {},
  audiences: ["public"],
  sort: "relevance",
  offset: 0,
  limit: 20,
  now,
  ...given,
});

const marked = (segments: Segment[]): string[] =>
  segments.filter(({ hit }) => hit).map(({ text }) => text);

async function* inBatches(...batches: SearchDocument[][]): AsyncGenerator<SearchDocument[]> {
  yield* batches;
}

/** What every engine promises, whatever it runs on. */
export function searchEngineContract(makeEngine: () => Promise<SearchEngine>): void {
  let engine: SearchEngine;
  beforeEach(async () => {
    engine = await makeEngine();
  });

  const titles = async (text: string, given: Partial<SearchRequest> = {}) =>
    (await engine.search(asked(text, given))).hits.map(({ document }) => document.title);
  const titlesOf = async (found: { id: string }[]) =>
    (await engine.documents(found.map(({ id }) => id))).map(({ title }) => title).sort();
  const hold = (...documents: Partial<SearchDocument>[]) =>
    engine.upsert(documents.map((document) => searchable(document)));

  describe("words of Chinese", () => {
    it.each([
      ["处理", "待处理"],
      ["简单", "安装简单"],
      ["工具", "测试工具箱"],
      ["农业", "中国农业发展银行"],
      ["招商 公司", "招商局集团有限公司"],
      ["膜", "反渗透膜组件"],
      ["石墨", "石墨烯导热膜"],
      ["处理", "廢水處理"],
      ["测试工具箱", "测试工具箱"],
      ["测试工", "测试工具箱"],
      ["高性能 轴承钢", "高性能GCr15轴承钢热处理"],
      ["GCr15", "高性能GCr15轴承钢热处理"],
      ["gcr", "高性能GCr15轴承钢热处理"],
      ["6061-T6", "6061-T6铝合金焊接"],
      ["６０６１", "6061-T6铝合金焊接"],
      ["graphene", "石墨烯导热膜"],
      ["silicon carbide", "碳化硅外延设备"],
      ["碳化硅", "SiC power modules"],
      ["石墨烯 film", "Graphene 石墨烯 film transfer"],
      ["导热膜的石墨烯", "石墨烯导热膜"],
    ])("%s finds %s", async (query, title) => {
      await hold({ title }, { title: "海上风机塔筒检修" });
      expect(await titles(query)).toEqual([title]);
    });

    it.each([
      ["0.5MPa", "耐压0.5 MPa密封件"],
      ["0.5 MPa", "耐压0.5MPa密封件"],
      ["0.5mpa", "耐压０.５ＭＰａ密封件"],
      ["密封件 0.5MPa", "耐压0.5 MPa密封件"],
      ["300Wh/kg", "300 Wh/kg固态电池"],
      ["300 Wh/kg", "300Wh/kg固态电池"],
      ["20 μm", "20μm铜箔"],
      ["220 V", "220V逆变器"],
      ["5G", "5G基站滤波器"],
      ["65Mn", "65Mn弹簧钢"],
    ])("%s finds %s", async (query, title) => {
      await hold({ title }, { title: "耐压0.6 MPa阀体，第5版，65 kg，g级" });
      const { hits } = await engine.search(asked(query));
      const whole = hits.filter(({ partial }) => !partial);
      expect(whole.map(({ document }) => document.title)).toEqual([title]);
    });

    it("marks a number and its unit with and without a space, and ranks both as what was typed", async () => {
      await hold({ title: "耐压0.5MPa密封件" }, { title: "耐压0.5 MPa密封件" });
      for (const query of ["0.5MPa", "0.5 MPa"]) {
        const { hits } = await engine.search(asked(query));
        const marks = hits.map((hit) => marked(hit.title).join(""));
        expect(marks.sort()).toEqual(["0.5MPa", "0.5MPa"]);
      }
    });

    it.each(["'", "\\", "a & b | !c", "<-> :*", "((", "\u0000", "🚀", "的", "%_", '"引号'])(
      "answers %j without an error",
      async (query) => {
        await hold({ title: "石墨烯导热膜" });
        await expect(engine.search(asked(query))).resolves.toHaveProperty("total");
      },
    );

    it("finds by keyword, organisation, indicator and passage, titles first", async () => {
      await hold(
        { title: "一", passages: [{ field: "problem", text: "希望改进轴承寿命" }] },
        { title: "二", keywords: ["轴承"] },
        { title: "三", organisationName: "洛阳轴承有限公司" },
        {
          title: "四",
          indicators: [{ name: "轴承温升", comparison: "le", value: "40", upper: null, unit: "℃" }],
        },
        { title: "轴承" },
      );
      const found = await titles("轴承");
      expect(found[0]).toBe("轴承");
      expect([...found].sort()).toEqual(["一", "三", "二", "四", "轴承"].sort());
    });

    it("asks for every word, and for any when no document has all", async () => {
      await hold({ title: "钛合金焊接" }, { title: "铝合金焊接" }, { title: "污泥干化" });
      expect((await titles("钛合金 焊接 "))[0]).toBe("钛合金焊接");
      const any = await titles("钛合金 污泥 ");
      expect(any.slice(0, 2).sort()).toEqual(["污泥干化", "钛合金焊接"]);
    });

    it("fills the page with what has some words, and counts only what has all", async () => {
      await hold(
        { title: "铝合金焊接", region: "3202" },
        { title: "钛合金焊接", region: "3201" },
        { title: "污泥干化", region: "3203" },
      );
      const page = await engine.search(asked("钛合金 焊接 "));
      expect(page.hits.map(({ document }) => document.title)).toEqual(["钛合金焊接", "铝合金焊接"]);
      expect(page.hits.map(({ partial }) => partial)).toEqual([false, true]);
      expect(page.total).toBe(1);
      expect(page.facets.region).toEqual([{ value: "3201", count: 1 }]);
      const next = await engine.search(asked("钛合金 焊接 ", { offset: 1, limit: 1 }));
      expect(next.hits.map(({ document }) => document.title)).toEqual(["铝合金焊接"]);
      const filtered = asked("钛合金 焊接 ", { filters: { region: ["3202"] } });
      expect(await engine.search(filtered)).toMatchObject({ total: 1, hits: [{}] });
    });

    it("lists everything, newest first, for an empty query", async () => {
      await hold(
        { title: "旧", publishedAt: seconds("2025-01-01") },
        { title: "新", publishedAt: seconds("2026-02-01") },
      );
      expect(await titles("", { sort: "newest" })).toEqual(["新", "旧"]);
    });
  });

  describe("synonyms", () => {
    afterEach(() => void useSynonyms([]));

    it("work as soon as they are in use, in what is indexed already, and no longer than that", async () => {
      const held = ["云母纳米片薄膜", "Mica nanosheets for films"];
      await engine.rebuild(inBatches(held.map((title) => searchable({ title }))));
      expect(await titles("mica nanosheets")).toEqual(["Mica nanosheets for films"]);
      useSynonyms([["云母纳米片", "mica nanosheets"]]);
      await engine.prepare();
      for (const word of ["mica nanosheets", "云母纳米片"])
        expect((await titles(word)).sort()).toEqual([...held].sort());
      useSynonyms([]);
      await engine.prepare();
      expect(await titles("mica nanosheets")).toEqual(["Mica nanosheets for films"]);
    });

    it("let a term of several terms be found where its parts stand", async () => {
      await hold({ title: "用于燃料电池的质子交换膜" }, { title: "燃料电池空压机" });
      const { total, hits } = await engine.search(asked("质子交换膜燃料电池 "));
      expect(total).toBe(1);
      expect(hits[0]?.document.title).toBe("用于燃料电池的质子交换膜");
      expect(hits.filter(({ partial }) => !partial)).toHaveLength(1);
    });
  });

  describe("who may see what", () => {
    const secret = {
      title: "石墨烯保密需求",
      clusters: ["new-materials"],
      audience: ["organisation:7"],
    };

    it("hides a document in hits, totals, facets and candidates from all but its audience", async () => {
      await hold(secret);
      for (const request of [asked("石墨烯"), asked(""), asked("保密", { audiences: [] })]) {
        const page = await engine.search(request);
        expect(page).toMatchObject({ total: 0, hits: [] });
        expect(Object.values(page.facets).flat()).toEqual([]);
      }
      const subject = searchable({ kind: "result", title: "石墨烯保密需求" });
      const candidates = (audiences: string[] | null) =>
        engine.candidates({ subject, kind: "need", audiences, limit: 5, now });
      expect(await candidates(["public", "registered", "organisation:8"])).toEqual([]);
      expect(await candidates(["organisation:7"])).toHaveLength(1);
      expect(await candidates(null)).toHaveLength(1);
      const page = await engine.search(
        asked("石墨烯", { audiences: ["public", "organisation:7"] }),
      );
      expect(page.total).toBe(1);
      expect(page.facets.cluster).toEqual([{ value: "new-materials", count: 1 }]);
    });

    it("takes an audience token literally", async () => {
      await hold({ ...secret, audience: ['a" OR "b'] });
      expect(
        await titles("石墨烯", { audiences: ['x"] OR audience IN ["organisation:7'] }),
      ).toEqual([]);
      expect(await titles("石墨烯", { audiences: ['a" OR "b'] })).toHaveLength(1);
    });

    it("does not find what expired", async () => {
      await hold(
        { title: "过期石墨烯", expiresAt: seconds("2026-02-28") },
        { title: "有效石墨烯", expiresAt: seconds("2026-03-02") },
      );
      expect(await titles("石墨烯")).toEqual(["有效石墨烯"]);
      const subject = searchable({ kind: "result", title: "石墨烯" });
      const found = await engine.candidates({
        subject,
        kind: "need",
        audiences: null,
        limit: 5,
        now,
      });
      expect(await titlesOf(found)).toEqual(["有效石墨烯"]);
    });
  });

  describe("facets", () => {
    it("count what another choice of the same facet would bring", async () => {
      await hold(
        { title: "一", clusters: ["iot", "chips"], region: "3201", trl: 5 },
        { title: "二", clusters: ["iot"], region: "3202", trl: 5, kind: "result" },
        { title: "三", clusters: ["chips"], region: "3201", cooperationModes: ["transfer"] },
      );
      const page = await engine.search(
        asked("", { filters: { cluster: ["iot"], region: ["3201"] } }),
      );
      expect(page.hits.map(({ document }) => document.title)).toEqual(["一"]);
      expect(page.total).toBe(1);
      expect(page.facets.cluster).toEqual([
        { value: "chips", count: 2 },
        { value: "iot", count: 1 },
      ]);
      expect(page.facets.region).toEqual([
        { value: "3201", count: 1 },
        { value: "3202", count: 1 },
      ]);
      expect(page.facets.trl).toEqual([{ value: "5", count: 1 }]);
      expect(page.facets.cooperationMode).toEqual([]);
    });

    it("count and choose by facts that are declared", async () => {
      await hold(
        { title: "一", facts: { grade: ["A", "B"] } },
        { title: "二", facts: { grade: ["B"] } },
      );
      const page = await engine.search(asked("", { filters: { grade: ["A"] } }));
      expect(page.hits.map(({ document }) => document.title)).toEqual(["一"]);
      expect(page.facets.grade).toEqual([
        { value: "B", count: 2 },
        { value: "A", count: 1 },
      ]);
    });
  });

  describe("pages", () => {
    it("neither repeat nor miss a document, and mark where the query met", async () => {
      await hold(...Array.from({ length: 7 }, (_, index) => ({ title: `传感器 ${index}` })));
      const seen: string[] = [];
      for (let offset = 0; offset < 7; offset += 3) {
        const page = await engine.search(asked("传感器", { offset, limit: 3 }));
        expect(page.total).toBe(7);
        seen.push(...page.hits.map(({ document }) => document.id));
        for (const hit of page.hits) expect(marked(hit.title)).toEqual(["传感器"]);
      }
      expect(new Set(seen).size).toBe(7);
    });

    it("sort by deadline, those without one last", async () => {
      await hold(
        { title: "无期" },
        { title: "四月", deadline: seconds("2026-04-01") },
        { title: "三月", deadline: seconds("2026-03-15") },
      );
      expect(await titles("", { sort: "deadline" })).toEqual(["三月", "四月", "无期"]);
    });

    it("sort by a declared fact, those without it last", async () => {
      await hold(
        { title: "无价" },
        { title: "低价", facts: { price: 10 } },
        { title: "高价", facts: { price: 900.5 } },
      );
      expect(await titles("", { sort: "price" })).toEqual(["高价", "低价", "无价"]);
    });

    it("show the passage that meets the query", async () => {
      await hold({
        title: "环保装备",
        passages: [
          { field: "background", text: "本公司成立于一九九八年。" },
          {
            field: "problem",
            text: `${"前文。".repeat(80)}需要提高脱硝催化剂寿命${"后文。".repeat(80)}`,
          },
        ],
      });
      const [hit] = (await engine.search(asked("催化剂"))).hits;
      expect(marked(hit?.excerpt ?? [])).toEqual(["催化剂"]);
      expect((hit?.excerpt ?? []).map(({ text }) => text).join("").length).toBeLessThan(130);
    });
  });

  describe("writes", () => {
    it("ignore an older revision and take a newer one", async () => {
      await hold({ id: "a", title: "第二版", revision: 2 });
      await hold({ id: "a", title: "第一版", revision: 1 });
      expect(await titles("")).toEqual(["第二版"]);
      await hold({ id: "a", title: "第三版", revision: 3 });
      expect(await titles("")).toEqual(["第三版"]);
    });

    it("may be repeated, and removing what is unknown is no error", async () => {
      const document = searchable({ id: "b", title: "重复" });
      await engine.upsert([document, document]);
      await engine.upsert([document]);
      expect(await titles("")).toEqual(["重复"]);
      await engine.remove(["b", "unknown"]);
      await engine.remove(["b"]);
      expect(await titles("")).toEqual([]);
    });

    it("replace everything by a rebuild, which a second prepare leaves alone", async () => {
      await hold({ title: "旧的" });
      const built = await engine.rebuild(
        inBatches([searchable({ title: "新的" })], [searchable({ title: "另一" })]),
      );
      expect(built).toEqual({ documents: 2 });
      expect((await titles("")).sort()).toEqual(["另一", "新的"]);
      expect(await engine.prepare()).toEqual({ rebuild: false });
      expect((await engine.status()).documents).toBe(2);
    });

    it("are kept while a rebuild reads older rows, and search is never empty", async () => {
      const [edited, removed] = [
        searchable({ title: "旧标题" }),
        searchable({ title: "将被删除" }),
      ];
      await engine.upsert([edited, removed]);
      async function* source(): AsyncGenerator<SearchDocument[]> {
        await engine.upsert([{ ...edited, title: "新标题", revision: 2 }]);
        await hold({ title: "新来的" });
        await engine.remove([removed.id]);
        expect(await titles("")).toHaveLength(2);
        yield [edited, removed];
      }
      await engine.rebuild(source());
      expect((await titles("")).sort()).toEqual(["新来的", "新标题"].sort());
    });
  });
}
