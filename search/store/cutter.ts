import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Piscina } from "piscina";
import type { SearchDocument } from "../documents.ts";
import type { IndexFields } from "../fields.ts";
import { synonymsInUse, type SynonymGroup } from "../text/synonyms.ts";
import { cutDocuments, type Cut, type RecordOf } from "./row.ts";

/** What a thread is started with. */
export interface CutterData {
  groups: readonly SynonymGroup[];
  fields: IndexFields;
}

/** How an engine has documents cut. */
export interface Cutting {
  /** None for an engine without a server. */
  recordOf: RecordOf | null;
  /** The module whose default export does the same in a thread (cut-thread.ts), as functions cannot be handed to one. */
  thread: URL;
}

/** Loading the dictionary into threads pays from so many documents on. */
const fewDocuments = 1_000;
const threads = 2;
/** So many batches are cut ahead of the one that is written. */
const ahead = 2 * threads;

/**
 * Cuts batches of documents into rows, in their order, ahead of whoever takes
 * them: many in threads of their own, which leave this one to answer requests.
 */
export async function* cutAhead(
  batches: AsyncIterable<SearchDocument[]>,
  fields: IndexFields,
  { recordOf, thread }: Cutting,
): AsyncGenerator<Cut> {
  let seen = 0;
  let pool: Piscina<SearchDocument[], Cut> | undefined;
  const open: Promise<Cut>[] = [];
  try {
    for await (const batch of batches) {
      seen += batch.length;
      if (seen > fewDocuments) pool ??= startThreads(fields, thread);
      const cut = pool ? pool.run(batch) : Promise.resolve(cutDocuments(batch, fields, recordOf));
      // It is awaited in its turn; until then a failure must not look forgotten.
      cut.catch(() => {});
      open.push(cut);
      const first = open.length > ahead ? open.shift() : undefined;
      if (first) yield await first;
    }
    for (const cut of open) yield await cut;
  } finally {
    await pool?.destroy();
  }
}

function startThreads(fields: IndexFields, thread: URL): Piscina<SearchDocument[], Cut> {
  const loader = createRequire(import.meta.url).resolve("tsx");
  return new Piscina<SearchDocument[], Cut>({
    filename: thread.href,
    workerData: { groups: synonymsInUse().groups, fields } satisfies CutterData,
    execArgv: ["--import", pathToFileURL(loader).href],
    minThreads: threads,
    maxThreads: threads,
  });
}
