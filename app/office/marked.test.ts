import { describe, expect, it } from "vitest";
import { markedIn } from "./marked.ts";

describe("boxes in a text", () => {
  it.each([
    ["☑委托开发 □合作开发", ["委托开发"]],
    ["□委托开发 ■合作开发 √技术转让", ["合作开发", "技术转让"]],
    ["委托开发（√） 合作开发（ ）", ["委托开发"]],
    ["委托开发☑ 合作开发☐；技术转让☑", ["委托开发", "技术转让"]],
    ["□是 □否", []],
    ["委托开发", null],
    ["", null],
  ])("%s", (text, marked) => {
    expect(markedIn(text)).toEqual(marked);
  });
});
