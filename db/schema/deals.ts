import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { clusters, dealEndReasons, dealSides } from "#app/codes/codes.ts";
import { brokerStates, dealStages } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { interest } from "./interests.ts";
import { organisation } from "./organisations.ts";
import { post } from "./posts.ts";

const dealId = () =>
  uuid()
    .notNull()
    .references(() => deal.id, { onDelete: "cascade" });

const person = () => uuid().references(() => user.id, { onDelete: "set null" });

/** Made by the sender's browser, so a repeated send is stored once. */
const clientKey = () => uuid().notNull();

/** The one record of two organisations and their posts, from the first interest to the performed contract. */
export const deal = pgTable(
  "deal",
  {
    id: id(),
    /** The need it is about; null when it began at a result and the asking side named no need. */
    needId: uuid().references(() => post.id),
    resultId: uuid().references(() => post.id),
    /** Who looks for technology, and who has it: buyer and seller of a later contract. */
    demandOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    supplyOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    /** Cluster of the need, else of the result, when it was opened: what boards and counts go by. */
    cluster: text({ enum: clusters }),
    /** The interest that began it, or began it anew. */
    interestId: uuid()
      .notNull()
      .references(() => interest.id),
    /** The technology broker both sides invited. */
    brokerId: uuid().references(() => user.id, { onDelete: "set null" }),
    stage: text({ enum: dealStages }).notNull().default("interest"),
    stageSince: moment().notNull().defaultNow(),
    /** Why it ended; null while it goes on. */
    endReason: text({ enum: dealEndReasons }),
    endNote: text().notNull().default(""),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    unique("deal_pair")
      .on(table.demandOrganisationId, table.supplyOrganisationId, table.needId, table.resultId)
      .nullsNotDistinct(),
    index().on(table.demandOrganisationId, table.stage, table.id),
    index().on(table.supplyOrganisationId, table.stage, table.id),
    index().on(table.brokerId, table.stage, table.id),
    index().on(table.stage, table.id),
    index().on(table.cluster, table.stage, table.id),
    index().on(table.interestId),
  ],
);

/** One message of the one thread of a deal. */
export const dealMessage = pgTable(
  "deal_message",
  {
    id: id(),
    dealId: dealId(),
    /** Whom the author spoke for; null for the broker. */
    organisationId: uuid(),
    authorId: person(),
    body: text().notNull(),
    clientKey: clientKey(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.dealId, table.id), uniqueIndex().on(table.dealId, table.clientKey)],
);

/** How far a person has read the thread of a deal. */
export const dealRead = pgTable(
  "deal_read",
  {
    dealId: dealId(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    lastMessageId: uuid().notNull(),
    readAt: moment().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.dealId, table.userId] })],
);

/** Something one side or the broker is to do for a deal. */
export const dealTask = pgTable(
  "deal_task",
  {
    id: id(),
    dealId: dealId(),
    title: text().notNull(),
    /** demand, supply or broker. */
    assigneeSide: text({ enum: dealSides }).notNull(),
    /** The person of that side; null when it is the whole side's. */
    assigneeId: person(),
    /** A calendar day of the market's zone. */
    dueOn: date({ mode: "string" }).notNull(),
    doneAt: moment(),
    doneById: person(),
    /** When its assignee was reminded that it will soon be due. */
    remindedAt: moment(),
    createdById: person(),
    clientKey: clientKey(),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.dealId, table.dueOn, table.id),
    uniqueIndex().on(table.dealId, table.clientKey),
    index("deal_task_reminder")
      .on(table.dueOn)
      .where(sql`done_at is null and reminded_at is null`),
  ],
);

/** What was said at a meeting of the two sides. */
export const dealNote = pgTable(
  "deal_note",
  {
    id: id(),
    dealId: dealId(),
    /** A calendar day of the market's zone. */
    heldOn: date({ mode: "string" }).notNull(),
    attendees: text().notNull().default(""),
    body: text().notNull(),
    authorId: person(),
    /** Who wrote it last. */
    editedById: person(),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    clientKey: clientKey(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index().on(table.dealId, table.heldOn, table.id),
    uniqueIndex().on(table.dealId, table.clientKey),
  ],
);

/** A document of a deal; its versions hold the files. */
export const dealDocument = pgTable(
  "deal_document",
  {
    id: id(),
    dealId: dealId(),
    title: text().notNull(),
    createdById: person(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.dealId, table.id)],
);

/** One version of a document, never changed; its bytes are in the file store under `storageKey`. */
export const dealDocumentVersion = pgTable(
  "deal_document_version",
  {
    id: id(),
    dealId: dealId(),
    documentId: uuid()
      .notNull()
      .references(() => dealDocument.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    uploadedById: person(),
    name: text().notNull(),
    mediaType: text().notNull(),
    /** Bytes. */
    size: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex().on(table.documentId, table.number), index().on(table.dealId, table.id)],
);

/** What was said about one version of a document. */
export const dealDocumentComment = pgTable(
  "deal_document_comment",
  {
    id: id(),
    dealId: dealId(),
    versionId: uuid()
      .notNull()
      .references(() => dealDocumentVersion.id, { onDelete: "cascade" }),
    authorId: person(),
    body: text().notNull(),
    clientKey: clientKey(),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.dealId, table.id),
    index().on(table.versionId),
    uniqueIndex().on(table.dealId, table.clientKey),
  ],
);

/** A person proposed as the technology broker (技术经纪人) of a deal, and what became of it. */
export const dealBroker = pgTable(
  "deal_broker",
  {
    id: id(),
    dealId: dealId(),
    brokerId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** The side that proposed. */
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    proposedById: person(),
    state: text({ enum: brokerStates }).notNull().default("proposed"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.brokerId, table.state),
    uniqueIndex("deal_broker_open")
      .on(table.dealId)
      .where(sql`state in ('proposed', 'agreed', 'active')`),
  ],
);
