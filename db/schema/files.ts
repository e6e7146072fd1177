import { index, pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/**
 * Files to be removed from their store: those whose record is gone, and those that
 * are just coming in, which stay once they are recorded.
 */
export const fileRemoval = pgTable(
  "file_removal",
  {
    storageKey: text().primaryKey(),
    /** From when on it may be removed. */
    dueAt: moment().notNull(),
  },
  (table) => [index().on(table.dueAt)],
);
