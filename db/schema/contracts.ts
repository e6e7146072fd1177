import { sql } from "drizzle-orm";
import {
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { amendmentStates, contractStates, milestoneStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { deal } from "./deals.ts";
import { organisation } from "./organisations.ts";

const yuan = () => numeric({ precision: 18, scale: 2 });

const day = () => date({ mode: "string" });

/**
 * A technology contract (技术合同) of a deal. `content` is the text in force: the
 * working draft until both sides signed, then the base with its amendments.
 */
export const contract = pgTable(
  "contract",
  {
    id: id(),
    dealId: uuid()
      .notNull()
      .references(() => deal.id),
    buyerOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    sellerOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    /** Given when both sides first agree: DJ, year, sequence; null before. */
    number: text().unique(),
    state: text({ enum: contractStates }).notNull().default("draft"),
    content: jsonb().notNull(),
    /** SHA-256 of the content that was last proposed, agreed or amended; null for a draft never proposed. */
    contentHash: text(),
    /** How often a text was proposed; names its row in contract_version. */
    round: integer().notNull().default(0),
    /** The side whose proposal waits, or was agreed to. */
    proposedById: uuid().references(() => organisation.id),
    /** The day on which the later of the two sides signed. */
    signedOn: day(),
    submittedAt: moment(),
    registrationNumber: text().unique(),
    registeredOn: day(),
    returnReason: text().notNull().default(""),
    /** The side that asks to end the contract; null when none does. */
    terminationAskedById: uuid().references(() => organisation.id),
    terminationReason: text().notNull().default(""),
    createdById: uuid().references(() => user.id, { onDelete: "set null" }),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    title: text().generatedAlwaysAs(sql`content ->> 'title'`),
    kind: text().generatedAlwaysAs(sql`content ->> 'kind'`),
    cluster: text().generatedAlwaysAs(sql`content ->> 'cluster'`),
    buyerRegion: text().generatedAlwaysAs(sql`content ->> 'buyerRegion'`),
    sellerRegion: text().generatedAlwaysAs(sql`content ->> 'sellerRegion'`),
    /** 合同成交额 and 技术交易额 in force, in yuan. */
    contractAmount: yuan().generatedAlwaysAs(sql`(content ->> 'contractAmount')::numeric`),
    technologyAmount: yuan().generatedAlwaysAs(sql`(content ->> 'technologyAmount')::numeric`),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.buyerOrganisationId, table.id),
    index().on(table.sellerOrganisationId, table.id),
    uniqueIndex("contract_live")
      .on(table.dealId)
      .where(sql`state not in ('terminated', 'discarded')`),
    index().on(table.dealId, table.id),
    index("contract_queue")
      .on(table.submittedAt, table.id)
      .where(sql`state = 'submitted'`),
    index("contract_submitted")
      .on(table.id)
      .where(sql`submitted_at is not null`),
  ],
);

/** Every text that one side proposed, as it was. */
export const contractVersion = pgTable(
  "contract_version",
  {
    contractId: uuid()
      .notNull()
      .references(() => contract.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    content: jsonb().notNull(),
    hash: text().notNull(),
    proposedById: uuid()
      .notNull()
      .references(() => organisation.id),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.contractId, table.number] })],
);

/** That one side has signed exactly this text. */
export const contractSignature = pgTable(
  "contract_signature",
  {
    contractId: uuid()
      .notNull()
      .references(() => contract.id, { onDelete: "cascade" }),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    hash: text().notNull(),
    signedOn: day().notNull(),
    signatory: text().notNull(),
    recordedById: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.contractId, table.organisationId] })],
);

/** A change of a signed contract: the whole text as it is to be, numbered. */
export const contractAmendment = pgTable(
  "contract_amendment",
  {
    id: id(),
    contractId: uuid()
      .notNull()
      .references(() => contract.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    state: text({ enum: amendmentStates }).notNull().default("proposed"),
    reason: text().notNull(),
    /** The text it changes, and the text it makes of it. */
    before: jsonb().notNull(),
    content: jsonb().notNull(),
    hash: text().notNull(),
    proposedById: uuid()
      .notNull()
      .references(() => organisation.id),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    unique().on(table.contractId, table.number),
    uniqueIndex("contract_amendment_open")
      .on(table.contractId)
      .where(sql`state = 'proposed'`),
  ],
);

/** What is due when, and for how much, of a signed contract. */
export const contractMilestone = pgTable(
  "contract_milestone",
  {
    id: id(),
    contractId: uuid()
      .notNull()
      .references(() => contract.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    title: text().notNull(),
    dueOn: day().notNull(),
    amount: yuan().notNull(),
    state: text({ enum: milestoneStates }).notNull().default("planned"),
    rejectReason: text().notNull().default(""),
    /** Reminders of the day already sent; begins anew when the day changes. */
    remindersSent: integer().notNull().default(0),
    version: integer().notNull().default(1),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.contractId, table.position),
    index("contract_milestone_due")
      .on(table.dueOn)
      .where(sql`state in ('planned', 'rejected')`),
  ],
);

/** The last number given in a year; locked by who takes the next one, so that none is left out. */
export const contractCounter = pgTable("contract_counter", {
  year: integer().primaryKey(),
  last: integer().notNull(),
});
