import type pg from "pg";
import { SearchUnavailable, type CandidateRequest, type SearchEngine } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import { answer, withAlike } from "../store/answer.ts";
import { forgetBuilds, kindOf, readBuilds, retire, unusedBuilds } from "../store/builds.ts";
import { countDocuments, createCommonness } from "../store/commonness.ts";
import { available } from "../store/connection.ts";
import { createMeanings } from "../store/meanings.ts";
import { textQuery } from "../store/query.ts";
import { readDocuments, readSample } from "../store/read.ts";
import { prepareTables, version } from "../store/tables.ts";
import { rebuild, remove, upsert, type Store } from "../store/write.ts";
import { createMirror, dropIndex, indexOf, isWhole, teachSynonyms } from "./build.ts";
import { findCandidates } from "./candidates.ts";
import { createFinder } from "./find.ts";
import { gathered } from "./gather.ts";
import { recordOf, settingsVersion } from "./record.ts";
import { createServer } from "./server.ts";

export interface MeilisearchOptions {
  url: string;
  /** What documents are filtered, counted and sorted by. */
  fields: IndexFields;
  key?: string;
  /** Where the documents and the record of builds are; it stays the caller's to end. */
  pool: pg.Pool;
  /** What the names of all indexes begin with; "duijie" unless told. */
  indexPrefix?: string;
  /** Milliseconds for which a search waits for the server; 3,000 unless told. */
  patience?: number;
  /** Seconds for which an index that is no longer used is kept for those who still ask it; 600 unless told. */
  keepUnused?: number;
  /** Told when the server stops answering, with the reason, and when it answers again. */
  onChange?: (reason: string | null) => void;
}

const usualKeeping = 600;
/** Milliseconds. */
const day = 24 * 60 * 60 * 1_000;

/**
 * The search index on a Meilisearch server: the server finds, filters and counts, PostgreSQL
 * keeps the documents and which index of the server holds them. Each build has an
 * index of its own.
 */
export function createMeilisearchEngine(options: MeilisearchOptions): SearchEngine {
  const { pool, fields, indexPrefix: prefix = "duijie", keepUnused = usualKeeping } = options;
  const kind = kindOf("meilisearch", fields, `${version}.${settingsVersion}`);
  const server = createServer(options);
  const store: Store = {
    ...{ pool, kind, mirror: createMirror(server, prefix, fields) },
    cutting: { recordOf, thread: new URL("./cut-worker.ts", import.meta.url) },
  };
  const commonness = createCommonness(pool);
  const meanings = createMeanings(pool);
  const told = { engine: "meilisearch", version: settingsVersion } as const;

  const currentIndex = async (): Promise<string> => {
    const { current } = await readBuilds(pool, kind);
    if (current === null) throw new SearchUnavailable("the index is not built yet");
    return indexOf(prefix, current);
  };

  const dropUnused = async () => {
    const unused = await unusedBuilds(pool, kind.engine, keepUnused);
    for (const build of unused) await dropIndex(server, prefix, build);
    await forgetBuilds(pool, unused);
  };

  const countTasks = async (indexUid: string) => {
    const count = (query: { statuses: ("enqueued" | "processing" | "failed")[]; since?: string }) =>
      server.ask(async (client) => {
        const { total } = await client.tasks.getTasks({
          statuses: query.statuses,
          indexUids: [indexUid],
          limit: 1,
          ...(query.since ? { afterFinishedAt: query.since } : {}),
        });
        return total;
      });
    const [waiting, failed] = await Promise.all([
      count({ statuses: ["enqueued", "processing"] }),
      count({ statuses: ["failed"], since: new Date(Date.now() - day).toISOString() }),
    ]);
    return { waiting, failed };
  };

  return {
    name: "meilisearch",
    prepare: () =>
      available(async () => {
        await prepareTables(pool, kind);
        const { current } = await readBuilds(pool, kind);
        if (current !== null && (await isWhole(server, prefix, current))) {
          await teachSynonyms(server, prefix, current);
          await dropUnused();
          return { rebuild: false };
        }
        if (current !== null) await retire(pool, "current");
        return { rebuild: true };
      }),
    upsert: gathered((documents) => available(() => upsert(store, documents))),
    remove: (ids) => available(() => remove(store, ids)),
    rebuild: (source) =>
      available(async () => {
        const built = await rebuild(store, source);
        commonness.forget();
        await dropUnused();
        return built;
      }),
    search: (request) =>
      available(async () => {
        const [index, common] = await Promise.all([currentIndex(), commonness.read()]);
        const query = textQuery(request.text);
        const asking = { reader: pool, commonness: common, request: { ...request, fields }, query };
        const finder = createFinder(server, pool, index, common, asking.request, query);
        return withAlike({ ...asking, meanings }, await answer(asking, finder));
      }),
    candidates: (request: CandidateRequest) =>
      available(async () => {
        const [index, common] = await Promise.all([currentIndex(), commonness.read()]);
        return findCandidates(server, pool, meanings, index, common, request);
      }),
    documents: (ids) => available(() => readDocuments(pool, ids)),
    sample: (limit) => available(() => readSample(pool, limit)),
    status: async () => {
      try {
        return await available(async () => {
          await server.ask((client) => client.tasks.getTasks({ limit: 1 }));
          const index = await currentIndex();
          const [held, tasks] = await Promise.all([countDocuments(pool), countTasks(index)]);
          return { ...told, available: true, ...held, detail: options.url, tasks };
        });
      } catch (error) {
        if (!(error instanceof SearchUnavailable)) throw error;
        return { ...told, available: false, documents: 0, detail: error.message };
      }
    },
    close: async () => {
      server.close();
      await meanings.close();
    },
  };
}
