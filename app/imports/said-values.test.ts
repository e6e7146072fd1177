import { describe, expect, it } from "vitest";
import { partsOf, saidDay } from "./said-values.ts";

describe("what people write for a day", () => {
  it.each([
    ["2027-06-30", "2027-06-30"],
    ["2027/6/3", "2027-06-03"],
    ["2027.6.3", "2027-06-03"],
    ["２０２７年６月３日", "2027-06-03"],
    ["2027年6月3日前", "2027-06-03"],
    ["2027年2月", "2027-02-28"],
    ["2027年6月底前", "2027-06-30"],
    ["2027年底", "2027-12-31"],
    ["2027年", "2027-12-31"],
    ["2027-06-30 00:00", "2027-06-30"],
    ["尽快", "尽快"],
    ["", ""],
  ])("%s is %s", (typed, day) => {
    expect(saidDay(typed)).toBe(day);
  });

  it("keeps commas of half width in names", () => {
    expect(partsOf("1,4-丁二醇；聚酯、环氧，\n固化")).toEqual([
      "1,4-丁二醇",
      "聚酯",
      "环氧",
      "固化",
    ]);
  });
});
