import { dictionary } from "../text/segment.ts";
import { createCorpus, readSources } from "./corpus.ts";
import { openBench } from "./search-server.ts";
import {
  matchRecall,
  timeChanges,
  timed,
  timeMatching,
  timeSearch,
  type Measured,
  type Timing,
} from "./search-measures.ts";
import { createMiniSearch } from "./search-minisearch.ts";

export type EngineName = "embedded" | "minisearch" | "meilisearch";

export interface Figures {
  engine: EngineName;
  size: number;
  buildSeconds: number;
  processMegabytes: number;
  serverMegabytes: number | null;
  diskMegabytes: number | null;
  typing?: Timing;
  faceted?: Timing;
  listing?: Timing;
  candidates?: Timing;
  matching?: Timing;
  /** Of the ten best matches, what is found through candidates; where all documents can be scored. */
  recall?: number;
  updatesPerSecond?: number;
  typingMeanwhile?: Timing;
  visible?: Timing;
}

/** Scoring all documents for recall is done up to so many. */
const mostScored = 10_000;
const corpusSeed = 1;
const mega = 1_048_576;

/** Builds one engine's index of so many documents and measures what is asked for. */
export async function runEngine(
  engine: EngineName,
  size: number,
  seed: number,
  directory: string,
  only: readonly Measured[],
): Promise<Figures> {
  const corpus = createCorpus(readSources(directory), corpusSeed);
  dictionary();
  if (engine === "minisearch") {
    const mini = createMiniSearch();
    const start = performance.now();
    for await (const batch of corpus.batches(size)) batch.forEach(mini.add);
    const buildSeconds = (performance.now() - start) / 1_000;
    const timings = await timeSearch(mini.search, corpus, seed, only);
    const processMegabytes = process.memoryUsage().rss / mega;
    const changed = Array.from({ length: 200 }, (_, index) => corpus.document(index, 2));
    const began = performance.now();
    const visible = await timed(changed, mini.replace);
    const updatesPerSecond = (changed.length / (performance.now() - began)) * 1_000;
    const none = { serverMegabytes: null, diskMegabytes: null };
    return {
      engine,
      size,
      buildSeconds,
      processMegabytes,
      ...none,
      ...timings,
      updatesPerSecond,
      visible,
    };
  }
  const server = await openBench(engine);
  try {
    const start = performance.now();
    await server.engine.rebuild(corpus.batches(size));
    const buildSeconds = (performance.now() - start) / 1_000;
    const timings = await timeSearch(
      (request) => server.engine.search(request),
      corpus,
      seed,
      only,
    );
    const matches = only.includes("matching");
    const matching = matches ? await timeMatching(server.engine, corpus, seed) : {};
    const recall =
      matches && size <= mostScored
        ? await matchRecall(server.engine, corpus, seed, size)
        : undefined;
    const changes = only.includes("changes")
      ? await timeChanges(server.engine, corpus, seed, size)
      : {};
    const serverBytes = await server.memoryBytes();
    const diskBytes = await server.diskBytes();
    return {
      engine,
      size,
      buildSeconds,
      processMegabytes: process.memoryUsage().rss / mega,
      serverMegabytes: serverBytes === null ? null : serverBytes / mega,
      diskMegabytes: diskBytes === null ? null : diskBytes / mega,
      ...timings,
      ...matching,
      ...(recall === undefined ? {} : { recall }),
      ...changes,
    };
  } finally {
    await server.stop();
  }
}
