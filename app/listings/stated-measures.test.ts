import fc from "fast-check";
import { expect, it, test } from "vitest";
import { unlistedMeasures } from "./stated-measures.ts";

const found = (text: string) =>
  unlistedMeasures([text], []).map(({ name, comparison, value, upper, unit }) =>
    [name, comparison, value, upper, unit].filter((part) => part !== null).join(" "),
  );

test.each([
  ["要求热导率≥180 W/(m·K)，翘曲不大于20 μm。", ["热导率 ge 180 W/(m·K)", "翘曲 le 20 μm"]],
  ["抗拉强度达到1,200 MPa且伸长率大于5%", ["抗拉强度 ge 1200 MPa", "伸长率 ge 5 %"]],
  ["工作温度为-40~85 ℃；寿命≥10年", ["工作温度 range -40 85 ℃", "寿命 ge 10 年"]],
  ["热导率200 W/(m·K)，(2)提升效率到96%以上", ["热导率 eq 200 W/(m·K)", "效率 ge 96 %"]],
  ["我国2020年建成的产线有304 N型", []],
  ["申请专利2个，3年内完成", []],
  ["目前热导率只有120 W/(m·K)", []],
  ["≥5 MPa", []],
])("measures of %s", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

it("leaves out what a row says, in whichever unit", () => {
  const row = { name: "压力", comparison: "ge", value: "500", upper: null, unit: "kPa" };
  expect(unlistedMeasures(["压力≥0.5 MPa"], [row])).toEqual([]);
  expect(unlistedMeasures(["压力≥0.6 MPa"], [row])).toHaveLength(1);
  const words = { name: "压力 ≥0.6 MPa", comparison: "text", value: null, upper: null, unit: "" };
  expect(unlistedMeasures(["压力≥0.6 MPa"], [words])).toEqual([]);
});

it("offers each measure of any text once, and none that became a row", () => {
  const text = fc.stringMatching(/^[压力强度≥≤达到0-9., ～~MPam%℃，。]{0,60}$/);
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), (texts) => {
      const offered = unlistedMeasures(texts, []);
      expect(offered.length).toBeLessThanOrEqual(8);
      for (const { name } of offered) expect(name.trim()).not.toBe("");
      const [first] = offered;
      if (!first) return;
      const left = unlistedMeasures(texts, [first]);
      expect(left.some(({ value, unit }) => value === first.value && unit === first.unit)).toBe(
        false,
      );
    }),
  );
});
