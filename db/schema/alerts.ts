import { isNotNull, isNull, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { createdAt, id, moment, updatedAt } from "./columns.ts";
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
    frequency: text().notNull(),
    pausedAt: moment(),
    /** Set until the deletion can no longer be undone. */
    deletedAt: moment(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
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
export const alertedPost = pgTable("alerted_post", {
  postId: uuid()
    .primaryKey()
    .references(() => post.id, { onDelete: "cascade" }),
  revision: bigint({ mode: "number" }).notNull(),
  version: integer().notNull(),
  /** published or closed; null when nobody could find it. */
  state: text(),
});

/** When a person wants not to be disturbed. Who never chose has no row. */
export const notificationSetting = pgTable("notification_setting", {
  userId: uuid()
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  /** HH:MM on the clock of the zone; both null when there are no quiet hours. */
  quietFrom: text(),
  quietTo: text(),
  /** IANA name. */
  zone: text().notNull(),
  updatedAt: updatedAt(),
});

/** By which channels a person hears of a group of notifications, where it is not the default. */
export const notificationChannel = pgTable(
  "notification_channel",
  {
    userId: onePerson(),
    group: text().notNull(),
    inProduct: boolean().notNull(),
    /** immediate, daily or off. */
    mail: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.group] })],
);

/** What the link in a mail stops, by a random token: whoever has the mail may stop it. */
export const mailToken = pgTable(
  "mail_token",
  {
    token: text().primaryKey(),
    userId: onePerson(),
    /** all, group:<group> or search:<id>. */
    scope: text().notNull(),
    /** What was chosen before it was stopped, to go back to; null while it is not stopped. */
    before: jsonb(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("mail_token_scope").on(table.userId, table.scope)],
);
