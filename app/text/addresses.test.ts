import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { readAddress } from "./addresses.ts";

test.each([
  ["name@example.cn", "name@example.cn"],
  [" Name@Example.CN ", "name@example.cn"],
  ["a＠x.com", "a@x.com"],
  ["ａ@ｘ．ｃｏｍ", "a@x.com"],
  ["a@x。com", "a@x.com"],
  ["<a@x.com>", "a@x.com"],
  ["a@münchen.de", "a@xn--mnchen-3ya.de"],
  ["a@MÜNCHEN.de", "a@xn--mnchen-3ya.de"],
  ["a@mu\u0308nchen.de", "a@xn--mnchen-3ya.de"],
  ["a@xn--mnchen-3ya.de", "a@xn--mnchen-3ya.de"],
  ["li@例子.cn", "li@xn--fsqu00a.cn"],
  ["na\u200Bme@exam\u00ADple.cn", "name@example.cn"],
  ["\uFEFFa@x.com\r\n", "a@x.com"],
  ["first.last+tag@sub.example.com", "first.last+tag@sub.example.com"],
])("%j is the address %s", (typed, address) => {
  expect(readAddress(typed)).toEqual({ address });
});

test.each([
  ["联系@例子.cn", "local"],
  ["联系@例子.公司", "local"],
  ["a%b@x.com", "local"],
  ["a..b@x.com", "local"],
  [".a@x.com", "local"],
  ["info@例子.公司", "ending"],
  ["info@例子.中国", "ending"],
  ["", "none"],
  ["name", "none"],
  ["a@b@c.com", "none"],
  ["a b@c.com", "none"],
  ["a@localhost", "none"],
  ["a@127.0.0.1", "none"],
  ["a@[::1]", "none"],
  ["a@1.2", "none"],
  ["a@-x.com", "none"],
  ["a@x..com", "none"],
  ["a@x.com/path", "none"],
  ["a@x.com:25", "none"],
  ["a@%78.com", "none"],
  ["李明 <li@x.com>", "none"],
  ["\0", "none"],
  [`${"a".repeat(250)}@x.com`, "none"],
])("%j is refused as %s", (typed, problem) => {
  expect(readAddress(typed)).toEqual({ problem });
});

test("an address comes back as it is, and is one to the library of accounts", () => {
  const part = fc.string({ unit: fc.constantFrom(..."aZ0é公＠@。.-+%_'\u200B ü"), maxLength: 8 });
  fc.assert(
    fc.property(part, part, (name, domain) => {
      const read = readAddress(`${name}@${domain}.com`);
      if (!("address" in read)) return;
      expect(z.email().safeParse(read.address).success).toBe(true);
      expect(readAddress(read.address)).toEqual(read);
    }),
    { numRuns: 5_000 },
  );
});
