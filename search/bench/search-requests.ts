import type { Filters, SearchRequest } from "../engine.ts";
import { chance, pick } from "../training/chance.ts";
import { benchNow, facetValues, type Source } from "./corpus.ts";

const guest = ["public"];
const member = ["public", "registered", "organisation:17"];
/** What the product asks for unless a person chooses a state. */
const open: Filters = { state: ["published", "active"] };

const asked = (random: () => number, text: string, filters: Filters = {}): SearchRequest => ({
  text,
  filters: { ...open, ...filters },
  audiences: random() < 0.5 ? guest : member,
  sort: text === "" ? "newest" : "relevance",
  offset: 0,
  limit: 20,
  now: benchNow,
});

/** What people look for: a keyword or, less often, a title; a quarter has Latin letters. */
function lookedFor(random: () => number, sources: Source[]): string {
  const latin = random() < 0.25;
  for (;;) {
    const { title, keywords } = pick(random, sources);
    const text = random() < 0.3 || keywords.length === 0 ? title : pick(random, keywords);
    if (/[A-Za-z]{2}/.test(text) === latin) return text;
  }
}

const longestPrefix = 10;

/** One request for each letter or character typed, from the first to the tenth. */
export function typedRequests(seed: number, sources: Source[], count: number): SearchRequest[] {
  const random = chance(seed * 11 + 1);
  const requests: SearchRequest[] = [];
  while (requests.length < count) {
    const characters = [...lookedFor(random, sources)];
    const length = Math.min(longestPrefix, characters.length);
    for (let typed = 1; typed <= length; typed += 1)
      requests.push(asked(random, characters.slice(0, typed).join("")));
  }
  return requests.slice(0, count);
}

/** Whole words, one or two, with one or two facets chosen. */
export function facetedRequests(seed: number, sources: Source[], count: number): SearchRequest[] {
  const random = chance(seed * 11 + 2);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: random() < 0.7 ? 1 : 2 }, () => {
      const { keywords } = pick(random, sources);
      return keywords.length > 0 ? pick(random, keywords) : "技术";
    });
    return asked(random, `${words.join(" ")} `, filters(random, 1 + Math.floor(random() * 2)));
  });
}

/** Everything, with no facet, one or two chosen. */
export function listingRequests(seed: number, count: number): SearchRequest[] {
  const random = chance(seed * 11 + 3);
  return Array.from({ length: count }, () =>
    asked(random, "", filters(random, Math.floor(random() * 3))),
  );
}

function filters(random: () => number, count: number): Filters {
  const names = ["cluster", "region", "trl", "cooperationMode", "kind"] as const;
  const chosen: Filters = {};
  while (Object.keys(chosen).length < count) {
    const name = pick(random, names);
    chosen[name] = [pick(random, facetValues[name])];
  }
  return chosen;
}
