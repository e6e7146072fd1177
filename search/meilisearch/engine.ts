import {
  Meilisearch,
  MeilisearchApiError,
  type EnqueuedTaskPromise,
  type SearchParams,
} from "meilisearch";
import type { SearchDocument } from "../documents.ts";
import {
  facetNames,
  SearchUnavailable,
  type SearchEngine,
  type SearchPage,
  type SearchRequest,
} from "../engine.ts";
import { evidenceTerms } from "../text/evidence.ts";
import { excerpt, highlight } from "../text/highlight.ts";
import { queryWordsOf } from "../text/segment.ts";
import { writingsOf } from "../text/synonyms.ts";
import { anyOf, chosen, isNot, visible } from "./filter.ts";
import { recordOf, recordSchema, settings, settingsVersion, tokensOf } from "./record.ts";

export interface MeilisearchOptions {
  url: string;
  key?: string;
  /** Distinguishes products that share a server. */
  prefix?: string;
}

const requestTimeout = 10_000;
const taskTimeout = 60_000;
const batchSize = 1_000;

/** The search index on a Meilisearch server. */
export function createMeilisearchEngine(options: MeilisearchOptions): SearchEngine {
  const client = new Meilisearch({
    host: options.url,
    apiKey: options.key,
    timeout: requestTimeout,
  });
  const name = `${options.prefix ?? "duijie"}_v${settingsVersion}`;
  const index = client.index(name);

  const done = async (enqueued: EnqueuedTaskPromise): Promise<void> => {
    const task = await enqueued.waitTask({ timeout: taskTimeout, interval: 50 });
    if (task.status !== "succeeded")
      throw new SearchUnavailable(
        `Meilisearch task ${task.uid}: ${task.error?.message ?? task.status}`,
      );
  };

  const write = async (target: typeof index, documents: SearchDocument[]): Promise<void> => {
    for (let at = 0; at < documents.length; at += batchSize)
      await done(target.addDocuments(documents.slice(at, at + batchSize).map(recordOf)));
  };

  const newerThanIndexed = async (documents: SearchDocument[]): Promise<SearchDocument[]> => {
    const { results } = await index.getDocuments({
      filter: anyOf(
        "id",
        documents.map(({ id }) => id),
      ),
      fields: ["id", "revision"],
      limit: documents.length,
    });
    const indexed = new Map(results.map((stored) => [String(stored.id), Number(stored.revision)]));
    return documents.filter(({ id, revision }) => revision >= (indexed.get(id) ?? 0));
  };

  const make = async (uid: string): Promise<void> => {
    await done(client.createIndex(uid, { primaryKey: "id" }));
    await done(client.index(uid).updateSettings(settings));
  };

  return {
    name: "meilisearch",
    prepare: () =>
      available(async () => {
        const exists = await client.getRawIndex(name).then(
          () => true,
          (error: unknown) => {
            if (isMissing(error)) return false;
            throw error;
          },
        );
        if (!exists) await make(name);
        return { rebuild: !exists };
      }),
    upsert: (documents) =>
      available(async () => {
        if (documents.length > 0) await write(index, await newerThanIndexed(documents));
      }),
    remove: (ids) => available(() => done(index.deleteDocuments(ids))),
    rebuild: (source) =>
      available(async () => {
        const next = `${name}_next`;
        await client.deleteIndexIfExists(next);
        await make(next);
        let documents = 0;
        for await (const batch of source) {
          await write(client.index(next), batch);
          documents += batch.length;
        }
        await done(client.swapIndexes([{ indexes: [name, next], rename: false }]));
        await client.deleteIndexIfExists(next);
        return { documents };
      }),
    search: (request) => available(() => search(client, name, request)),
    candidates: (request) =>
      available(async () => {
        const terms = evidenceTerms(request.subject).slice(0, 10);
        if (terms.length === 0) return [];
        const { hits } = await index.search(terms.join(" "), {
          filter: [
            ...visible(request.audiences, request.now),
            anyOf("kind", [request.kind]),
            anyOf("state", ["published"]),
            isNot("ownerId", request.subject.ownerId),
          ],
          matchingStrategy: "frequency",
          limit: request.limit,
        });
        return hits.map(readRecord);
      }),
    sample: (limit) =>
      available(async () => {
        const { hits } = await index.search("", {
          filter: [anyOf("kind", ["need", "result"])],
          sort: ["publishedAt:desc"],
          limit,
        });
        return hits.map(readRecord);
      }),
    status: async () => {
      try {
        const stats = await index.getStats();
        const documents = stats.numberOfDocuments;
        return { engine: "meilisearch", available: true, documents, detail: options.url };
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { engine: "meilisearch", available: false, documents: 0, detail };
      }
    },
    close: async () => {},
  };
}

const readRecord = (stored: unknown): SearchDocument => recordSchema.parse(stored).document;

const isMissing = (error: unknown): boolean =>
  error instanceof MeilisearchApiError && error.cause?.code === "index_not_found";

/** Whatever goes wrong on the way to the server is worth another try later. */
async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SearchUnavailable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SearchUnavailable(`Meilisearch: ${reason}`, { cause: error });
  }
}

const sorting: Record<SearchRequest["sort"], string[]> = {
  relevance: [],
  newest: ["publishedAt:desc"],
  deadline: ["deadline:asc", "publishedAt:desc"],
};

/** The page and the counts of each chosen facet without its own filter, in one request. */
async function search(
  client: Meilisearch,
  indexUid: string,
  request: SearchRequest,
): Promise<SearchPage> {
  const words = queryWordsOf(request.text);
  const base = visible(request.audiences, request.now);
  const counted = facetNames.filter((facet) => (request.filters[facet]?.length ?? 0) > 0);
  const ask = async (matchingStrategy: SearchParams["matchingStrategy"]) => {
    const query = { indexUid, q: words.map(tokensOf).join(" "), matchingStrategy };
    const { results } = await client.multiSearch({
      queries: [
        {
          ...query,
          filter: [...base, ...chosen(request.filters)],
          facets: [...facetNames],
          sort: request.text === "" ? ["publishedAt:desc"] : sorting[request.sort],
          offset: request.offset,
          limit: request.limit,
        },
        ...counted.map((facet) => ({
          ...query,
          filter: [...base, ...chosen(request.filters, facet)],
          facets: [facet],
          limit: 0,
        })),
      ],
    });
    return results;
  };
  let results = await ask("all");
  if (results[0]?.hits.length === 0 && words.length > 1) results = await ask("last");
  const [page, ...own] = results;
  const marks = words.flatMap(writingsOf);
  const facets = Object.fromEntries(
    facetNames.map((facet) => {
      const source = own[counted.indexOf(facet)] ?? page;
      const counts = Object.entries(source?.facetDistribution?.[facet] ?? {});
      const sorted = counts.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
      return [facet, sorted.map(([value, count]) => ({ value, count }))];
    }),
  ) as SearchPage["facets"];
  return {
    total: page?.estimatedTotalHits ?? 0,
    facets,
    hits: (page?.hits ?? []).map((stored) => {
      const document = readRecord(stored);
      const passages = document.passages.map(({ text }) => text);
      return {
        document,
        title: highlight(document.title, marks),
        excerpt: excerpt(passages, marks),
      };
    }),
  };
}
