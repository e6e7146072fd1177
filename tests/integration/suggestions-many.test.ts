import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { offerOwn, prepareSuggestions, suggest, understand } from "#search/suggestions/index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const size = 200_000;
const characters = [
  ..."石墨烯导热膜材料碳化硅陶瓷基板烧结工艺轴承钢热处理焊接铝合金钛镁锂电池隔膜正极负极电解液储能光伏风力发电机器人视觉传感器激光雷达芯片封装测试纺织印染废水处理催化剂脱硝医药抗体疫苗检测船舶海工汽车零部件显示量子点液晶数控机床齿轮减速器液压泵阀密封涂层防腐",
];
const letters = [..."abcdefghilmnoprstu"];

let test: TestDatabase;
/** The statements asked, with their values. */
const asked: { text: string; values: unknown[] }[] = [];
let watched: pg.Pool;

/** The same numbers at each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

beforeAll(async () => {
  test = await createTestDatabase();
  await prepareSuggestions(test.pool);
  const next = numbers(7);
  const pick = (from: string[], times: number) =>
    Array.from({ length: times }, () => from[Math.floor(next() * from.length)]).join("");
  const texts = Array.from({ length: size }, (_, index) =>
    index % 8 === 0
      ? pick(letters, 5 + Math.floor(next() * 7))
      : pick(characters, 2 + Math.floor(next() * 5)) + (index % 8 === 1 ? pick(letters, 3) : ""),
  );
  const entries = ["石墨烯", ...texts].map((text) => ({ kind: "term" as const, text, target: "" }));
  await offerOwn(test.pool, entries);
  await test.pool.query("ANALYZE");
  watched = new Proxy(test.pool, {
    get: (target, name) => {
      if (name !== "query") return Reflect.get(target, name) as unknown;
      return (text: string, values: unknown[]) => {
        asked.push({ text, values });
        return target.query(text, values);
      };
    },
  });
});
afterAll(() => test.drop());

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

describe(`among ${size.toLocaleString("en")} suggestions`, () => {
  const reads: [string, () => Promise<unknown>][] = [
    ..."s 石 sh 石墨 shimoxi shim zhong smx shimx 石mx s墨x xian zzzzzz 膜材料 graph"
      .split(" ")
      .map((typed): [string, () => Promise<unknown>] => [typed, () => suggest(watched, typed, 8)]),
    ["the meaning of shimoxi", () => understand(watched, "shimoxi")],
    ["the meaning of lasre", () => understand(watched, "lasre")],
  ];

  it.each(reads)("%s is looked up by index, in a small part of the rows", async (_typed, read) => {
    asked.length = 0;
    await read();
    expect(asked.length).toBeGreaterThan(0);
    for (const { text, values } of asked) {
      const { rows } = await test.pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
        values,
      );
      const all = rows[0] ? nodes(rows[0]["QUERY PLAN"][0].Plan) : [];
      expect(all.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
      const most = Math.max(...all.map((node) => node["Actual Rows"] * node["Actual Loops"]));
      expect(most).toBeLessThan(size / 20);
    }
  });
});
