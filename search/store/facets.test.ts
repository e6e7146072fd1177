import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SearchDocument } from "../documents.ts";
import type { Filters } from "../engine.ts";
import { facetValuesOf, type Facet } from "../fields.ts";
import { betweenDocuments, countFacets, listed, packFacets, scaled, withOthers } from "./facets.ts";

const facets: Facet[] = [
  { name: "kind", of: "kind" },
  { name: "cluster", of: "clusters" },
  { name: "region", of: "region" },
  { name: "trl", of: "trl" },
  { name: "cooperationMode", of: "cooperationModes" },
  { name: "state", of: "state" },
];

const some = (...codes: string[]) => fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 3 });
const documents = fc.array(
  fc.record({
    kind: fc.constantFrom("need", "result"),
    state: fc.constantFrom("published", "closed"),
    clusters: some("iot", "chips", "new-materials"),
    region: fc.constantFrom("3201", "DE", null),
    trl: fc.constantFrom(1, 9, null),
    cooperationModes: some("joint", "transfer"),
  }) as fc.Arbitrary<SearchDocument>,
  { maxLength: 30 },
);
const filters: fc.Arbitrary<Filters> = fc.record(
  { cluster: some("iot", "chips"), region: some("3201"), kind: some("need"), trl: some("9") },
  { requiredKeys: [] },
);

const pack = (of: SearchDocument[]): string | null =>
  of.length === 0
    ? null
    : of.map((document) => packFacets(document, facets)).join(betweenDocuments);

describe("counting packed facets", () => {
  it("is counting each facet among what passes the filters of the others", () => {
    fc.assert(
      fc.property(documents, filters, (of, chosen) => {
        const passes = (document: SearchDocument, but?: string) =>
          facets.every((facet) => {
            const wanted = chosen[facet.name] ?? [];
            const values = facetValuesOf(document, facet);
            return (
              facet.name === but ||
              wanted.length === 0 ||
              values.some((one) => wanted.includes(one))
            );
          });
        const counted = countFacets(pack(of), chosen, facets);
        expect(counted.documents).toBe(of.length);
        expect(counted.total).toBe(of.filter((document) => passes(document)).length);
        for (const facet of facets) {
          const values = of
            .filter((document) => passes(document, facet.name))
            .flatMap((document) => facetValuesOf(document, facet));
          for (const value of new Set(values))
            expect(counted.counts.get(facet.name)?.get(value)).toBe(
              values.filter((one) => one === value).length,
            );
          expect(counted.counts.get(facet.name)?.size).toBe(new Set(values).size);
        }
      }),
    );
  });

  it("lists the most frequent first, equal ones by value", () => {
    const counted = countFacets(
      ["b", "a", "b", "c"].map((region) => packed({ region })).join(betweenDocuments),
      {},
      facets,
    );
    expect(listed(counted).region).toEqual([
      { value: "b", count: 2 },
      { value: "a", count: 1 },
      { value: "c", count: 1 },
    ]);
  });

  it("scales a sample to two digits", () => {
    const counted = countFacets(
      Array.from({ length: 123 }, () => packed({ region: "a" })).join(betweenDocuments),
      {},
      facets,
    );
    expect(scaled(counted, 8)).toMatchObject({ documents: 980, total: 980 });
    expect(scaled(counted, 8).counts.get("region")?.get("a")).toBe(980);
  });

  it("takes chosen values from what passes and other choices from the sample", () => {
    const chosen = { region: ["a"] };
    const passing = countFacets(packed({ region: "a" }), chosen, facets);
    const sample = countFacets(
      [packed({ region: "b" }), packed({ region: "b" })].join(betweenDocuments),
      {},
      facets,
    );
    const counts = listed(withOthers(passing, scaled(sample, 8), chosen));
    expect(counts.region).toEqual([
      { value: "b", count: 16 },
      { value: "a", count: 1 },
    ]);
    expect(counts.kind).toEqual([{ value: "need", count: 1 }]);
  });
});

function packed(given: Partial<SearchDocument>): string {
  const document = {
    kind: "need",
    state: "published",
    clusters: [],
    region: null,
    trl: null,
    cooperationModes: [],
    ...given,
  };
  return packFacets(document as unknown as SearchDocument, facets);
}
