import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { SearchEngine, SearchRequest } from "#search/engine.ts";
import { searchable } from "./search-contract.ts";

/** What people paste, and what those type who look for a hole. */
export const badInput: [name: string, text: string][] = [
  ["nothing", ""],
  ["a space", " "],
  ["one letter", "a"],
  ["one character", "膜"],
  ["10,000 letters", "a".repeat(10_000)],
  ["10,000 characters", "石墨烯导热膜".repeat(1_667)],
  ["10,000 words", "钛 ".repeat(5_000)],
  ["stop words", "的 了 和 与 the of"],
  ["markup", "<script>alert('石墨烯')</script><img src=x onerror=alert(1)>"],
  ["control characters", "石\u0001墨\u001f烯\u007f\u0085\t\n"],
  ["a lone high surrogate", "石墨烯\ud800"],
  ["a lone low surrogate", "\udc00石墨烯"],
  ["NUL", "石墨\u0000烯"],
  ["regular expressions", "^(石|墨)+.*[烯$]{2,}?\\d\\b(?=x)"],
  ["a filter", "audience = public OR 1=1"],
  ["a filter with quotes", '" OR audience IN ["organisation:7"] OR "'],
  ["SQL", "'; DROP TABLE search.document; --"],
  ["quotes and backslashes", "\\ ' \" ` '' \\\\' \\\""],
  ["operators of full text", "( * :* ! <-> & | !! ) a:* <2> !石墨烯"],
  ["wildcards", "% _ %% __"],
  ["negation and phrases", '-石墨烯 -"石墨烯" "石墨'],
  ["Cyrillic", "ГОСТ 7417-75"],
  ["kana", "ひらがな カタカナ"],
  ["Arabic", "العربية ١٢٣"],
  ["emoji", "🚀👩‍🔬🇨🇳"],
  ["combining marks", "e\u0301\u0301\u0301\u0301 Z͑ͫ̓ͪ̂ͫ̽"],
  ["marks of direction", "\u202e烯墨石\u202c\u200b\ufeff"],
  ["rare characters", "𠮷野家 㐀 丕"],
];

const asked = (text: string, given: Partial<SearchRequest> = {}): SearchRequest => ({
  text,
  filters: {},
  audiences: ["public"],
  sort: "relevance",
  offset: 0,
  limit: 20,
  now: new Date("2026-03-01T00:00:00Z"),
  ...given,
});

/**
 * What every engine promises of input that nobody thought of: an answer, with
 * nothing in it that audience and filters exclude. `filters` false leaves out
 * what only a server that filters can show.
 */
export function searchBadInput(
  makeEngine: () => Promise<SearchEngine>,
  { filters = true }: { filters?: boolean } = {},
): void {
  let engine: SearchEngine;
  beforeEach(async () => {
    engine = await makeEngine();
  });

  const titles = async (text: string, given: Partial<SearchRequest> = {}) =>
    (await engine.search(asked(text, given))).hits.map(({ document }) => document.title);

  describe("bad input", () => {
    it.each(badInput)("%s is answered", async (_name, text) => {
      await engine.upsert([searchable({ title: "石墨烯导热膜" })]);
      const page = await engine.search(asked(text));
      for (const { title } of page.hits)
        expect(title.map((part) => part.text).join("")).toBe("石墨烯导热膜");
    });
  });
  if (!filters) return;

  describe("bad input", () => {
    it.each(badInput)("%s finds nothing that is excluded", async (_name, text) => {
      await engine.upsert(
        [
          searchable({ title: `保密 ${text.slice(0, 500)}`, audience: ["organisation:7"] }),
          searchable({ title: "public 石墨烯 a OR 1=1", clusters: ["other"], kind: "result" }),
          searchable({ title: "过期石墨烯 a", expiresAt: 1_700_000_000 }),
        ].map((document) => ({ ...document, title: writable(document.title) })),
      );
      expect(await titles(text, { filters: { cluster: ["iot"] } })).toEqual([]);
      expect(await titles(text, { filters: { kind: ["need"] } })).toEqual([]);
      expect(await titles(text, { audiences: [] })).toEqual([]);
    });

    it("of any kind is answered without what is excluded", async () => {
      await engine.upsert([searchable({ title: "保密 石墨烯 a 1", audience: ["organisation:7"] })]);
      const unit = fc.oneof(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.string({ unit: fc.constantFrom(..."石墨烯a1 ()|&!:*<>-'\"\\%_.\u0000\ud800") }),
      );
      await fc.assert(
        fc.asyncProperty(unit, async (text) => {
          expect(await titles(text)).toEqual([]);
        }),
        { numRuns: 150 },
      );
    });

    it("in a filter or an audience is taken literally", async () => {
      await engine.upsert([searchable({ title: "石墨烯", clusters: ["iot"], region: "3201" })]);
      for (const [, text] of badInput) {
        const value = writable(text);
        expect(await titles("", { filters: { cluster: [value] } })).toEqual([]);
        expect(await titles("", { audiences: [value] })).toEqual([]);
      }
    });

    it.each([
      ["６０６１－Ｔ６", "6061-T6铝合金"],
      ["ＧＣｒ１５", "GCr15轴承钢"],
      ["軸承鋼", "GCr15轴承钢"],
      ["gcr15轴承", "GCr15轴承钢"],
      ["SiC", "SiC外延"],
      ["sic", "SiC外延"],
      ["≥0.5 MPa", "工作压力≥0.5 MPa的密封"],
      ["1200 ℃", "1200 ℃抗氧化涂层"],
      ["1200℃", "1200 ℃抗氧化涂层"],
      ["10-12 μm", "10-12 μm铜箔"],
      ["10-12 µm", "10-12 μm铜箔"],
      ["ГОСТ", "ГОСТ 7417 圆钢"],
      ["гост 7417", "ГОСТ 7417 圆钢"],
      ["ひらがな", "ひらがな入力"],
      ["العربية", "العربية 文档"],
    ])("%s finds %s", async (query, title) => {
      await engine.upsert(
        [
          "6061-T6铝合金",
          "GCr15轴承钢",
          "SiC外延",
          "工作压力≥0.5 MPa的密封",
          "1200 ℃抗氧化涂层",
          "10-12 μm铜箔",
          "ГОСТ 7417 圆钢",
          "ひらがな入力",
          "العربية 文档",
        ].map((one) => searchable({ title: one })),
      );
      expect(await titles(`${query} `)).toEqual([title]);
    });

    it.each([
      ["GCr15", "GCr18钢"],
      ["6061-T6", "6061-T5铝"],
      ["SiC", "SiB粉末"],
      ["0.5", "5 MPa密封"],
      ["1200", "120 ℃涂层"],
    ])("%s does not find %s", async (query, title) => {
      await engine.upsert([searchable({ title })]);
      expect(await titles(`${query} `)).toEqual([]);
    });
  });
}

/** What a document may hold: JSON in PostgreSQL has neither NUL nor halves of characters. */
const writable = (text: string): string => text.replaceAll(/[\0\p{Cs}]/gu, "");
