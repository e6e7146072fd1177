import { describe, expect, test } from "vitest";
import { readForm } from "./form-bounds.ts";

describe("a form is read within bounds", () => {
  test("what people send passes as it is, without NUL", () => {
    const text =
      "title=%E9%92%9B&indicators[0].name=a&indicators[12].name=b&keywords=x&keywords=y&t=a%00b";
    expect([...(readForm(text) ?? [])]).toEqual([
      ["title", "钛"],
      ["indicators[0].name", "a"],
      ["indicators[12].name", "b"],
      ["keywords", "x"],
      ["keywords", "y"],
      ["t", "ab"],
    ]);
  });

  test.each([
    ["an index that would make a huge list", "email=bad&a[9999999].x=1"],
    ["an index beyond any list", "a[1000]=1"],
    ["an index that is no whole number", "a[1e9].x=1"],
    ["a deep name", `${"a.".repeat(5_000)}b=1`],
    ["a deep name of lists", `a${"[0]".repeat(9)}=1`],
    ["a long name", `${"a".repeat(201)}=1`],
    ["a name that reaches into objects", "__proto__.polluted=1"],
    ["a name that reaches into constructors", "a.constructor.prototype=1"],
    ["a NUL in a name", "a%00b=1"],
    ["too many fields", "a=1&".repeat(5_001)],
  ])("refused: %s", (_what, text) => {
    expect(readForm(text)).toBeNull();
  });
});
