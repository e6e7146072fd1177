import { indexFields } from "#app/search/fields.ts";
import { createSearchEngine } from "../index.ts";
import { dictionary } from "../text/segment.ts";
import { createCorpus, readSources } from "./corpus.ts";
import { openEmbedded } from "./search-embedded.ts";
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
import pg from "pg";

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
  const server = engine === "embedded" ? await openEmbedded() : openMeilisearch();
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

/** The Meilisearch at MEILI_URL; its memory and disk are not ours to read. */
function openMeilisearch() {
  const pool = new pg.Pool();
  const engine = createSearchEngine({
    meili: { url: process.env.MEILI_URL ?? "", key: process.env.MEILI_KEY },
    pool,
    fields: indexFields,
  });
  return {
    engine,
    memoryBytes: () => Promise.resolve(null),
    diskBytes: () => Promise.resolve(null),
    stop: async () => {
      await engine.close();
      await pool.end();
    },
  };
}
