import type { SearchDocument } from "../documents.ts";
import type { Filters, SearchPage } from "../engine.ts";
import { facetValuesOf, type Facet } from "../fields.ts";

/** Stand between documents, facets and values; codes hold no control characters. */
export const betweenDocuments = "\u001e";
const betweenFacets = "\u001d";
const betweenValues = "\u001f";

/** All facet values of a document in one string, which PostgreSQL hands over far quicker than columns. */
export const packFacets = (document: SearchDocument, facets: readonly Facet[]): string =>
  facets
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
  counts: Map<string, Map<string, number>>;
}

/** Counts packed documents: each facet among those that pass the filters of the others. */
export function countFacets(
  packed: string | null,
  filters: Filters,
  facets: readonly Facet[],
): Counted {
  const documents = packed === null ? [] : packed.split(betweenDocuments);
  const tallies = facets.map(({ name }) => createTally(filters[name] ?? []));
  let total = 0;
  for (const document of documents) {
    const values = document.split(betweenFacets);
    let failed = -1;
    let fails = 0;
    const combinations = tallies.map((tally, index) => {
      const combination = tally.of(values[index] ?? "");
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
  const counts = new Map(
    tallies.map((tally, index) => [facets[index]?.name ?? "", tally.counts()]),
  );
  return { documents: documents.length, total, counts };
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
  const grown = [...counts].map(
    ([facet, values]) =>
      [
        facet,
        new Map([...values].map(([value, count]) => [value, rounded(count * times)])),
      ] as const,
  );
  return {
    documents: rounded(documents * times),
    total: rounded(total * times),
    counts: new Map(grown),
  };
}

const rounded = (count: number): number => Number(count.toPrecision(2));

/** The most frequent first. */
export function listed({ counts }: Counted): SearchPage["facets"] {
  const lists = [...counts].map(([facet, values]) => [
    facet,
    [...values]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)),
  ]);
  return Object.fromEntries(lists);
}

/**
 * Counts of the documents that pass all filters, which say all of facets without a
 * choice and of chosen values; what other choices would bring is taken from elsewhere.
 */
export function withOthers(passing: Counted, others: Counted, filters: Filters): Counted {
  const counts = [...passing.counts].map(([facet, values]) => {
    const chosen = filters[facet] ?? [];
    if (chosen.length === 0) return [facet, values] as const;
    const exact = chosen.flatMap((value) => {
      const count = values.get(value);
      return count === undefined ? [] : [[value, count] as const];
    });
    const known = [...(others.counts.get(facet) ?? [])];
    const rest = known.filter(([value]) => !chosen.includes(value));
    return [facet, new Map([...rest, ...exact])] as const;
  });
  return { ...passing, counts: new Map(counts) };
}
