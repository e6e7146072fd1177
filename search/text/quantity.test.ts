import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measuresIn } from "./measure.ts";
import { convert, knownUnits } from "./quantity.ts";

describe("convert", () => {
  it.each([
    ["0.5", "MPa", "kPa", "500"],
    ["500", "mPa", "Pa", "0.5"],
    ["1200", "℃", "K", "1473.15"],
    ["20", "μm", "mm", "0.02"],
    ["36", "km/h", "m/s", "10"],
    ["5", "%", "‰", "50"],
    ["3", "mW", "W", "0.003"],
    ["3", "MW", "kW", "3000"],
    ["1", "ｍ³", "L", "1000"],
  ])("%s %s is, in %s, %s", (value, from, to, expected) => {
    expect(Number(convert(value, from, to))).toBeCloseTo(Number(expected), 9);
  });

  it("answers nothing for units that measure different things or are unknown", () => {
    expect(convert("1", "MPa", "mm")).toBeNull();
    expect(convert("1", "箱", "件")).toBeNull();
    expect(convert("1", "箱", "箱")).toBe("1");
  });

  it("comes back to the value where it began", () => {
    const unit = fc.constantFrom(...knownUnits());
    fc.assert(
      fc.property(unit, unit, fc.integer({ min: -10_000, max: 10_000 }), (from, to, value) => {
        const there = convert(String(value), from, to);
        if (there === null) return;
        const back = Number(convert(there, to, from));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)));
      }),
    );
  });
});

describe("measuresIn", () => {
  it.each([
    ["承压≥0.5 MPa", "ge", "0.5", null, "MPa"],
    ["耐温1200℃以上", "ge", "1200", null, "℃"],
    ["粒径 10~20 μm", "range", "10", "20", "μm"],
    ["误差不超过1.5%", "le", "1.5", null, "%"],
    ["转速 1,500 r/min", "eq", "1500", null, "r/min"],
  ])("reads %s", (text, comparison, value, upper, unit) => {
    expect(measuresIn(text)).toEqual([{ comparison, value, upper, unit }]);
  });

  it.each(["GCr15轴承钢", "6061-T6", "2019年度第3批", "无"])("reads nothing in %s", (text) => {
    expect(measuresIn(text).filter(({ unit }) => unit !== "年")).toEqual([]);
  });
});
