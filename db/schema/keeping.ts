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

/**
 * Forms that were sent, each by its fingerprint (form-token's key, person, address and
 * content), with what was answered: the same one sent again is answered alike.
 */
export const sentForm = pgTable("sent_form", {
  fingerprint: text().primaryKey(),
  /** While there is no answer: until when the first one is waited for. */
  claimedUntil: moment().notNull(),
  status: integer(),
  location: text(),
  body: text(),
  createdAt: createdAt(),
});

/** Mail that was not sent because no SMTP server is configured; shown by the local mail box. */
export const localMail = pgTable("local_mail", {
  id: id(),
  /** The job that sent it; a second try of it keeps nothing again. */
  jobId: uuid().unique(),
  recipient: text().notNull(),
  subject: text().notNull(),
  body: text().notNull(),
  /** The same for programs that show HTML. */
  html: text().notNull().default(""),
  /** Header lines beside recipient and subject. */
  headers: jsonb().notNull().default({}),
  createdAt: createdAt(),
});

/** Addresses whose mail server refuses them for good; a mail that gets through takes one away. */
export const refusedAddress = pgTable("refused_address", {
  /** In small letters. */
  address: text().primaryKey(),
  /** What the server said, for an administrator. */
  reason: text().notNull(),
  refusedAt: createdAt(),
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

/** Each time this market was restored from a backup, its mail and the clock's steps held until released. */
export const restoration = pgTable("restoration", {
  id: id(),
  /** The moment whose state the backup holds. */
  takenAt: moment().notNull(),
  restoredAt: moment().notNull().defaultNow(),
  /** Null while no mail goes out and the clock takes no step. */
  releasedAt: moment(),
  /** Null when it was released by command. */
  releasedById: uuid().references(() => user.id, { onDelete: "set null" }),
});
