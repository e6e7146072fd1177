import type { CandidateRequest, SearchEngine, SearchRequest } from "../engine.ts";
import { createMatcher, rankDocuments } from "../matching/matcher.ts";
import { corpusStatistics } from "../matching/statistics.ts";
import type { SearchDocument } from "../documents.ts";
import { chance, percentile, pick } from "../training/chance.ts";
import { benchNow, subjectOf, type Corpus } from "./corpus.ts";
import { facetedRequests, listingRequests, typedRequests } from "./search-requests.ts";

/** Milliseconds. */
export interface Timing {
  p50: number;
  p95: number;
}

const timingOf = (times: number[]): Timing => ({
  p50: percentile(times, 50),
  p95: percentile(times, 95),
});

/** Runs each piece of work once, one after the other. */
export async function timed<T>(items: readonly T[], work: (item: T) => unknown): Promise<Timing> {
  const times: number[] = [];
  for (const item of items) {
    const start = performance.now();
    await work(item);
    times.push(performance.now() - start);
  }
  return timingOf(times);
}

/** How many requests of each kind are timed, after a fifth as many of another seed to warm up. */
const requests = 300;
const subjects = 100;

export const measured = ["typing", "faceted", "listing", "matching", "changes"] as const;
export type Measured = (typeof measured)[number];

export type SearchTimings = Partial<Record<"typing" | "faceted" | "listing", Timing>>;

/** Times searching, the same requests for every engine of a seed. */
export async function timeSearch(
  search: (request: SearchRequest) => unknown,
  { sources }: Corpus,
  seed: number,
  only: readonly Measured[],
): Promise<SearchTimings> {
  const warm = requests / 5;
  const time = async (of: (seed: number, count: number) => SearchRequest[]) => {
    await timed(of(seed + 1_000, warm), search);
    return timed(of(seed, requests), search);
  };
  const timings: SearchTimings = {};
  if (only.includes("typing"))
    timings.typing = await time((from, count) => typedRequests(from, sources, count));
  if (only.includes("faceted"))
    timings.faceted = await time((from, count) => facetedRequests(from, sources, count));
  if (only.includes("listing")) timings.listing = await time(listingRequests);
  return timings;
}

/** Real needs and results, which are not in the index themselves, as half of each kind. */
export function subjectsOf({ sources }: Corpus, seed: number, count: number): SearchDocument[] {
  const random = chance(seed * 11 + 4);
  const needs = sources.filter(({ kind }) => kind === "need");
  const results = sources.filter(({ kind }) => kind === "result");
  return Array.from({ length: count }, (_, index) =>
    subjectOf(pick(random, index % 2 === 0 ? needs : results), index),
  );
}

export async function timeMatching(
  engine: SearchEngine,
  corpus: Corpus,
  seed: number,
): Promise<{ candidates: Timing; matching: Timing }> {
  const request = (subject: SearchDocument): CandidateRequest => ({
    subject,
    kind: subject.kind === "need" ? "result" : "need",
    audiences: ["public", "registered"],
    limit: 300,
    now: benchNow,
  });
  const matcher = createMatcher(engine);
  const match = (subject: SearchDocument) =>
    matcher.matchesFor(subject, { audiences: ["public", "registered"], limit: 20, now: benchNow });
  await timed(subjectsOf(corpus, seed + 1_000, subjects / 5), match);
  const chosen = subjectsOf(corpus, seed, subjects);
  return {
    candidates: await timed(chosen, (subject) => engine.candidates(request(subject))),
    matching: await timed(
      chosen.map((subject) => structuredClone(subject)),
      match,
    ),
  };
}

/** So many changes are asked for at once. */
const jobsAtOnce = 32;

export interface Changing {
  /** Documents changed in a second, by as many at once as a server's jobs, while one person types. */
  updatesPerSecond: number;
  /** Search as one types meanwhile. */
  typingMeanwhile: Timing;
  /** From handing over a new document until a search finds it. */
  visible: Timing;
}

/** Changes documents while searching. */
export async function timeChanges(
  engine: SearchEngine,
  corpus: Corpus,
  seed: number,
  size: number,
): Promise<Changing> {
  const random = chance(seed * 11 + 5);
  const seconds = 5;
  let open = true;
  let updates = 0;
  const change = async () => {
    for (let revision = 2; open; revision += 1, updates += 1)
      await engine.upsert([corpus.document(Math.floor(random() * size), revision)]);
  };
  const times: number[] = [];
  const type = async () => {
    const typed = typedRequests(seed + 2_000, corpus.sources, 10_000);
    for (const request of typed) {
      if (!open) return;
      const start = performance.now();
      await engine.search(request);
      times.push(performance.now() - start);
    }
  };
  const started = performance.now();
  const working = Promise.all([...Array.from({ length: jobsAtOnce }, change), type()]);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  open = false;
  await working;
  const updatesPerSecond = (updates / (performance.now() - started)) * 1_000;
  const made = Array.from({ length: 20 }, (_, index) => ({
    ...corpus.document(size + index),
    title: `刚刚发布的新词条${seed}x${index}y`,
    audience: ["public"],
    expiresAt: null,
    state: "published" as const,
  }));
  const visible = await timed(made, async (document) => {
    await engine.upsert([document]);
    const asked = {
      text: document.title,
      filters: {},
      audiences: ["public"],
      sort: "relevance" as const,
      offset: 0,
      limit: 1,
      now: benchNow,
    };
    while ((await engine.search(asked)).hits[0]?.document.id !== document.id);
  });
  return { updatesPerSecond, typingMeanwhile: timingOf(times), visible };
}

/**
 * The share of the ten best matches among all documents, each scored, that
 * matching finds through candidates().
 */
export async function matchRecall(
  engine: SearchEngine,
  corpus: Corpus,
  seed: number,
  size: number,
): Promise<number> {
  const audiences = ["public", "registered"];
  const eligible = (document: SearchDocument) =>
    document.state === "published" &&
    (document.expiresAt === null || document.expiresAt > benchNow.getTime() / 1_000) &&
    document.audience.some((token) => audiences.includes(token));
  const all: SearchDocument[] = [];
  for await (const batch of corpus.batches(size)) all.push(...batch.filter(eligible));
  const statistics = corpusStatistics(await engine.sample(3_000));
  const matcher = createMatcher(engine);
  const shares: number[] = [];
  for (const subject of subjectsOf(corpus, seed, 40)) {
    const others = all.filter(({ kind }) => kind === (subject.kind === "need" ? "result" : "need"));
    const options = { audiences, limit: 10, now: benchNow };
    const best = rankDocuments(subject, others, new Map(), statistics, options);
    const found = await matcher.matchesFor(subject, options);
    const ids = new Set(found.map(({ document }) => document.id));
    shares.push(best.filter(({ document }) => ids.has(document.id)).length / best.length);
  }
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
