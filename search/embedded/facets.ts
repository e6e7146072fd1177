import type { SearchDocument } from "../documents.ts";
import { facetNames, type FacetName, type Filters, type SearchPage } from "../engine.ts";

/** A document's values of a facet, as strings. */
export function facetValuesOf(document: SearchDocument, facet: FacetName): string[] {
  switch (facet) {
    case "kind":
      return [document.kind];
    case "state":
      return [document.state];
    case "cluster":
      return document.clusters;
    case "region":
      return document.region === null ? [] : [document.region];
    case "trl":
      return document.trl === null ? [] : [String(document.trl)];
    case "cooperationMode":
      return document.cooperationModes;
  }
}

/** Stand between documents, facets and values; codes hold no control characters. */
export const betweenDocuments = "\u001e";
const betweenFacets = "\u001d";
const betweenValues = "\u001f";

/** All facet values of a document in one string, which PostgreSQL hands over far quicker than columns. */
export const packFacets = (document: SearchDocument): string =>
  facetNames
    .map((facet) =>
      facetValuesOf(document, facet)
        .map((value) => value.replaceAll(/[\u001d-\u001f]/g, " "))
        .join(betweenValues),
    )
    .join(betweenFacets);

export interface Counted {
  /** Documents whatever their facets. */
  documents: number;
  /** Documents that pass all filters. */
  total: number;
  counts: Record<FacetName, Map<string, number>>;
}

/** Counts packed documents: each facet among those that pass the filters of the others. */
export function countFacets(packed: string | null, filters: Filters): Counted {
  const documents = packed === null ? [] : packed.split(betweenDocuments);
  const tallies = facetNames.map((facet) => createTally(filters[facet] ?? []));
  let total = 0;
  for (const document of documents) {
    const facets = document.split(betweenFacets);
    let failed = -1;
    let fails = 0;
    const combinations = tallies.map((tally, index) => {
      const combination = tally.of(facets[index] ?? "");
      if (combination.passes) return combination;
      fails += 1;
      failed = index;
      return combination;
    });
    if (fails === 0) {
      total += 1;
      for (const combination of combinations) combination.count += 1;
    } else if (fails === 1)
      combinations.forEach((one, index) => (one.count += Number(index === failed)));
  }
  const counts = facetNames.map((facet, index) => [facet, tallies[index]?.counts() ?? new Map()]);
  return {
    documents: documents.length,
    total,
    counts: Object.fromEntries(counts) as Counted["counts"],
  };
}

/** Documents have few combinations of values, so these are counted before they are taken apart. */
function createTally(chosen: string[]) {
  const combinations = new Map<string, { values: string[]; passes: boolean; count: number }>();
  return {
    of(joined: string) {
      let known = combinations.get(joined);
      if (!known) {
        const values = joined === "" ? [] : joined.split(betweenValues);
        const passes = chosen.length === 0 || values.some((value) => chosen.includes(value));
        combinations.set(joined, (known = { values, passes, count: 0 }));
      }
      return known;
    },
    counts() {
      const counts = new Map<string, number>();
      for (const { values, count } of combinations.values())
        if (count > 0)
          for (const value of values) counts.set(value, (counts.get(value) ?? 0) + count);
      return counts;
    },
  };
}

/** Counts of a sample as counts of the whole, to two digits, for they are no more exact. */
export function scaled({ documents, total, counts }: Counted, times: number): Counted {
  const grown = facetNames.map((facet) => [
    facet,
    new Map([...counts[facet]].map(([value, count]) => [value, rounded(count * times)])),
  ]);
  return {
    documents: rounded(documents * times),
    total: rounded(total * times),
    counts: Object.fromEntries(grown) as Counted["counts"],
  };
}

const rounded = (count: number): number => Number(count.toPrecision(2));

/** The most frequent first. */
export function listed({ counts }: Counted): SearchPage["facets"] {
  const lists = facetNames.map((facet) => [
    facet,
    [...counts[facet]]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  ]);
  return Object.fromEntries(lists) as SearchPage["facets"];
}

/**
 * Counts of the documents that pass all filters, which say all of facets without a
 * choice and of chosen values; what other choices would bring is taken from elsewhere.
 */
export function withOthers(passing: Counted, others: Counted, filters: Filters): Counted {
  const counts = facetNames.map((facet) => {
    const chosen = filters[facet] ?? [];
    if (chosen.length === 0) return [facet, passing.counts[facet]];
    const exact = chosen.flatMap((value) => {
      const count = passing.counts[facet].get(value);
      return count === undefined ? [] : [[value, count] as const];
    });
    const rest = [...others.counts[facet]].filter(([value]) => !chosen.includes(value));
    return [facet, new Map([...rest, ...exact])];
  });
  return { ...passing, counts: Object.fromEntries(counts) as Counted["counts"] };
}
