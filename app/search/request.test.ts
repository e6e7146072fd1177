import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { facetNames } from "./fields.ts";
import { filtersOf, readSearchParameters, searchAddress } from "./request.ts";

const read = (address: string) => readSearchParameters(new URLSearchParams(address));

describe("the address of a search", () => {
  it("says what is looked for and by what it is narrowed", () => {
    expect(read("q=石墨烯&kind=need&cluster=frontier_materials&cluster=iot&page=2")).toMatchObject({
      q: "石墨烯",
      kind: ["need"],
      cluster: ["frontier_materials", "iot"],
      sort: "relevance",
      page: 2,
    });
  });

  it.each([
    ["page=-3", { page: 1 }],
    ["page=ten", { page: 1 }],
    ["page=99999", { page: 1 }],
    ["sort=price", { sort: "relevance" }],
    [`q=${"长".repeat(10_000)}`, { q: "长".repeat(400) }],
    [`q=${"a".repeat(399)}${encodeURIComponent("🚀")}`, { q: "a".repeat(399) }],
    ["q=a%00b%1Fc%09d", { q: "a b c d" }],
    ["exact=yes", { exact: false }],
    ["exact=1", { exact: true }],
    [`kind=${"x".repeat(61)}`, { kind: [] }],
  ])("a wrong value falls back: %s", (address, expected) => {
    expect(read(address)).toMatchObject(expected);
  });

  it("is the same after it was read and written", () => {
    const values = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 });
    const facets = Object.fromEntries(facetNames.map((name) => [name, values]));
    const parameters = fc.record({
      q: fc.string({ maxLength: 60 }),
      sort: fc.constantFrom("relevance", "newest", "deadline"),
      page: fc.integer({ min: 1, max: 500 }),
      exact: fc.boolean(),
      ...facets,
    });
    fc.assert(
      fc.property(parameters, (given) => {
        const parsed = readSearchParameters(
          new URLSearchParams([
            ["q", given.q],
            ["sort", given.sort],
            ["page", String(given.page)],
            ["exact", given.exact ? "1" : ""],
            ...facetNames.flatMap(
              (name) =>
                (given as unknown as Record<string, string[]>)[name]?.map((value) => [
                  name,
                  value,
                ]) ?? [],
            ),
          ]),
        );
        const again = readSearchParameters(new URL(searchAddress(parsed), "http://x").searchParams);
        expect(again).toEqual(parsed);
      }),
    );
  });

  it("shows open posts unless another state is asked for", () => {
    expect(filtersOf(read("q=钛")).state).toEqual(["published", "active"]);
    expect(filtersOf(read("state=closed")).state).toEqual(["closed"]);
  });
});
