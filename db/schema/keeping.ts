import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { createdAt, id } from "./columns.ts";

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
  createdAt: createdAt(),
});
