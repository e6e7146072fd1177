import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { postKinds } from "#app/codes/codes.ts";
import { assess as assessListing } from "#app/listings/quality.ts";
import { listings } from "./content.ts";

const now = new Date("2026-03-01T04:00:00Z");
const assess = (kind: "need" | "result", draft: unknown, at: Date) =>
  assessListing(listings[kind], draft, at);
const lackOf = (kind: "need" | "result", draft: object, code: string) =>
  assess(kind, draft, now).findings.find((finding) => finding.code === code)?.lack;

const goodNeed = {
  title: "高导热碳化硅陶瓷基板低翘曲烧结工艺",
  cluster: "frontier_materials",
  keywords: ["功率模块", "氮化铝", "热沉"],
  problem:
    "车用功率模块要求基板散热更快，我们用国产粉体烧结的基板导热不稳定，批次之间差别大，烧结后边缘翘起，贴片时开裂，良率长期上不去，客户已经两次退货，影响交付和成本。",
  currentState: "试过三家粉体和两种助剂，导热只到120。",
  indicators: [
    { name: "热导率", comparison: "ge", value: "180", upper: null, unit: "W/(m·K)", today: "120" },
  ],
  trl: 6,
  cooperationModes: ["commissioned_development"],
  amountMax: "800000",
  deadline: "2027-06-30",
};
const goodResult = {
  ...goodNeed,
  abstract: goodNeed.problem,
  innovation: "低温液相烧结，与传统热压相比能耗降低30%。",
  appliedWhere: "两家模块厂小批试用",
  intellectualProperty: [{ kind: "invention_patent", number: "ZL202010000000.0" }],
};

describe("the score", () => {
  it("is 100 for a post that says all, 0 for an empty one", () => {
    expect(assess("need", goodNeed, now).findings.filter(({ met }) => !met)).toEqual([]);
    expect(assess("need", goodNeed, now).score).toBe(100);
    expect(assess("result", goodResult, now).findings.filter(({ met }) => !met)).toEqual([]);
    for (const kind of postKinds) expect(assess(kind, {}, now).score).toBe(0);
  });

  it("reads a form as well as a stored post", () => {
    const typed = {
      ...goodNeed,
      trl: "6",
      amountMax: undefined,
      amountToBeAgreed: "on",
      cooperationModes: "licence",
    };
    expect(assess("need", typed, now).score).toBe(100);
  });

  const field = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.stringMatching(/^[高导热技术研发需求、；。1-3 ≥5%]{0,80}$/),
    fc.constant(null),
    fc.integer(),
    fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
  );
  const draft = fc.dictionary(
    fc.constantFrom(...Object.keys(goodNeed), ...Object.keys(goodResult)),
    field,
  );

  it("is a whole number from 0 to 100 for anything, and 100 only when all is met", () => {
    fc.assert(
      fc.property(fc.constantFrom(...postKinds), draft, (kind, given) => {
        const { score, findings } = assess(kind, given, now);
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
        expect(score === 100).toBe(findings.every(({ met }) => met));
        for (const { met, lack } of findings) expect(met).toBe(lack === null);
        expect(findings.map(({ code }) => code)).toEqual(
          assess(kind, {}, now).findings.map(({ code }) => code),
        );
      }),
    );
  });

  it("never falls when a field of a good post takes the place of another", () => {
    const name = fc.constantFrom(
      ...(["cluster", "keywords", "trl", "cooperationModes", "amountMax", "deadline"] as const),
      ...(["currentState", "problem", "indicators"] as const),
    );
    fc.assert(
      fc.property(draft, name, (given, changed) => {
        const better = { ...given, [changed]: goodNeed[changed] };
        expect(assess("need", better, now).score).toBeGreaterThanOrEqual(
          assess("need", given, now).score - (changed === "problem" ? 8 : 0),
        );
      }),
    );
  });
});

/** Titles of needs as enterprises really handed them in. */
test.each([
  ["", "empty"],
  ["技术研发", "general"],
  ["合作需求", "general"],
  ["Technology research and development", "general"],
  ["石墨烯材料研究开发项目", "short"],
  ["NAC升级改造", "general"],
  ["赤泥处理需求", "short"],
  ["冲压电镀", "short"],
  ["灌胶工艺问题点", "general"],
  ["硅麦封装", "short"],
  ["304N不锈钢丝研制", null],
  ["高效PERC电池的生产与研发", null],
  ["万兆工业以太环网", null],
  ["动力电池灭火系统控制技术及策略研究", null],
  ["一种耐辐照聚丙烯材料相关技术的研发", null],
  ["600MPa级高强抗震钢筋生产技术", null],
  ["Low-warpage sintering of SiC substrates", null],
])("the title %s: %s", (title, lack) => {
  expect(lackOf("need", { title }, "title")).toBe(lack);
});

test.each([
  [
    "1、香菇酱二次工艺创新研究及产业化升级探索。2、豆豉香菇酱的研究。3、菌类休闲食品的研究及产业化探索。",
    "bundle",
  ],
  ["大蒜切片水的综合利用；黑蒜和大蒜的深加工制品研发；大蒜素制品开发；", null],
  ["金银花深加工；液压油缸防腐蚀", "bundle"],
  ["生物发酵技术、颗粒有机肥生产技术", "bundle"],
  ["起重机吊钩、车轮无氧化锻造新工艺项目", null],
  ["高电压、高能量密度超级电容器的开发", null],
  ["软、硬件系统集成核心技术开发", null],
  ["通用航空飞行服务站功能设计研究", null],
  ["大巴客车边窗3.2毫米厚度生产技术", null],
  ["流化床液体油品制备烯烃(FLTO)技术开发", null],
  ["航天金穗报税机器人客户端软件V1.0", null],
])("one subject in %s: %s", (title, lack) => {
  expect(lackOf("need", { title }, "oneSubject")).toBe(lack);
});

test("a text that counts its needs is a bundle", () => {
  const problem = "需求一：焊缝缺陷在线检测。需求二：车间能耗管理。";
  expect(lackOf("need", { title: "焊缝缺陷在线检测方法", problem }, "oneSubject")).toBe("bundle");
});

const twice = (text: string) => text + text;
test.each([
  ["", "empty"],
  ["新能源汽车密封条新能源汽车密封条", "copyOfTitle"],
  ["需要新能源汽车密封条。", "copyOfTitle"],
  [
    twice("研制满足公司需求的密封条，目前低温下变硬漏风，客户反映风噪大。希望找到新的胶料配方。"),
    "repeated",
  ],
  [
    "公司成立于1998年，注册资本5000万元，占地面积120亩，现有员工600人，是高新技术企业和专精特新企业。产品远销海外。需要密封条技术。",
    "advertising",
  ],
  ["密封条在零下三十度变硬，车门关不严，风噪大；试过两种胶料都没有改善，影响整车交付。", null],
])("own words in %s: %s", (problem, lack) => {
  expect(lackOf("need", { title: "新能源汽车密封条", problem }, "ownWords")).toBe(lack);
});

test("said twice is not said at length", () => {
  const sentence = "密封条在零下三十度变硬，车门关不严。";
  expect(lackOf("need", { problem: sentence.repeat(9) }, "problem")).toBe("short");
});

test.each([
  [[], "empty"],
  [["碳化硅", "陶瓷基板", "烧结"], "few"],
  [["功率模块", "功率模块", "热沉"], "few"],
  [["功率模块", "氮化铝", "热沉"], null],
  ["功率模块；功率模块；热沉", "few"],
  ["功率模块；氮化铝；热沉", null],
])("keywords %j beside the title: %s", (keywords, lack) => {
  expect(lackOf("need", { title: goodNeed.title, keywords }, "keywords")).toBe(lack);
});

test("names the indicators that are not quantified", () => {
  const indicators = [
    { name: "热导率", comparison: "ge", value: "180", upper: null, unit: "W/(m·K)" },
    { name: "翘曲", comparison: "text", value: null, upper: null, unit: "" },
    { name: "密度", comparison: "ge", value: "3.2", upper: null, unit: "" },
    { name: "pH", comparison: "range", value: "6", upper: "8", unit: "" },
    { name: "强度", comparison: "ge", value: "很高", upper: null, unit: "MPa" },
  ];
  const found = assess("need", { indicators }, now).findings.find(
    ({ code }) => code === "quantified",
  );
  expect(found).toMatchObject({ lack: "unquantified", about: ["翘曲", "密度", "强度"] });
});

test.each([
  ["2026-02-28", "past"],
  ["2026-03-10", "soon"],
  ["2026-09-30", null],
  ["2040-01-01", "far"],
  ["", "empty"],
])("the deadline %s on 1 March 2026: %s", (deadline, lack) => {
  expect(lackOf("need", { deadline }, "deadline")).toBe(lack);
});

test.each([
  ["自主研发，技术先进，质量可靠，用户满意。", "vague"],
  ["与传统热压相比能耗降低30%。", null],
  ["Replaces hot pressing and is faster than it.", null],
])("the advantage over what exists in %s: %s", (innovation, lack) => {
  expect(lackOf("result", { innovation }, "advantage")).toBe(lack);
});
