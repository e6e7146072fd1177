import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { disclosedParts } from "#app/codes/codes.ts";
import { grantStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";
import { attachment, post } from "./posts.ts";

/**
 * The confidential part of a post. It is read through `asReader` only; the
 * policies of row-level security stand in migration `disclosure`.
 */
export const postSecret = pgTable("post_secret", {
  postId: uuid()
    .primaryKey()
    .references(() => post.id, { onDelete: "cascade" }),
  organisationId: uuid()
    .notNull()
    .references(() => organisation.id),
  confidential: text().notNull().default(""),
  revision: integer().notNull().default(1),
  updatedById: uuid().references(() => user.id, { onDelete: "set null" }),
  updatedAt: updatedAt(),
});

/** The owner's own terms beside the standard ones; shown to whom the post was opened to. */
export const disclosureTerms = pgTable("disclosure_terms", {
  postId: uuid()
    .primaryKey()
    .references(() => post.id, { onDelete: "cascade" }),
  extraTerms: text().notNull().default(""),
  updatedAt: updatedAt(),
});

/** How far one organisation may see another's confidential part, and the terms it accepted. */
export const disclosureGrant = pgTable(
  "disclosure_grant",
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    ownerOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    state: text({ enum: grantStates }).notNull(),
    /** Why it asks. */
    message: text().notNull().default(""),
    requestedById: uuid().references(() => user.id, { onDelete: "set null" }),
    decidedById: uuid().references(() => user.id, { onDelete: "set null" }),
    openedAt: moment(),
    /** The terms as they were accepted: version, whole text, its SHA-256 in hexadecimal. */
    termsVersion: text(),
    termsText: text(),
    termsHash: text(),
    signerId: uuid().references(() => user.id, { onDelete: "set null" }),
    signerName: text(),
    acceptedAt: moment(),
    revokedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex("disclosure_grant_once").on(table.postId, table.organisationId),
    index().on(table.ownerOrganisationId, table.id),
    index().on(table.organisationId, table.id),
  ],
);

/** Who of another organisation saw which part of a post, once an hour at most. */
export const disclosureView = pgTable(
  "disclosure_view",
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    ownerOrganisationId: uuid().notNull(),
    viewerId: uuid().references(() => user.id, { onDelete: "set null" }),
    organisationId: uuid(),
    /** registered, name, contact, confidential or attachment. */
    part: text({ enum: disclosedParts }).notNull(),
    attachmentId: uuid().references(() => attachment.id, { onDelete: "set null" }),
    /** The hour it counts for, in UTC. */
    hour: moment().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex("disclosure_view_once").on(
      table.postId,
      table.viewerId,
      table.part,
      sql`coalesce(attachment_id, post_id)`,
      table.hour,
    ),
    index().on(table.postId, table.id),
  ],
);
