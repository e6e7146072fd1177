import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { clusters, visibilities } from "#app/codes/codes.ts";
import {
  challengeStates,
  proposalStates,
  reviewStates,
  objectionStates,
} from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { deal } from "./deals.ts";
import { organisation } from "./organisations.ts";
import { post } from "./posts.ts";

/** Yuan. */
const money = () => numeric({ precision: 18, scale: 2 });

/** A need opened to competing proposals (揭榜挂帅项目). */
export const challenge = pgTable(
  "challenge",
  {
    id: id(),
    needId: uuid()
      .notNull()
      .references(() => post.id),
    /** Who asks: the need's organisation. */
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    authorId: uuid().references(() => user.id, { onDelete: "set null" }),
    state: text({ enum: challengeStates }).notNull().default("draft"),
    title: text().notNull(),
    cluster: text({ enum: clusters }),
    /** Who may see it once it is published: public or registered, as the need. */
    audience: text({ enum: visibilities }).notNull(),
    /** The form, checked by the domain's schema. */
    terms: jsonb().notNull(),
    /** What the rules count with, taken from the terms when they are submitted. */
    award: money(),
    deadline: moment(),
    /** How many reviews each proposal needs, as the organizer chose. */
    reviewsWanted: integer().notNull().default(3),
    /** The organizer's words at the last return. */
    reviewComment: text().notNull().default(""),
    /** Why it was withdrawn; public. */
    withdrawReason: text().notNull().default(""),
    /** The chosen proposal; null also when none was suitable. */
    winnerId: uuid(),
    decisionReasons: text().notNull().default(""),
    decidedById: uuid().references(() => user.id, { onDelete: "set null" }),
    /** What was published of the outcome; null before. */
    outcome: jsonb(),
    objectionsUntil: moment(),
    dealId: uuid().references(() => deal.id),
    submittedAt: moment(),
    publishedAt: moment(),
    /** When the seals were opened; null before. */
    closedAt: moment(),
    /** When owner and organizer learned the names behind the proposals; null before. */
    namesAt: moment(),
    decidedAt: moment(),
    outcomeAt: moment(),
    finishedAt: moment(),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.state, table.id),
    index().on(table.cluster, table.state, table.id),
    index().on(table.organisationId, table.id),
    index("challenge_deadline")
      .on(table.deadline)
      .where(sql`state = 'published'`),
    index("challenge_objections")
      .on(table.objectionsUntil)
      .where(sql`state = 'outcome'`),
    uniqueIndex("challenge_of_need")
      .on(table.needId)
      .where(sql`state not in ('withdrawn', 'failed')`),
  ],
);

/**
 * That an organisation works on a proposal, and what tells who it is. Bound by
 * row-level security, as are the four tables below (see the migration).
 */
export const proposal = pgTable(
  "proposal",
  {
    id: id(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    authorId: uuid().references(() => user.id, { onDelete: "set null" }),
    state: text({ enum: proposalStates }).notNull().default("draft"),
    /** What reviewers know it by, given at random when the seals are opened. */
    label: text(),
    /** Names of its people, as submitted. */
    people: text().notNull().default(""),
    /** A published result of the bidder's that it rests on, as submitted. */
    resultId: uuid().references(() => post.id),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    unique("proposal_of_organisation").on(table.challengeId, table.organisationId),
    index().on(table.organisationId, table.id),
  ],
);

/** The working copy of a proposal; never anybody's but its own organisation's. */
export const proposalDraft = pgTable("proposal_draft", {
  proposalId: uuid()
    .primaryKey()
    .references(() => proposal.id, { onDelete: "cascade" }),
  content: jsonb().notNull(),
  updatedAt: updatedAt(),
});

/** What was handed in last, without names; gone when it is withdrawn. */
export const proposalSubmission = pgTable(
  "proposal_submission",
  {
    proposalId: uuid()
      .primaryKey()
      .references(() => proposal.id, { onDelete: "cascade" }),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id),
    content: jsonb().notNull(),
    price: money().notNull(),
    /** The files handed in with it, in their order. */
    files: uuid().array().notNull(),
    submittedAt: moment().notNull(),
  },
  (table) => [index().on(table.challengeId)],
);

/** The proof of one submission: when, and a hash of all that was handed in. */
export const proposalReceipt = pgTable(
  "proposal_receipt",
  {
    id: id(),
    proposalId: uuid()
      .notNull()
      .references(() => proposal.id, { onDelete: "cascade" }),
    sha256: text().notNull(),
    submittedAt: moment().notNull(),
  },
  (table) => [index().on(table.proposalId, table.id)],
);

/** A file of a proposal; its bytes are in the file store under `storageKey`. */
export const proposalFile = pgTable(
  "proposal_file",
  {
    id: id(),
    proposalId: uuid()
      .notNull()
      .references(() => proposal.id, { onDelete: "cascade" }),
    name: text().notNull(),
    mediaType: text().notNull(),
    /** Bytes. */
    size: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull().unique(),
    /** Taken off the working copy, but part of what was handed in. */
    removedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.proposalId, table.id)],
);

/** One expert's review of one proposal. */
export const proposalReview = pgTable(
  "proposal_review",
  {
    id: id(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id),
    proposalId: uuid()
      .notNull()
      .references(() => proposal.id),
    expertId: uuid()
      .notNull()
      .references(() => user.id),
    state: text({ enum: reviewStates }).notNull().default("assigned"),
    conflictReason: text().notNull().default(""),
    /** A score per criterion in the order of the terms; empty texts while unsaid. */
    scores: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    comment: text().notNull().default(""),
    submittedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    unique("proposal_review_once").on(table.proposalId, table.expertId),
    index().on(table.challengeId, table.id),
    index().on(table.expertId, table.id),
  ],
);

/** A bidder's objection to a published outcome. */
export const challengeObjection = pgTable(
  "challenge_objection",
  {
    id: id(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    authorId: uuid().references(() => user.id, { onDelete: "set null" }),
    text: text().notNull(),
    state: text({ enum: objectionStates }).notNull().default("open"),
    answer: text().notNull().default(""),
    answeredById: uuid().references(() => user.id, { onDelete: "set null" }),
    answeredAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.challengeId, table.id),
    uniqueIndex("challenge_objection_open")
      .on(table.challengeId, table.organisationId)
      .where(sql`state = 'open'`),
  ],
);
