import { isNotNull, isNull, sql } from "drizzle-orm";
import {
  bigint,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { callOutcomes, clusters, matchFaults, matchVerdicts } from "#app/codes/codes.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";
import { post } from "./posts.ts";

const onePost = () =>
  uuid()
    .notNull()
    .references(() => post.id, { onDelete: "cascade" });

const oneOrganisation = () =>
  uuid()
    .notNull()
    .references(() => organisation.id);

const somebody = () => uuid().references(() => user.id, { onDelete: "set null" });

/**
 * A need and a result that fit. A pair that no longer holds keeps its row with
 * `endedAt`, so that it is not told anew when one of its posts comes back.
 */
export const standingMatch = pgTable(
  "standing_match",
  {
    id: id(),
    needId: onePost(),
    resultId: onePost(),
    needOrganisationId: oneOrganisation(),
    resultOrganisationId: oneOrganisation(),
    /** 0 to 1, as the matcher gave it. */
    score: doublePrecision().notNull(),
    features: jsonb().notNull(),
    /** What speaks for the pair, in short. */
    reasons: jsonb().notNull(),
    /** The posts' revisions that the score was computed from. */
    needRevision: bigint({ mode: "number" }).notNull(),
    resultRevision: bigint({ mode: "number" }).notNull(),
    foundAt: moment().notNull(),
    scoredAt: moment().notNull(),
    endedAt: moment(),
    /** Since when the need's organisation may see the result; null when it may not. */
    needSeesSince: moment(),
    resultSeesSince: moment(),
    /** When and at which score the need's organisation was told last. */
    needToldAt: moment(),
    needToldScore: doublePrecision(),
    /** Since when it waits for the next digest. */
    needWaitingSince: moment(),
    resultToldAt: moment(),
    resultToldScore: doublePrecision(),
    resultWaitingSince: moment(),
  },
  (table) => [
    uniqueIndex("standing_match_pair").on(table.needId, table.resultId),
    index("standing_match_of_need")
      .on(table.needId, table.score, table.id)
      .where(isNull(table.endedAt)),
    index("standing_match_of_result")
      .on(table.resultId, table.score, table.id)
      .where(isNull(table.endedAt)),
    index("standing_match_need_list")
      .on(table.needOrganisationId, table.score, table.id)
      .where(sql`ended_at is null and need_sees_since is not null`),
    index("standing_match_result_list")
      .on(table.resultOrganisationId, table.score, table.id)
      .where(sql`ended_at is null and result_sees_since is not null`),
    index("standing_match_need_waiting")
      .on(table.needOrganisationId)
      .where(isNotNull(table.needWaitingSince)),
    index("standing_match_result_waiting")
      .on(table.resultOrganisationId)
      .where(isNotNull(table.resultWaitingSince)),
    index("standing_match_scored").on(table.scoredAt).where(isNull(table.endedAt)),
    index("standing_match_ended").on(table.endedAt).where(isNotNull(table.endedAt)),
  ],
);

/** Posts whose matches were looked for, with the revision that was matched last. */
export const matchedPost = pgTable("matched_post", {
  postId: uuid()
    .primaryKey()
    .references(() => post.id, { onDelete: "cascade" }),
  revision: bigint({ mode: "number" }).notNull(),
  matchedAt: moment().notNull(),
});

/** How many matches an organisation was told of on a day of the market, for the daily cap. */
export const matchDay = pgTable(
  "match_day",
  {
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id, { onDelete: "cascade" }),
    day: date({ mode: "string" }).notNull(),
    told: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.day] }), index().on(table.day)],
);

/** What an organisation thinks of a pair, with what it was shown when it said so. */
export const matchFeedback = pgTable(
  "match_feedback",
  {
    id: id(),
    organisationId: oneOrganisation(),
    needId: onePost(),
    resultId: onePost(),
    /** good, bad or known. */
    verdict: text({ enum: matchVerdicts }).notNull(),
    /** Why it is bad; null otherwise. */
    reason: text({ enum: matchFaults }),
    score: doublePrecision().notNull(),
    features: jsonb().notNull(),
    givenById: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex("match_feedback_answer").on(table.organisationId, table.needId, table.resultId),
  ],
);

/** When a person last looked at an organisation's matches. */
export const matchVisit = pgTable(
  "match_visit",
  {
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id, { onDelete: "cascade" }),
    /** What came after this is new to the person; null when all is. */
    seenUntil: moment(),
    lastAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.organisationId] })],
);

/** Answers to matches counted by month of the market, cluster of the need, verdict and reason; counted anew by the clock. */
export const matchQuality = pgTable(
  "match_quality",
  {
    /** The first day of the month. */
    month: date({ mode: "string" }).notNull(),
    cluster: text({ enum: ["", ...clusters] }).notNull(),
    verdict: text({ enum: matchVerdicts }).notNull(),
    /** Why it is bad; empty otherwise. */
    reason: text({ enum: ["", ...matchFaults] })
      .notNull()
      .default(""),
    answers: integer().notNull(),
    countedAt: moment().notNull(),
  },
  (table) => [
    ...codesHeld(table),
    primaryKey({ columns: [table.month, table.cluster, table.verdict, table.reason] }),
  ],
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
    outcome: text({ enum: callOutcomes }).notNull(),
    note: text().notNull().default(""),
    calledById: somebody(),
    /** Until then the pair is not on the list. */
    restsUntil: moment().notNull(),
    /** Made by the form, so a repeated send is stored once. */
    clientKey: uuid().notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [...codesHeld(table), index().on(table.needId, table.resultId, table.restsUntil)],
);
