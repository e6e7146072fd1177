import type { Logger } from "pino";
import type { Database } from "#db/connection.ts";
import type { SearchEngine } from "#search/engine.ts";
import type { Matcher } from "#search/matching/matcher.ts";
import type { contributionsOf } from "#search/matching/score.ts";
import type { Weights } from "#search/matching/weights.ts";
import type { FileStore } from "./file-store.ts";
import type { News } from "./news.ts";

/** What commands and queries work with; made once by the server, or by a test. */
export interface Services {
  database: Database;
  search: SearchEngine;
  matcher: Matcher;
  /** What matching learned: how each feature moves the odds, and how its chances held before people. */
  learned: { contributionsOf: typeof contributionsOf; reliability: Weights["reliability"] };
  files: FileStore;
  /** What each room announces. */
  news: News;
  log: Logger;
  /** The current moment; tests set it. */
  now: () => Date;
  /** Signs what browsers bring back. */
  secret: string;
  /** The address people reach the product at, without a slash at the end. */
  origin: string;
}
