import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { likeness, nearIdenticalFrom, runsIn, sameParts } from "./near-identical.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.stringMatching(/^[高导热碳化硅基板烧结工艺,。 A-c0-9]{0,120}$/),
);
const alike = (one: string, other: string) => likeness(runsIn(one), runsIn(other));

describe("likeness", () => {
  it("is the same from both sides, from 0 to 1, and 1 for a text and itself", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const found = alike(one, other);
        expect(found).toBe(alike(other, one));
        expect(found >= 0 && found <= 1).toBe(true);
        expect([0, 1]).toContain(alike(one, one));
      }),
    );
  });

  it("does not fall when the longer text goes on", () => {
    const long = fc
      .array(fc.integer({ min: 0, max: 4_000 }), { minLength: 60, maxLength: 80 })
      .map((codes) => String.fromCodePoint(...codes.map((code) => 0x4e00 + code)));
    fc.assert(
      fc.property(long, text, text, (shorter, between, more) => {
        const longer = shorter.slice(20) + between + shorter;
        expect(alike(shorter, longer + more)).toBeGreaterThanOrEqual(alike(shorter, longer));
        expect(alike(shorter, longer)).toBe(1);
      }),
    );
  });

  it("sees no difference in width, case, script and punctuation", () => {
    const written = "ＳｉＣ基板導熱率不足,燒結後翹曲大,良率低,批次之間差別很大。";
    const again = "SiC基板导热率不足；烧结后翘曲大 良率低——批次之间差别很大";
    expect(alike(written, again)).toBe(1);
  });
});

const cable =
  "线路避雷器电场分布计算。高电压等级线路避雷器沿高度方向电位分布不均匀，上部阀片承担过高电压而老化，需要建立含杆塔与导线的三维模型，计算电位分布并给出均压环的优化尺寸。";
const kiln =
  "大型石灰窑炉供风系统。石灰窑供风不均，局部过烧和生烧并存，产品活性度低，需要按料层阻力自动分配风量的供风系统，并降低风机能耗，适应不同粒径的石灰石原料。";

test.each([
  ["a copy", cable, cable, true],
  [
    "a copy with another title",
    cable,
    cable.replace("线路避雷器电场分布计算", "避雷器均压环优化"),
    true,
  ],
  ["a copy with a sentence more", cable, `${cable}项目周期一年，成果归双方所有。`, true],
  ["another post", cable, kiln, false],
  ["two short posts of one topic", "新能源汽车密封条耐低温", "新能源汽车密封条耐老化", false],
  [
    "a copy of a short post",
    "新能源汽车密封条耐低温胶料配方开发",
    "新能源汽车密封条耐低温胶料配方开发",
    true,
  ],
  ["a short post inside a long one", "高电压等级线路避雷器沿高度方向电位分布", cable, false],
  ["nothing", "", "", false],
])("%s", (_name, one, other, expected) => {
  expect(alike(one, other) >= nearIdenticalFrom).toBe(expected);
});

describe("what is the same", () => {
  it("takes no character away and marks all of a copy, nothing of another text", () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const parts = sameParts(one, runsIn(other));
        expect(parts.map((part) => part.text).join("")).toBe(one);
        expect(sameParts(one, new Set()).some(({ hit }) => hit)).toBe(false);
      }),
    );
    expect(sameParts(cable, runsIn(cable)).filter(({ hit }) => hit)).toHaveLength(1);
  });

  it("leaves common phrases unmarked", () => {
    const marked = sameParts(`需要提高效率。${cable}`, runsIn(`必须提高效率。${cable}`));
    expect(marked.filter(({ hit }) => hit).map((part) => part.text)).toEqual([
      `提高效率。${cable.slice(0, -1)}`,
    ]);
    const apart = sameParts("需要提高效率和良率", runsIn("提高效率"));
    expect(apart.some(({ hit }) => hit)).toBe(false);
  });
});
