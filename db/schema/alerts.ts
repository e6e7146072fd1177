import { isNotNull, isNull, sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { frequencies } from "#app/codes/codes.ts";
import { findableStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { post } from "./posts.ts";

const onePerson = () =>
  uuid()
    .notNull()
    .references(() => user.id, { onDelete: "cascade" });

/** A search that a person keeps, and how soon they want to hear of what it finds anew. */
export const savedSearch = pgTable(
  "saved_search",
  {
    id: id(),
    userId: onePerson(),
    name: text().notNull(),
    /** What the search page's address says, without the page. */
    parameters: jsonb().notNull(),
    /** The same for searches that find the same. */
    fingerprint: text().notNull(),
    /** Signs of which a post must have one to be found; the star is a sign of every post. */
    gates: text().array().notNull(),
    /** immediate, daily, weekly or none. */
    frequency: text({ enum: frequencies }).notNull(),
    pausedAt: moment(),
    /** Set until the deletion can no longer be undone. */
    deletedAt: moment(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex("saved_search_same")
      .on(table.userId, table.fingerprint)
      .where(sql`deleted_at is null`),
    index().on(table.userId, table.id),
    index("saved_search_gates")
      .using("gin", table.gates)
      .where(sql`deleted_at is null and paused_at is null and frequency <> 'none'`),
    index("saved_search_deleted").on(table.deletedAt).where(isNotNull(table.deletedAt)),
  ],
);

/** A post that a saved search found anew. It stays once it is told, so that it is never told twice. */
export const savedSearchHit = pgTable(
  "saved_search_hit",
  {
    id: id(),
    savedSearchId: uuid()
      .notNull()
      .references(() => savedSearch.id, { onDelete: "cascade" }),
    postId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    userId: onePerson(),
    foundAt: moment().notNull(),
    /** When it is to be told. */
    dueAt: moment().notNull(),
    toldAt: moment(),
  },
  (table) => [
    uniqueIndex("saved_search_hit_once").on(table.savedSearchId, table.postId),
    index("saved_search_hit_due").on(table.dueAt, table.userId).where(isNull(table.toldAt)),
    index("saved_search_hit_waiting_person").on(table.userId).where(isNull(table.toldAt)),
    index("saved_search_hit_waiting_post").on(table.postId).where(isNull(table.toldAt)),
    index().on(table.savedSearchId, table.foundAt),
    index().on(table.postId),
  ],
);

/** The state of a post that saved searches were compared with last. */
export const alertedPost = pgTable(
  "alerted_post",
  {
    postId: uuid()
      .primaryKey()
      .references(() => post.id, { onDelete: "cascade" }),
    revision: bigint({ mode: "number" }).notNull(),
    version: integer().notNull(),
    /** published or closed; null when nobody could find it. */
    state: text({ enum: findableStates }),
  },
  (table) => codesHeld(table),
);
