import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { createdAt, id, moment } from "./columns.ts";

/** What a person had typed when the sign-in expired, kept until they are back. */
export const rescuedForm = pgTable(
  "rescued_form",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    path: text().notNull(),
    fields: jsonb().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.userId, table.path)],
);

/** Mail that was not sent because no SMTP server is configured; shown by the local mail box. */
export const localMail = pgTable("local_mail", {
  id: id(),
  recipient: text().notNull(),
  subject: text().notNull(),
  body: text().notNull(),
  /** The same for programs that show HTML. */
  html: text().notNull().default(""),
  /** Header lines beside recipient and subject. */
  headers: jsonb().notNull().default({}),
  createdAt: createdAt(),
});

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
