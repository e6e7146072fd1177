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
