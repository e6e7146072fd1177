import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, moment, updatedAt } from "./columns.ts";

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
    platformRole: text().notNull().default("member"),
    /** The language chosen; null follows the browser. */
    locale: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("user_name").on(sql`lower(${table.name}) text_pattern_ops`)],
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

export const organisation = pgTable(
  "organisation",
  {
    id: id(),
    name: text().notNull(),
    /** Name in English, where it has one. */
    nameEn: text().notNull().default(""),
    slug: text().notNull().unique(),
    logo: text(),
    metadata: text(),
    kind: text().notNull().default("enterprise"),
    /** Division code of a city or province, or an ISO 3166 country code. */
    region: text(),
    profile: text().notNull().default(""),
    website: text().notNull().default(""),
    /** An organizer has checked that it is who it says. */
    verified: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.kind)],
);

export const member = pgTable(
  "member",
  {
    id: id(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** owner, editor or reader. */
    role: text().notNull().default("reader"),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex().on(table.organisationId, table.userId), index().on(table.userId)],
);

export const invitation = pgTable(
  "invitation",
  {
    id: id(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id, { onDelete: "cascade" }),
    email: text().notNull(),
    role: text(),
    status: text().notNull().default("pending"),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
    inviterId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
  },
  (table) => [index().on(table.organisationId), index().on(table.email)],
);
