import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { mailChoices, notificationGroups } from "#app/codes/codes.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";

const onePerson = () =>
  uuid()
    .notNull()
    .references(() => user.id, { onDelete: "cascade" });

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
    group: text({ enum: notificationGroups }).notNull(),
    inProduct: boolean().notNull(),
    /** immediate, daily or off. */
    mail: text({ enum: mailChoices }).notNull(),
  },
  (table) => [...codesHeld(table), primaryKey({ columns: [table.userId, table.group] })],
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
