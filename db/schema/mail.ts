import { jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id } from "./columns.ts";

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
