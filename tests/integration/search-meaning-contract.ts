import { beforeEach, describe, expect, it } from "vitest";
import type { SearchDocument } from "#search/documents.ts";
import type { SearchEngine, SearchRequest } from "#search/engine.ts";
import { asked, now, searchable, seconds } from "./search-contract.ts";

/** What every engine promises of posts that mean about the same as a query or as another post. */
export function searchMeaningContract(makeEngine: () => Promise<SearchEngine>): void {
  let engine: SearchEngine;
  beforeEach(async () => {
    engine = await makeEngine();
  });

  const titlesOf = async (found: { id: string }[]) =>
    (await engine.documents(found.map(({ id }) => id))).map(({ title }) => title).sort();
  const hold = (...documents: Partial<SearchDocument>[]) =>
    engine.upsert(documents.map((document) => searchable(document)));

  describe("what means about the same", () => {
    const alikeTo = async (text: string, more: Partial<SearchRequest> = {}) => {
      const { hits, alike } = await engine.search(asked(text, { mostAlike: 5, ...more }));
      return {
        hits: hits.map(({ document }) => document.title),
        alike: alike.map(({ document }) => document.title),
      };
    };

    it("stands apart from few hits, and is not told twice", async () => {
      await hold({ title: "大豆栽培方法" }, { title: "小麦增产" }, { title: "轴承磨削" });
      expect(await alikeTo("小麦")).toEqual({ hits: ["小麦增产"], alike: ["大豆栽培方法"] });
      expect(await alikeTo("水稻")).toMatchObject({ hits: [] });
      expect((await alikeTo("水稻")).alike.sort()).toEqual(["大豆栽培方法", "小麦增产"].sort());
    });

    it("is of those only whom the viewer may see and the filters let pass", async () => {
      await hold(
        { title: "大豆栽培方法", audience: ["organisation:7"] },
        { title: "大豆育种", kind: "result" },
        { title: "玉米栽培", kind: "need" },
        { title: "高粱栽培", kind: "result", expiresAt: seconds("2026-02-28") },
      );
      expect((await alikeTo("小麦", { filters: { kind: ["result"] } })).alike).toEqual([
        "大豆育种",
      ]);
      expect((await alikeTo("小麦", { audiences: ["organisation:7"] })).alike).toEqual([
        "大豆栽培方法",
      ]);
    });

    it("is not asked for: where nobody wants it, in another order, on a later page", async () => {
      await hold({ title: "大豆栽培方法" });
      expect((await alikeTo("小麦", { mostAlike: undefined })).alike).toEqual([]);
      expect((await alikeTo("小麦", { sort: "newest" })).alike).toEqual([]);
      expect((await alikeTo("小麦", { offset: 20 })).alike).toEqual([]);
      expect((await alikeTo("")).alike).toEqual([]);
    });
  });

  describe("candidates", () => {
    it("share telling words with the subject, and are of others, published, of the kind", async () => {
      const subject = searchable({ title: "石墨烯导热膜制备", organisationId: "me" });
      await engine.upsert([subject]);
      await hold(
        { title: "石墨烯散热材料", kind: "result" },
        { title: "graphene thermal film", kind: "result" },
        { title: "石墨烯自家成果", kind: "result", organisationId: "me" },
        { title: "石墨烯已结束", kind: "result", state: "closed" },
        { title: "石墨烯需求", kind: "need" },
        { title: "水稻育种", kind: "result" },
      );
      const of = async (kind: "need" | "result") =>
        titlesOf(await engine.candidates({ subject, kind, audiences: ["public"], limit: 9, now }));
      expect(await of("result")).toEqual(["graphene thermal film", "石墨烯散热材料"]);
      expect(await of("need")).toEqual(["石墨烯需求"]);
    });

    it("are of whomever where one of the two posts does not name its organisation", async () => {
      const asked = (organisationId: string | null) =>
        engine.candidates({
          subject: searchable({ title: "石墨烯导热膜制备", ownerId: "me", organisationId }),
          ...{ kind: "result" as const, audiences: ["public"], limit: 9, now },
        });
      await hold(
        { title: "石墨烯具名成果", kind: "result", ownerId: "me", organisationId: "me" },
        { title: "石墨烯匿名成果", kind: "result", ownerId: "me", organisationId: null },
      );
      expect(await titlesOf(await asked("me"))).toEqual(["石墨烯匿名成果"]);
      expect((await titlesOf(await asked(null))).sort()).toEqual(
        ["石墨烯具名成果", "石墨烯匿名成果"].sort(),
      );
    });
  });
}
