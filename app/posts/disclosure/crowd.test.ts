import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crowdOf, crowdsOf, publicOwner, type Crowd, type ShownOwner } from "./crowd.ts";

const places = ["3201", "3202", "3203", "3204", "31", "33", "32", "US", "DE", null];
const crowd = fc.record({
  region: fc.constantFrom(...places),
  verified: fc.boolean(),
  count: fc.integer({ min: 1, max: 9 }),
});
const keyOf = ({ region, verified }: ShownOwner) => JSON.stringify([region, verified]);
const market = fc.uniqueArray(crowd, { selector: keyOf, maxLength: 20 });

/** How many organisations show each thing that is shown. */
function sizes(all: readonly Crowd[]): Map<string, number> {
  const shown = crowdsOf(all);
  const found = new Map<string, number>();
  for (const one of all) {
    const key = keyOf(shown(one));
    found.set(key, (found.get(key) ?? 0) + one.count);
  }
  return found;
}

describe("what is shown of an organisation that is not named", () => {
  it("is shown by a crowd, also where nothing is, unless all show nothing", () => {
    fc.assert(
      fc.property(market, (all) => {
        const found = sizes(all);
        const few = [...found].filter(([, size]) => size < crowdOf);
        if (few.length > 0) expect([...found.keys()]).toEqual([keyOf(nothing)]);
      }),
    );
  });

  it("is never more than is true of it", () => {
    fc.assert(
      fc.property(market, (all) => {
        const shown = crowdsOf(all);
        for (const one of all) {
          const { region, verified } = shown(one);
          expect([one.region, one.region?.slice(0, 2), null]).toContain(region);
          expect(one.verified || !verified).toBe(true);
        }
      }),
    );
  });

  it("does not depend on the order in which organisations are counted", () => {
    fc.assert(
      fc.property(market, (all) => {
        const [there, back] = [crowdsOf(all), crowdsOf([...all].reverse())];
        for (const one of all) expect(there(one)).toEqual(back(one));
      }),
    );
  });

  const verified = (region: string | null, count: number): Crowd => ({
    region,
    verified: true,
    count,
  });

  it.each<[string, Crowd[], ShownOwner, ShownOwner]>([
    ["the city of many", [verified("3201", 5)], owner("3201"), owner("3201")],
    [
      "the province of a city of few, where other such cities fill it",
      [verified("3201", 5), verified("3202", 4), verified("3203", 1)],
      owner("3202"),
      owner("32"),
    ],
    [
      "no place where the cities of few are few together, though the province has many",
      [verified("3201", 50), verified("3202", 4), verified("33", 3)],
      owner("3202"),
      { region: null, verified: true },
    ],
    [
      "nothing of the last few, and nothing of the smallest crowd beside them",
      [verified("3201", 50), verified("33", 6), verified("3202", 1)],
      owner("33"),
      nothing,
    ],
    [
      "no mark where the verified ones are few",
      [verified("3201", 4), { region: "3201", verified: false, count: 30 }],
      owner("3201"),
      nothing,
    ],
    ["a country of many", [verified("US", 7), verified("3201", 5)], owner("US"), owner("US")],
  ])("%s", (_name, all, one, expected) => {
    expect(crowdsOf(all)(one)).toEqual(expected);
  });
});

const nothing: ShownOwner = { region: null, verified: false };

function owner(region: string): ShownOwner {
  return { region, verified: true };
}

it("a post that names its organisation shows it as it is; another one what was settled", () => {
  const organisation = { id: "1", name: "甲公司", region: "3201", verified: true };
  const shownOwner = { region: "32", verified: false };
  expect(publicOwner({ visibility: "public", shownOwner }, organisation)).toEqual(organisation);
  expect(publicOwner({ visibility: "anonymous", shownOwner }, organisation)).toEqual({
    id: null,
    name: "",
    ...shownOwner,
  });
  expect(publicOwner({ visibility: "anonymous", shownOwner: null }, organisation)).toEqual({
    id: null,
    name: "",
    ...nothing,
  });
});
