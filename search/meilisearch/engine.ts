import { Meilisearch, type EnqueuedTaskPromise, type TasksOrBatchesQuery } from "meilisearch";
import { SearchUnavailable, type SearchEngine } from "../engine.ts";
import type { SearchDocument } from "../documents.ts";
import { fieldsFingerprint, type IndexFields } from "../fields.ts";
import { evidenceTerms } from "../text/evidence.ts";
import { anyOf, isNot, visible } from "./filter.ts";
import { readRecord, readTerms, search } from "./find.ts";
import {
  builtMark,
  recordOf,
  removalOf,
  settings,
  settingsVersion,
  storedSchema,
  synonymSettings,
} from "./record.ts";
import { available, errorCode, finish, repeated } from "./server.ts";

export interface MeilisearchOptions {
  url: string;
  fields: IndexFields;
  key?: string;
  /** Distinguishes products that share a server. */
  indexPrefix?: string;
  /** Milliseconds for which a search waits for the server; 3,000 unless told. */
  patience?: number;
}

/** Milliseconds. */
const requestTimeout = 10_000;
/** Milliseconds for which a person waits for an answer before it counts as none. */
const patience = 3_000;
/** Milliseconds. */
const day = 24 * 60 * 60 * 1_000;
const batchSize = 1_000;

/**
 * The search index on a Meilisearch server. Its name holds the version of its
 * settings and the declared fields, so that servers of two versions can run side by side. Writers in
 * other processes see a rebuild by the index that it fills, and write to both.
 */
export function createMeilisearchEngine(options: MeilisearchOptions): SearchEngine {
  const client = new Meilisearch({
    host: options.url,
    apiKey: options.key,
    timeout: requestTimeout,
  });
  const forPeople = new Meilisearch({
    host: options.url,
    apiKey: options.key,
    timeout: options.patience ?? patience,
  });
  const { fields } = options;
  const madeFor = `v${settingsVersion}_${fieldsFingerprint(fields).toString(36)}`;
  const name = `${options.indexPrefix ?? "duijie"}_${madeFor}`;
  const next = `${name}_next`;
  const index = client.index(name);
  const told = { engine: "meilisearch", version: settingsVersion } as const;

  const done = (enqueue: () => EnqueuedTaskPromise, expected: string[] = []): Promise<void> =>
    finish(client, enqueue, expected);

  const exists = (uid: string): Promise<boolean> =>
    repeated(() => client.getRawIndex(uid)).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) === "index_not_found") return false;
        throw error;
      },
    );

  const make = async (uid: string): Promise<void> => {
    await done(() => client.createIndex(uid, { primaryKey: "id" }), ["index_already_exists"]);
    await done(() => client.index(uid).updateSettings(settings(fields)));
  };

  /** Queries of an index that is there use the synonyms of now; it need not be built anew for that. */
  const teachSynonyms = async (): Promise<void> => {
    const wanted = synonymSettings();
    const known = await repeated(() => index.getSynonyms());
    if (!sameSynonyms(known, wanted)) await done(() => index.updateSynonyms(wanted));
  };

  /** Leaves out what is older than the index has; a source also what was removed while it read. */
  const newer = async (
    uid: string,
    documents: SearchDocument[],
    from: "change" | "source",
  ): Promise<SearchDocument[]> => {
    const { results } = await repeated(() =>
      client.index(uid).getDocuments({
        filter: anyOf(
          "id",
          documents.map(({ id }) => id),
        ),
        fields: ["id", "revision", "removed"],
        limit: documents.length,
      }),
    );
    const stored = new Map(
      storedSchema
        .array()
        .parse(results)
        .map((one) => [one.id, one]),
    );
    return documents.filter(({ id, revision }) => {
      const known = stored.get(id);
      if (known?.removed) return from === "change";
      return revision >= (known?.revision ?? -Infinity);
    });
  };

  const write = async (
    uid: string,
    documents: SearchDocument[],
    from: "change" | "source",
  ): Promise<void> => {
    for (let at = 0; at < documents.length; at += batchSize) {
      const batch = await newer(uid, documents.slice(at, at + batchSize), from);
      if (batch.length > 0)
        await done(() =>
          client.index(uid).addDocuments(batch.map((document) => recordOf(document, fields))),
        );
    }
  };

  return {
    name: "meilisearch",
    prepare: () =>
      available(async () => {
        if (await exists(name)) await teachSynonyms();
        else await make(name);
        const built = await repeated(() => index.getDocument(builtMark.id)).then(
          () => true,
          (error: unknown) => {
            if (errorCode(error) === "document_not_found") return false;
            throw error;
          },
        );
        return { rebuild: !built };
      }),
    upsert: (documents) =>
      available(async () => {
        if (documents.length === 0) return;
        await write(name, documents, "change");
        if (await exists(next)) await write(next, documents, "change");
      }),
    remove: (ids) =>
      available(async () => {
        if (ids.length === 0) return;
        await done(() => index.deleteDocuments(ids));
        if (await exists(next))
          await done(() => client.index(next).addDocuments(ids.map(removalOf)));
      }),
    rebuild: (source) =>
      available(async () => {
        await done(() => client.deleteIndex(next), ["index_not_found"]);
        await make(next);
        for await (const batch of source) await write(next, batch, "source");
        const rebuilt = client.index(next);
        await done(() => rebuilt.deleteDocuments({ filter: "removed = true" }));
        await done(() => rebuilt.addDocuments([builtMark]));
        await done(() => client.swapIndexes([{ indexes: [name, next], rename: false }]));
        await done(() => client.deleteIndex(next), ["index_not_found"]);
        return { documents: await countDocuments() };
      }),
    search: (request) =>
      available(() =>
        repeated(() => search(forPeople, name, request, fields), { waitAgain: false }),
      ),
    candidates: (request) =>
      available(async () => {
        const { organisationId } = request.subject;
        const terms = evidenceTerms(request.subject).slice(0, mostQueryWords);
        if (terms.length === 0) return [];
        const { hits } = await repeated(() =>
          index.search(terms.join(" "), {
            filter: [
              ...visible(request.audiences, request.now),
              anyOf("kind", [request.kind]),
              anyOf("state", ["published"]),
              ...(organisationId === null ? [] : [isNot("organisationId", organisationId)]),
              isNot("id", request.subject.id),
            ],
            attributesToRetrieve: ["id", "terms"],
            matchingStrategy: "frequency",
            limit: request.limit,
          }),
        );
        return hits.map(readTerms);
      }),
    documents: (ids) =>
      available(async () => {
        if (ids.length === 0) return [];
        const { results } = await repeated(() =>
          index.getDocuments({ filter: anyOf("id", ids), limit: ids.length }),
        );
        return results.map(readRecord);
      }),
    sample: (limit) =>
      available(async () => {
        const { hits } = await repeated(() =>
          index.search("", {
            filter: [anyOf("kind", ["need", "result"])],
            attributesToRetrieve: ["id", "terms"],
            sort: ["publishedAt:desc"],
            limit,
          }),
        );
        return hits.map((hit) => readTerms(hit).terms);
      }),
    status: async () => {
      try {
        const [documents, tasks] = await available(() =>
          Promise.all([countDocuments(), countTasks()]),
        );
        return { ...told, available: true, documents, detail: options.url, tasks };
      } catch (error) {
        if (!(error instanceof SearchUnavailable)) throw error;
        return { ...told, available: false, documents: 0, detail: error.message };
      }
    },
    close: async () => {},
  };

  async function countTasks(): Promise<{ waiting: number; failed: number }> {
    const count = async (query: TasksOrBatchesQuery) =>
      (await repeated(() => client.tasks.getTasks({ ...query, indexUids: [name, next], limit: 1 })))
        .total;
    const [waiting, failed] = await Promise.all([
      count({ statuses: ["enqueued", "processing"] }),
      count({ statuses: ["failed"], afterFinishedAt: new Date(Date.now() - day).toISOString() }),
    ]);
    return { waiting, failed };
  }

  async function countDocuments(): Promise<number> {
    const { fieldDistribution } = await repeated(() => index.getStats());
    return fieldDistribution.document ?? 0;
  }
}

/** Meilisearch reads no more words of a query than this. */
const mostQueryWords = 10;

function sameSynonyms(one: Record<string, string[]>, other: Record<string, string[]>): boolean {
  const written = (synonyms: Record<string, string[]>): string =>
    Object.entries(synonyms)
      .map(([word, others]) => [word, ...[...others].sort()].join("|"))
      .sort()
      .join("\n");
  return written(one) === written(other);
}
