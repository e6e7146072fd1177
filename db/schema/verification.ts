import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { registerCountries } from "#app/codes/codes.ts";
import { verificationStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";

const somebody = () => uuid().references(() => user.id, { onDelete: "set null" });

const oneOrganisation = () =>
  uuid()
    .notNull()
    .references(() => organisation.id, { onDelete: "cascade" });

/** Where the verification of an organisation stands; no row means that it was never asked for. */
export const organisationVerification = pgTable(
  "organisation_verification",
  {
    organisationId: uuid()
      .primaryKey()
      .references(() => organisation.id, { onDelete: "cascade" }),
    state: text({ enum: verificationStates }).notNull(),
    /** Whose register it is in (ISO 3166); CN means that the code is a unified social credit code. */
    country: text({ enum: registerCountries }).notNull().default("CN"),
    /** Unified social credit code, or the number in the foreign register; empty when it was verified before codes were asked. */
    code: text().notNull().default(""),
    /** The foreign register's name. */
    register: text().notNull().default(""),
    /** The organisation's name when it was handed in or verified. */
    name: text().notNull().default(""),
    note: text().notNull().default(""),
    /** The organizer's words at a return or a revocation. */
    reason: text().notNull().default(""),
    /** Invented for the demonstration; no such code is registered. */
    demonstration: boolean().notNull().default(false),
    submittedById: somebody(),
    /** Since when it is as it is, for what was never handed in. */
    submittedAt: moment().notNull().defaultNow(),
    decidedById: somebody(),
    decidedAt: moment(),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex("organisation_verification_code")
      .on(table.country, table.code)
      .where(sql`state = 'verified' and code <> ''`),
    index().on(table.state, table.submittedAt, table.organisationId),
  ],
);

/** A scan that proves who an organisation is; its bytes are in the file store under `storageKey`. */
export const verificationDocument = pgTable(
  "verification_document",
  {
    id: id(),
    organisationId: oneOrganisation(),
    uploadedById: somebody(),
    name: text().notNull(),
    mediaType: text().notNull(),
    /** Bytes. */
    size: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.organisationId)],
);
