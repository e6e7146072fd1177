import { sql } from "drizzle-orm";
import { bigint, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { synonymStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";

/** Words that mean the same to search and matching, as people keep them beside the built-in groups. */
export const synonymGroup = pgTable(
  "synonym_group",
  {
    id: id(),
    /** In normalised writing, the one that stands for all first. */
    words: text().array().notNull(),
    state: text({ enum: synonymStates }).notNull().default("proposed"),
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
    ...codesHeld(table),
    index().on(table.state, table.id),
    index().on(table.proposedById, table.id),
    uniqueIndex("synonym_group_replaces")
      .on(table.replaces)
      .where(sql`state in ('approved', 'retired')`),
  ],
);
