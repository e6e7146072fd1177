import type { SearchRequest } from "../engine.ts";
import type { Counted } from "../store/facets.ts";

/** So long the counts of a sample are shown again before it is counted anew, in milliseconds. */
export const sampleLifetime = 15_000;
/** So many different ones are kept. */
const mostKept = 500;

/** The counts of samples, which are rough by themselves and the same for everybody who may see the same. */
export interface Samples {
  of(
    asked: { meeting: string; level: number } & Pick<SearchRequest, "filters" | "audiences">,
    count: () => Promise<Counted>,
  ): Promise<Counted>;
  forget(): void;
}

/** Keeps counts for a while; `now` in milliseconds. */
export function createSamples(now: () => number = Date.now): Samples {
  const kept = new Map<string, { counted: Counted; until: number }>();
  return {
    of: async ({ meeting, level, filters, audiences }, count) => {
      const key = JSON.stringify([meeting, level, filters, [...audiences].sort()]);
      const known = kept.get(key);
      if (known && now() < known.until) return known.counted;
      const counted = await count();
      kept.delete(key);
      kept.set(key, { counted, until: now() + sampleLifetime });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return counted;
    },
    forget: () => kept.clear(),
  };
}
