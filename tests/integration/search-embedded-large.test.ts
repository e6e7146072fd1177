import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countDocuments } from "#search/store/commonness.ts";
import { indexFields } from "#app/search/fields.ts";
import { createEmbeddedEngine } from "#search/embedded/engine.ts";
import type { SearchEngine, SearchRequest } from "#search/engine.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { searchable } from "./search-contract.ts";

const size = 9_000;
const start = Date.parse("2025-01-01T00:00:00Z") / 1_000;

let test: TestDatabase;
let engine: SearchEngine;

/** Posts that all say 常见, every ninth secret; few stand out. */
function post(number: number) {
  const common = {
    id: `many-${number}`,
    title: `常见设备${number}`,
    publishedAt: start + number * 60,
    region: number % 3 === 0 ? "3201" : "3202",
    audience: number % 9 === 0 ? ["organisation:7"] : ["public"],
  };
  if (number === 10) return searchable({ ...common, title: "常见" });
  if (number > 0 && number <= 50 && number % 10 === 1)
    return searchable({ ...common, region: "44", audience: ["public"] });
  if (number === 100)
    return searchable({ ...common, passages: [{ field: "problem", text: "玄武岩纤维" }] });
  return searchable(common);
}

beforeAll(async () => {
  test = await createTestDatabase();
  engine = createEmbeddedEngine({ pool: test.pool, fields: indexFields });
  await engine.prepare();
  await engine.rebuild(
    (async function* () {
      for (let at = 0; at < size; at += 500)
        yield Array.from({ length: 500 }, (_, index) => post(at + index));
    })(),
  );
});
afterAll(() => test.drop());

const asked = (given: Partial<SearchRequest>): SearchRequest => ({
  text: "",
  filters: {},
  audiences: ["public"],
  sort: "relevance",
  offset: 0,
  limit: 20,
  now: new Date("2026-03-01T00:00:00Z"),
  ...given,
});

const seen = (size * 8) / 9;
const about = (count: number) => ({ least: count * 0.8, most: count * 1.2 });

describe("an embedded index too large to count one by one", () => {
  it("estimates how many documents it holds, and counts few", async () => {
    const counted = await countDocuments(test.pool, 1_000);
    expect(counted.approximate).toBe(true);
    expect(Math.abs(counted.documents - size)).toBeLessThan(size / 20);
    expect(await engine.status()).toMatchObject({ available: true, documents: size });
    expect(await engine.status()).not.toHaveProperty("approximate");
  });

  it.each(["常见", "常 ", "常见设备", ""])(
    "estimates what very many documents meet: %j",
    async (text) => {
      const page = await engine.search(asked({ text }));
      expect(page.approximate).toBe(true);
      expect(page.total).toBeGreaterThan(about(seen).least);
      expect(page.total).toBeLessThan(about(seen).most);
      expect(page.hits).toHaveLength(20);
      const [most] = page.facets.region ?? [];
      expect(most?.value).toBe("3202");
      expect(most?.count).toBeGreaterThan(about((seen * 2) / 3).least);
    },
  );

  it("puts the document that is called so before all others that have the word", async () => {
    const { hits } = await engine.search(asked({ text: "常见" }));
    expect(hits[0]?.document.id).toBe("many-10");
  });

  it("counts one by one what few documents meet, by words or by filters", async () => {
    const rare = await engine.search(asked({ text: "玄武岩" }));
    expect(rare).toMatchObject({ total: 1, approximate: false });
    for (const text of ["常见", ""]) {
      const page = await engine.search(asked({ text, filters: { region: ["44"] } }));
      expect(page).toMatchObject({ total: 5, approximate: false });
      expect(page.hits).toHaveLength(5);
      expect(page.facets.region?.find(({ value }) => value === "44")).toEqual({
        value: "44",
        count: 5,
      });
      expect(page.facets.kind).toEqual([{ value: "need", count: 5 }]);
    }
  });

  it("shows nobody what is not for them, nor counts it", async () => {
    for (const text of ["常见", ""]) {
      const none = await engine.search(asked({ text, audiences: ["registered"] }));
      expect(none).toMatchObject({ total: 0, hits: [] });
      const own = await engine.search(asked({ text, audiences: ["organisation:7"] }));
      expect(own.total).toBe(size / 9);
      expect(own.hits).toHaveLength(20);
    }
  });

  it("lists the newest first, page by page", async () => {
    for (const text of ["常见", ""]) {
      const ids: string[] = [];
      for (const offset of [0, 20, 40]) {
        const page = await engine.search(asked({ text, sort: "newest", offset }));
        ids.push(...page.hits.map(({ document }) => document.id));
      }
      const newest = Array.from({ length: 80 }, (_, index) => size - 1 - index)
        .filter((number) => number % 9 !== 0)
        .slice(0, 60);
      expect(ids).toEqual(newest.map((number) => `many-${number}`));
    }
  });
});
