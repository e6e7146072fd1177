import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { organisation, user } from "./accounts.ts";
import { createdAt, id, moment, updatedAt } from "./columns.ts";
import { deal } from "./deals.ts";
import { standingMatch } from "./matching.ts";
import { post } from "./posts.ts";

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
    state: text().notNull(),
    /** Whose register it is in (ISO 3166); CN means that the code is a unified social credit code. */
    country: text().notNull().default("CN"),
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

/** A person says that a post, an organisation or a message is not as it should be. */
export const abuseReport = pgTable(
  "abuse_report",
  {
    id: id(),
    reporterId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** post, organisation or message. */
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    /** The reported side. */
    organisationId: oneOrganisation(),
    /** What it was called, or said, when it was reported. */
    subjectText: text().notNull(),
    reason: text().notNull(),
    words: text().notNull(),
    state: text().notNull().default("open"),
    /** The organizer's words to both sides at the end. */
    outcome: text().notNull().default(""),
    handledById: somebody(),
    decidedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("abuse_report_open")
      .on(table.reporterId, table.subjectKind, table.subjectId)
      .where(sql`state in ('open', 'in_review')`),
    index().on(table.state, table.id),
    index().on(table.reporterId, table.id),
    index().on(table.organisationId, table.state, table.id),
    index().on(table.subjectId, table.id),
  ],
);

/** An organisation wants nothing to do with another one. */
export const organisationBlock = pgTable(
  "organisation_block",
  {
    organisationId: oneOrganisation(),
    blockedId: oneOrganisation(),
    note: text().notNull().default(""),
    createdById: somebody(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.blockedId] }),
    index().on(table.blockedId),
  ],
);

/** A success story of a deal, in the words that both sides consent to. */
export const story = pgTable(
  "story",
  {
    id: id(),
    dealId: uuid()
      .notNull()
      .references(() => deal.id),
    demandOrganisationId: oneOrganisation(),
    supplyOrganisationId: oneOrganisation(),
    state: text().notNull().default("draft"),
    title: text().notNull(),
    titleEn: text().notNull().default(""),
    body: text().notNull(),
    bodyEn: text().notNull().default(""),
    pictureKey: text(),
    pictureType: text(),
    pictureSha256: text(),
    /** What the picture shows, for those who do not see it. */
    pictureText: text().notNull().default(""),
    /** SHA-256 over all of the above: what a consent is given to. */
    hash: text().notNull(),
    writtenById: somebody(),
    publishedById: somebody(),
    publishedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index().on(table.dealId),
    index().on(table.demandOrganisationId, table.id),
    index().on(table.supplyOrganisationId, table.id),
    index().on(table.state, table.id),
    index("story_published")
      .on(table.publishedAt, table.id)
      .where(sql`state = 'published'`),
  ],
);

/** A side's consent to exactly one text of a story. */
export const storyConsent = pgTable(
  "story_consent",
  {
    storyId: uuid()
      .notNull()
      .references(() => story.id, { onDelete: "cascade" }),
    organisationId: oneOrganisation(),
    hash: text().notNull(),
    givenById: somebody(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.storyId, table.organisationId] })],
);

/** Answers to matches counted by month of the market, cluster of the need, verdict and reason; counted anew by the clock. */
export const matchQuality = pgTable(
  "match_quality",
  {
    /** The first day of the month. */
    month: date({ mode: "string" }).notNull(),
    cluster: text().notNull(),
    verdict: text().notNull(),
    /** Why it is bad; empty otherwise. */
    reason: text().notNull().default(""),
    answers: integer().notNull(),
    countedAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.month, table.cluster, table.verdict, table.reason] })],
);

/** The pairs most worth a call, with the priority that the rule gives them; chosen anew by the clock. */
export const callCandidate = pgTable(
  "call_candidate",
  {
    matchId: uuid()
      .primaryKey()
      .references(() => standingMatch.id, { onDelete: "cascade" }),
    priority: doublePrecision().notNull(),
    /** The need's deadline; null when it names none. */
    deadline: date({ mode: "string" }),
    countedAt: moment().notNull(),
  },
  (table) => [index("call_candidate_rank").on(table.priority, table.matchId)],
);

/** An organizer called the two sides of a pair. */
export const matchCall = pgTable(
  "match_call",
  {
    id: id(),
    needId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    resultId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    outcome: text().notNull(),
    note: text().notNull().default(""),
    calledById: somebody(),
    /** Until then the pair is not on the list. */
    restsUntil: moment().notNull(),
    /** Made by the form, so a repeated send is stored once. */
    clientKey: uuid().notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.needId, table.resultId, table.restsUntil)],
);
