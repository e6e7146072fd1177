import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { platformRoles } from "#app/codes/codes.ts";
import { languages } from "#app/i18n/languages.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";

/** Accounts, sessions and organisations. better-auth reads and writes these tables. */

export const user = pgTable(
  "user",
  {
    id: id(),
    name: text().notNull(),
    email: text().notNull().unique(),
    emailVerified: boolean().notNull().default(false),
    image: text(),
    /** member, organizer or administrator. */
    platformRole: text({ enum: platformRoles }).notNull().default("member"),
    /** The language chosen; null follows the browser. */
    locale: text({ enum: languages }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    index("user_name").on(sql`lower(${table.name}) text_pattern_ops`),
  ],
);

export const session = pgTable(
  "session",
  {
    id: id(),
    token: text().notNull().unique(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    activeOrganisationId: uuid(),
    ipAddress: text(),
    userAgent: text(),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.userId)],
);

export const account = pgTable(
  "account",
  {
    id: id(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.userId)],
);

export const verification = pgTable(
  "verification",
  {
    id: id(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.identifier)],
);
