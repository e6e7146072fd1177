import { SearchUnavailable } from "../engine.ts";
import type { IndexFields } from "../fields.ts";
import type { Mirror } from "../store/mirror.ts";
import { markId, markSchema, settings, type Mark } from "./record.ts";
import { errorCode, type Server } from "./server.ts";
import { synonymSettings } from "./words.ts";

/** The index of a build on the server: a name of its own, that none before had and none after will have. */
export const indexOf = (prefix: string, build: string): string => `${prefix}_${build}`;

/** Writes builds to a server's indexes. */
export function createMirror(server: Server, prefix: string, fields: IndexFields): Mirror {
  const nothing = { done: Promise.resolve() };
  const nameOf = (build: string) => indexOf(prefix, build);
  return {
    make: async (build) => {
      const uid = nameOf(build);
      await server.carryOut((client) => client.createIndex(uid, { primaryKey: "id" }));
      await server.carryOut((client) => client.index(uid).updateSettings(settings(fields)));
    },
    put: async (build, records) => {
      if (records.length === 0) return nothing;
      const lines = records.map(({ record }) => record).join("\n");
      return server.handIn((client) =>
        client.index(nameOf(build)).addDocumentsFromString(lines, "application/x-ndjson"),
      );
    },
    take: (build, ids) =>
      server.handIn((client) => client.index(nameOf(build)).deleteDocuments(ids)),
    finish: async (build, documents) => {
      const mark: Mark = { id: markId, build, documents };
      const index = nameOf(build);
      await server.carryOut((client) => client.index(index).addDocuments([mark]));
      const { numberOfDocuments } = await server.work((client) => client.index(index).getStats());
      if (numberOfDocuments !== documents + 1)
        throw new SearchUnavailable(
          `the index has ${numberOfDocuments - 1} documents instead of ${documents}`,
        );
    },
  };
}

/** Whether the server has a build whole: it bears the mark that is written last. */
export async function isWhole(server: Server, prefix: string, build: string): Promise<boolean> {
  const gone = ["index_not_found", "document_not_found"];
  const stored = await server.work(async (client) => {
    try {
      return await client.index(indexOf(prefix, build)).getDocument(markId);
    } catch (error) {
      if (gone.includes(errorCode(error))) return null;
      throw error;
    }
  });
  const mark = markSchema.safeParse(stored);
  return mark.success && mark.data.build === build;
}

/** Queries of an index that is there use the synonyms of now; it need not be built anew for that. */
export async function teachSynonyms(server: Server, prefix: string, build: string): Promise<void> {
  const uid = indexOf(prefix, build);
  const wanted = synonymSettings();
  const known = await server.work((client) => client.index(uid).getSynonyms());
  if (sameSynonyms(known, wanted)) return;
  await server.carryOut((client) => client.index(uid).updateSynonyms(wanted));
}

function sameSynonyms(one: Record<string, string[]>, other: Record<string, string[]>): boolean {
  const written = (synonyms: Record<string, string[]>): string =>
    Object.entries(synonyms)
      .map(([word, others]) => [word, ...[...others].sort()].join("|"))
      .sort()
      .join("\n");
  return written(one) === written(other);
}

/** Deletes the index of a build; one that is gone is no error. */
export async function dropIndex(server: Server, prefix: string, build: string): Promise<void> {
  const uid = indexOf(prefix, build);
  const exists = await server.work(async (client) => {
    try {
      await client.getRawIndex(uid);
      return true;
    } catch (error) {
      if (errorCode(error) === "index_not_found") return false;
      throw error;
    }
  });
  if (exists) await server.carryOut((client) => client.deleteIndex(uid));
}
