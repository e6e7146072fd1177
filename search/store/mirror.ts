import type { Cut } from "./row.ts";

/** Changes that were handed over; `done` resolves once they can be found. */
export interface Handed {
  done: Promise<void>;
}

/**
 * What an engine keeps of a build beside the tables, on a server. Changes of a document are
 * handed over in the order in which the tables took them.
 */
export interface Mirror {
  /** Makes an empty place for a build. */
  make(build: string): Promise<void>;
  put(build: string, records: Cut["records"]): Promise<Handed>;
  take(build: string, ids: string[]): Promise<Handed>;
  /**
   * Resolves once all that was handed over can be found, which is this many documents, and the build bears its mark.
   *
   * @throws when there are not so many
   */
  finish(build: string, documents: number): Promise<void>;
}
