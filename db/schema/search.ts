import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { createdAt, id, moment, updatedAt } from "./columns.ts";

/** Words that mean the same to search and matching, as people keep them beside the built-in groups. */
export const synonymGroup = pgTable(
  "synonym_group",
  {
    id: id(),
    /** In normalised writing, the one that stands for all first. */
    words: text().array().notNull(),
    state: text().notNull().default("proposed"),
    note: text().notNull().default(""),
    /** Key of the built-in group in whose place it stands; null when it is one of its own. */
    replaces: text(),
    proposedById: uuid().references(() => user.id, { onDelete: "set null" }),
    decidedById: uuid().references(() => user.id, { onDelete: "set null" }),
    decidedAt: moment(),
    /** The organizer's words at a rejection. */
    reason: text().notNull().default(""),
    /** Grows with each change: guards against lost updates. */
    revision: bigint({ mode: "number" }).notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index().on(table.state, table.id),
    index().on(table.proposedById, table.id),
    uniqueIndex("synonym_group_replaces")
      .on(table.replaces)
      .where(sql`state in ('approved', 'retired')`),
  ],
);

/** With which synonyms the contents of each engine's index were made, to tell whether they must be made anew. */
export const indexedSynonyms = pgTable("indexed_synonyms", {
  engine: text().primaryKey(),
  version: text().notNull(),
  groups: jsonb().notNull(),
  updatedAt: updatedAt(),
});
