import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import {
  colleagueInvitationStates,
  organisationKinds,
  organisationRoles,
  regions,
} from "#app/codes/codes.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment } from "./columns.ts";

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
    kind: text({ enum: organisationKinds }).notNull().default("enterprise"),
    /** Division code of a city or province, or an ISO 3166 country code. */
    region: text({ enum: regions }),
    profile: text().notNull().default(""),
    website: text().notNull().default(""),
    /** An organizer has checked that it is who it says. */
    verified: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.kind),
    index("organisation_name_key").on(sql`organisation_key(${table.name})`),
    index("organisation_name_en_key").on(sql`organisation_key(${table.nameEn})`),
  ],
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
    role: text({ enum: organisationRoles }).notNull().default("reader"),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex().on(table.organisationId, table.userId),
    index().on(table.userId),
  ],
);

export const invitation = pgTable(
  "invitation",
  {
    id: id(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id, { onDelete: "cascade" }),
    email: text().notNull(),
    role: text({ enum: organisationRoles }),
    status: text({ enum: colleagueInvitationStates }).notNull().default("pending"),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
    inviterId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
  },
  (table) => [...codesHeld(table), index().on(table.organisationId), index().on(table.email)],
);
