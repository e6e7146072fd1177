import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { organisation, user } from "./accounts.ts";
import { createdAt, id, moment } from "./columns.ts";
import { post } from "./posts.ts";

/** An expression of interest (对接意向): one organisation asks another to talk about a post. */
export const interest = pgTable(
  "interest",
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => post.id),
    /** The sender's own post that matched, when the interest came from a match. */
    ownPostId: uuid().references(() => post.id),
    fromOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    toOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    senderId: uuid().references(() => user.id, { onDelete: "set null" }),
    message: text().notNull(),
    state: text().notNull().default("pending"),
    declineReason: text(),
    declineNote: text().notNull().default(""),
    decidedById: uuid().references(() => user.id, { onDelete: "set null" }),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.fromOrganisationId, table.id),
    index().on(table.toOrganisationId, table.id),
    index().on(table.postId, table.fromOrganisationId),
    uniqueIndex("interest_open")
      .on(table.postId, table.fromOrganisationId)
      .where(sql`state in ('pending', 'accepted')`),
  ],
);

/** One line in a person's notification centre. */
export const notification = pgTable(
  "notification",
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    kind: text().notNull(),
    payload: jsonb().notNull(),
    /** What the notification is about; the same is never told twice to one person. */
    occasion: text().notNull(),
    readAt: moment(),
    /** False when the person does not want lines of its group; it is then only mailed. */
    shown: boolean().notNull().default(true),
    /** When it is to be mailed; null when it is not, or was. */
    mailDueAt: moment(),
    mailedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex().on(table.userId, table.occasion),
    index().on(table.userId, table.id),
    index("notification_mail_due")
      .on(table.mailDueAt, table.userId)
      .where(sql`mail_due_at is not null`),
    index("notification_mail_person")
      .on(table.userId)
      .where(sql`mail_due_at is not null`),
    index("notification_unread")
      .on(table.userId)
      .where(sql`read_at is null`),
  ],
);
