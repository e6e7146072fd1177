import type { Logger } from "pino";
import type { Database } from "#db/connection.ts";
import type { SearchEngine } from "#search/engine.ts";
import type { Matcher } from "#search/matching/matcher.ts";
import type { FileStore } from "./attachments/file-store.ts";

/** What commands and queries work with; made once by the server, or by a test. */
export interface Services {
  database: Database;
  search: SearchEngine;
  matcher: Matcher;
  files: FileStore;
  log: Logger;
  /** The current moment; tests set it. */
  now: () => Date;
  /** The address people reach the product at, without a slash at the end. */
  origin: string;
}
