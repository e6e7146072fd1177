import type { Piscina } from "piscina";
import type { SearchDocument } from "../documents.ts";
import type { IndexFields } from "../fields.ts";
import { synonymsInUse, type SynonymGroup } from "../text/synonyms.ts";
import { cutDocuments, type Cut, type RecordOf } from "./row.ts";
import { openThreads } from "./threads.ts";

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
  const data: CutterData = { groups: synonymsInUse().groups, fields };
  let seen = 0;
  let pool: Piscina<SearchDocument[], Cut> | undefined;
  const open: Promise<Cut>[] = [];
  try {
    for await (const batch of batches) {
      seen += batch.length;
      if (seen > fewDocuments) pool ??= openThreads(thread, { threads, data });
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
