import { describe, expect, it } from "vitest";
import type { Commonness } from "./commonness.ts";
import { normalise } from "../text/normalise.ts";
import { textQuery } from "./query.ts";
import { bodyOf, rank } from "./rank.ts";

/** Every lexeme tells the same, but for those named common. */
const commonness = (...common: string[]): Commonness => ({
  documents: 1_000,
  shareOf: () => 0.01,
  weightOf: ({ word }) => (common.includes(word) ? 0.1 : 4),
});

interface Given {
  title?: string;
  keywords?: string[];
  text?: string;
  published?: number;
}

function ranked(query: string, documents: Record<string, Given>, common: string[] = []): string[] {
  const asked = textQuery(query);
  if (!asked) throw new Error("the query holds no word");
  const rows = Object.entries(documents).map(([id, given]) => ({
    id,
    published_at: String(given.published ?? 0),
    body: bodyOf({
      title: normalise(given.title ?? "无题"),
      keywords: (given.keywords ?? []).map(normalise),
      organisationName: "",
      texts: [normalise(given.text ?? "其他内容")],
    }),
  }));
  return rank(rows, asked, commonness(...common));
}

describe("ranking by texts", () => {
  it("puts what is called exactly so first, then titles, keywords and texts", () => {
    const found = ranked("轴承", {
      text: { text: "改进轴承寿命" },
      keyword: { keywords: ["轴承"] },
      longer: { title: "高速轴承试验台" },
      exact: { title: "轴承" },
    });
    expect(found).toEqual(["exact", "longer", "keyword", "text"]);
  });

  it("puts a word as it was typed before the same pairs elsewhere", () => {
    const scattered = { text: "测试工 试工具 测工具箱" };
    const found = ranked("测试工具箱", { scattered, whole: { text: "一个测试工具箱在此" } });
    expect(found).toEqual(["whole", "scattered"]);
  });

  it("puts what has every word before what has one often", () => {
    const found = ranked("钛合金 焊接 ", {
      one: { title: "焊接焊接焊接", keywords: ["焊接"], text: "焊接焊接" },
      both: { text: "钛合金的焊接" },
    });
    expect(found).toEqual(["both", "one"]);
  });

  it("weighs words by how much they tell", () => {
    const found = ranked(
      "技术 钛合金 ",
      { common: { text: "这项技术" }, telling: { text: "这种钛合金" } },
      ["技术"],
    );
    expect(found).toEqual(["telling", "common"]);
  });

  it("does not take a Latin word inside another for it, but a beginning while it is typed", () => {
    const documents = { inside: { text: "a train" }, word: { text: "ai chips" } };
    expect(ranked("ai ", documents)[0]).toBe("word");
    expect(ranked("tra", documents)[0]).toBe("inside");
  });

  it("meets a word in another writing", () => {
    const found = ranked("石墨烯 ", { none: {}, other: { text: "graphene films" } });
    expect(found).toEqual(["other", "none"]);
  });

  it("puts the newer of equal ones first", () => {
    const found = ranked("轴承", {
      old: { title: "轴承", published: 1 },
      new: { title: "轴承", published: 2 },
    });
    expect(found).toEqual(["new", "old"]);
  });

  it("reads a title that leaves no room for anything else", () => {
    expect(
      ranked("轴承", { long: { title: "轴".repeat(9_000) }, short: { title: "轴承" } }),
    ).toEqual(["short", "long"]);
  });
});
