import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Indicator, SearchDocument } from "../documents.ts";
import { asDocument } from "../training/graded.ts";
import { compareIndicators } from "./indicators.ts";
import { rankDocuments } from "./matcher.ts";
import { reasonsOf, scorePair } from "./score.ts";
import { corpusStatistics } from "./statistics.ts";
import { termsOf } from "./terms.ts";

const need = (given: Partial<SearchDocument>) =>
  asDocument({ id: "need", kind: "need", title: "", ...given });
const result = (given: Partial<SearchDocument>) =>
  asDocument({ id: "result", kind: "result", title: "", ...given });

const titles = [
  "石墨烯导热膜",
  "碳化硅外延设备",
  "污水脱氮工艺",
  "轴承钢热处理",
  "激光雷达点云算法",
];
const corpus = corpusStatistics(titles.map((title) => termsOf(result({ title }))));
const score = (one: Partial<SearchDocument>, other: Partial<SearchDocument>) =>
  scorePair(need(one), result(other), corpus);

const indicator = (
  comparison: Indicator["comparison"],
  value: string,
  unit: string,
  upper?: string,
): Indicator => ({
  name: "抗拉强度",
  comparison,
  value,
  upper: upper ?? null,
  unit,
});

describe("compareIndicators", () => {
  it.each([
    [indicator("ge", "500", "MPa"), indicator("ge", "0.6", "GPa"), "met", "600"],
    [indicator("ge", "500", "MPa"), indicator("eq", "400", "MPa"), "missed", "400"],
    [indicator("ge", "500", "MPa"), indicator("le", "400", "MPa"), "missed", "400"],
    [indicator("ge", "500", "MPa"), indicator("ge", "400", "MPa"), "unknown", "400"],
    [indicator("le", "20", "μm"), indicator("le", "0.01", "mm"), "met", "10"],
    [indicator("le", "20", "μm"), indicator("ge", "30", "μm"), "missed", "30"],
    [indicator("range", "10", "℃", "30"), indicator("range", "15", "℃", "25"), "met", "15"],
    [indicator("range", "10", "℃", "30"), indicator("eq", "40", "℃"), "missed", "40"],
    [indicator("eq", "100", "%"), indicator("eq", "99.5", "%"), "met", "99.5"],
    [indicator("ge", "5", "MPa"), indicator("ge", "5", "mm"), "unknown", null],
    [indicator("ge", "5", "MPa"), indicator("ge", "很高", "MPa"), "unknown", null],
  ] as const)("%o against %o is %s", (wanted, reached, verdict, value) => {
    expect(compareIndicators([wanted], [reached])[0]).toMatchObject({
      verdict,
      reachedInWantedUnit: value,
    });
  });

  it("reads indicators that are texts, and leaves without counterpart what nothing names", () => {
    const text = {
      name: "抗拉强度不低于500MPa",
      comparison: "text",
      value: null,
      upper: null,
      unit: "",
    } as const;
    const met = compareIndicators([text], [indicator("ge", "600", "MPa")]);
    expect(met[0]?.verdict).toBe("met");
    expect(compareIndicators([{ ...text, name: "硬度" }], [])[0]).toMatchObject({
      reached: null,
      verdict: "unknown",
    });
  });
});

describe("scorePair", () => {
  it("ranks the result about the same subject first, by words, parts of words and synonyms", () => {
    for (const wanted of ["高导热石墨烯薄膜", "graphene 导热", "石墨烯散热"]) {
      const scores = titles.map((title) => score({ title: wanted }, { title }).score);
      expect(scores.indexOf(Math.max(...scores))).toBe(0);
    }
  });

  it("names the shared words with both writings and where they stand", () => {
    const reasons = reasonsOf(
      need({ title: "散热", passages: [{ field: "problem", text: "需要graphene材料" }] }),
      result({ title: "石墨烯导热膜" }),
      corpus,
    );
    expect(reasons.terms[0]).toMatchObject({
      term: "graphene",
      counterpart: "石墨烯",
      needField: "problem",
      resultField: "title",
    });
    expect(reasons.terms.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1);
  });

  it("moves by structured fields in their direction, and not at all when a side leaves them open", () => {
    const pair = [{ title: "石墨烯导热膜" }, { title: "石墨烯薄膜" }] as const;
    const plain = score(...pair).score;
    const withBoth = (one: Partial<SearchDocument>, other: Partial<SearchDocument>) =>
      score({ ...pair[0], ...one }, { ...pair[1], ...other }).score;
    expect(withBoth({ clusters: ["x"], trl: 6, amountMax: 5 }, {})).toBe(plain);
    expect(withBoth({ clusters: ["x"] }, { clusters: ["x"] })).toBeGreaterThan(plain);
    expect(withBoth({ clusters: ["x"] }, { clusters: ["y"] })).toBeLessThan(plain);
    expect(withBoth({ trl: 8 }, { trl: 3 })).toBeLessThan(plain);
    expect(withBoth({ trl: 6 }, { trl: 7 })).toBeGreaterThan(plain);
    expect(withBoth({ amountMax: 5 }, { amountMin: 9 })).toBeLessThan(plain);
    expect(withBoth({ region: "3201" }, { region: "3202" })).toBe(plain);
  });

  it("stays between 0 and 1, and is 0 for posts that share nothing", () => {
    const text = fc.string({ unit: fc.constantFrom(..."石墨烯导热膜碳化硅处理abc 1") });
    fc.assert(
      fc.property(text, text, text, (title, other, passage) => {
        const pair = score({ title, passages: [{ field: "p", text: passage }] }, { title: other });
        expect(pair.score).toBeGreaterThanOrEqual(0);
        expect(pair.score).toBeLessThanOrEqual(1);
      }),
    );
    const apart = { clusters: ["x"], region: "3201", trl: 5 };
    expect(score({ title: "水稻育种", ...apart }, { title: "激光雷达", ...apart }).score).toBe(0);
  });
});

describe("rankDocuments", () => {
  it("puts an organisation's fourth match behind the others, and keeps it when there is room", () => {
    const subject = need({ title: "石墨烯导热膜" });
    const many = [1, 2, 3, 4].map((n) =>
      result({ id: `m${n}`, organisationId: "many", title: "石墨烯导热膜" }),
    );
    const other = result({ id: "other", organisationId: "other", title: "石墨烯" });
    const ids = (limit: number) =>
      rankDocuments(subject, [...many, other], new Map(), corpus, { limit }).map(
        ({ document }) => document.id,
      );
    expect(ids(4)).toEqual(["m1", "m2", "m3", "other"]);
    expect(ids(5)).toEqual(["m1", "m2", "m3", "other", "m4"]);
  });
});

describe("the words that two posts share", () => {
  const texts = {
    need: [
      "石墨烯导热膜与graphene film",
      "希望用石墨烯，提高导热膜的导热率；silicon carbide基板、3D打印。",
    ],
    result: ["Graphene 导热膜制备", "以碳化硅为基板，石墨烯导热率高，三维打印成形。石墨烯。"],
  };
  const post = (kind: "need" | "result", [title = "", text = ""]: string[]) =>
    asDocument({ id: kind, kind, title, passages: [{ field: "problem", text }] });

  it("are the same whichever of them is cut as a whole", () => {
    const of = (subject: "need" | "result") =>
      reasonsOf(post("need", texts.need), post("result", texts.result), corpus, undefined, {
        subject,
      }).terms;
    expect(of("need")).toEqual(of("result"));
    const pairs = of("need").map(({ term, counterpart }) => `${term}/${counterpart}`);
    expect(pairs).toEqual(expect.arrayContaining(["石墨烯/graphene", "silicon carbide/碳化硅"]));
  });

  it("do not begin or end inside another word", () => {
    const shown = reasonsOf(
      post("need", ["主动 力矩"]),
      post("result", ["以振动为主动力学建模"]),
      corpus,
    );
    expect(shown.terms.map(({ term }) => term)).not.toContain("力矩");
    expect(shown.terms.map(({ term }) => term)).not.toContain("主动");
  });
});
