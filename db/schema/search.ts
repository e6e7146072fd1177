import { integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { createdAt, id, moment, updatedAt } from "./columns.ts";

/** Each time the search index was built anew, and how far it has come. */
export const indexRebuild = pgTable("index_rebuild", {
  id: id(),
  /** Null when a start of the server or a command asked for it. */
  askedById: uuid().references(() => user.id, { onDelete: "set null" }),
  /** Documents read so far, and how many there are to read. */
  done: integer().notNull().default(0),
  expected: integer().notNull().default(0),
  /** How many the finished index has. */
  documents: integer(),
  createdAt: createdAt(),
  startedAt: moment(),
  /** When it last moved on; long ago means that its server is gone. */
  movedAt: moment(),
  finishedAt: moment(),
  /** What went wrong, for the log's reader; null when nothing did. */
  failure: text(),
});

/** With which synonyms the contents of each engine's index were made, to tell whether they must be made anew. */
export const indexedSynonyms = pgTable("indexed_synonyms", {
  engine: text().primaryKey(),
  version: text().notNull(),
  groups: jsonb().notNull(),
  updatedAt: updatedAt(),
});
