import { sql } from "drizzle-orm";
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { organisation, user } from "./accounts.ts";
import { createdAt, id, moment, updatedAt } from "./columns.ts";
import { post } from "./posts.ts";

/** A matchmaking session (对接会). Its times stand in UTC; `zone` is the one they are shown in. */
export const matchmakingSession = pgTable(
  "matchmaking_session",
  {
    id: id(),
    title: text().notNull(),
    titleEn: text().notNull().default(""),
    summary: text().notNull().default(""),
    state: text().notNull().default("draft"),
    /** onsite, online or hybrid. */
    mode: text().notNull().default("onsite"),
    place: text().notNull().default(""),
    zone: text().notNull().default("Asia/Shanghai"),
    clusters: text().array().notNull().default([]),
    /** Organisations that are admitted at most; null for no limit. */
    capacity: integer(),
    /** People an organisation may bring. */
    peoplePerOrganisation: integer().notNull().default(3),
    registrationOpensAt: moment(),
    registrationClosesAt: moment(),
    needsApproval: boolean().notNull().default(true),
    /** opt_in: a wish counts once accepted; opt_out: unless declined. */
    wishRule: text().notNull().default("opt_in"),
    /** Who makes meetings: organizer (the scheduler) or participants (by booking free slots). */
    schedulingBy: text().notNull().default("organizer"),
    meetingsPerPerson: integer().notNull().default(10),
    meetingsPerOrganisation: integer().notNull().default(20),
    /** First begin and last end of its slots and programme; null before there are any. */
    startsAt: moment(),
    endsAt: moment(),
    coverStorageKey: text(),
    coverMediaType: text(),
    copiedFromId: uuid().references((): AnyPgColumn => matchmakingSession.id, {
      onDelete: "set null",
    }),
    createdById: uuid().references(() => user.id, { onDelete: "set null" }),
    publishedAt: moment(),
    /** Minutes that everything still to come is late on the day. */
    delayMinutes: integer().notNull().default(0),
    /** none, preliminary or final. */
    timetable: text().notNull().default("none"),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.state, table.startsAt, table.id)],
);

const ofSession = () =>
  uuid()
    .notNull()
    .references(() => matchmakingSession.id, { onDelete: "cascade" });

/** A slot of time for meetings, or a break. */
export const sessionSlot = pgTable(
  "session_slot",
  {
    id: id(),
    sessionId: ofSession(),
    startsAt: moment().notNull(),
    endsAt: moment().notNull(),
    /** meeting or break. */
    kind: text().notNull().default("meeting"),
    /** The part of the session it belongs to, such as a morning; limits may hold per part. */
    part: text().notNull().default(""),
  },
  (table) => [uniqueIndex().on(table.sessionId, table.startsAt)],
);

/** A table, a room, or an online room. */
export const sessionTable = pgTable(
  "session_table",
  {
    id: id(),
    sessionId: ofSession(),
    name: text().notNull(),
    hall: text().notNull().default(""),
    /** place or online. */
    kind: text().notNull().default("place"),
    /** Where an online one is met. */
    link: text().notNull().default(""),
    /** People who fit. */
    seats: integer().notNull().default(4),
    /** The organisation that stays at it, if one does. */
    hostOrganisationId: uuid().references(() => organisation.id, { onDelete: "set null" }),
    position: integer().notNull().default(0),
  },
  (table) => [uniqueIndex().on(table.sessionId, table.hall, table.name)],
);

/** When a table cannot be used. */
export const tableClosure = pgTable(
  "table_closure",
  {
    tableId: uuid()
      .notNull()
      .references(() => sessionTable.id, { onDelete: "cascade" }),
    slotId: uuid()
      .notNull()
      .references(() => sessionSlot.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.tableId, table.slotId] }), index().on(table.slotId)],
);

/** An item of the programme, with its speakers as `[{ name, organisation, title }]`. */
export const programmeItem = pgTable(
  "programme_item",
  {
    id: id(),
    sessionId: ofSession(),
    startsAt: moment().notNull(),
    endsAt: moment().notNull(),
    title: text().notNull(),
    place: text().notNull().default(""),
    description: text().notNull().default(""),
    speakers: jsonb().notNull().default([]),
    version: integer().notNull().default(1),
  },
  (table) => [index().on(table.sessionId, table.startsAt, table.id)],
);

/** A document of a session or of one item of its programme. */
export const sessionDocument = pgTable(
  "session_document",
  {
    id: id(),
    sessionId: ofSession(),
    programmeItemId: uuid().references(() => programmeItem.id, { onDelete: "set null" }),
    name: text().notNull(),
    mediaType: text().notNull(),
    /** Bytes. */
    size: integer().notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull().unique(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.sessionId)],
);

/** A question that a registration answers. */
export const sessionQuestion = pgTable(
  "session_question",
  {
    id: id(),
    sessionId: ofSession(),
    position: integer().notNull(),
    label: text().notNull(),
    /** text, choice or yes_no. */
    kind: text().notNull().default("text"),
    options: text().array().notNull().default([]),
    required: boolean().notNull().default(false),
  },
  (table) => [index().on(table.sessionId, table.position)],
);

/** An organisation that comes, or wants to. */
export const sessionRegistration = pgTable(
  "session_registration",
  {
    id: id(),
    sessionId: ofSession(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    state: text().notNull().default("applied"),
    /** Answers by the question's id. */
    answers: jsonb().notNull().default({}),
    note: text().notNull().default(""),
    /** The organizer's words at a refusal. */
    decisionNote: text().notNull().default(""),
    registeredById: uuid().references(() => user.id, { onDelete: "set null" }),
    /** Its turn on the waiting list. */
    waitingSince: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex().on(table.sessionId, table.organisationId),
    index().on(table.sessionId, table.state, table.id),
    index().on(table.organisationId, table.id),
  ],
);

/** The needs and results an organisation brings. */
export const registrationPost = pgTable(
  "registration_post",
  {
    registrationId: uuid()
      .notNull()
      .references(() => sessionRegistration.id, { onDelete: "cascade" }),
    postId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.registrationId, table.postId] })],
);

/** A person who comes for an organisation. */
export const sessionParticipant = pgTable(
  "session_participant",
  {
    id: id(),
    sessionId: ofSession(),
    registrationId: uuid()
      .notNull()
      .references(() => sessionRegistration.id, { onDelete: "cascade" }),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    /** Their account, when they have one. */
    userId: uuid().references(() => user.id, { onDelete: "set null" }),
    name: text().notNull(),
    email: text().notNull(),
    /** Post or title. */
    position: text().notNull().default(""),
    /** Secret of the link to their own timetable and of the QR code at the door. */
    passKey: text().notNull().unique(),
    checkedInAt: moment(),
    checkedInById: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("session_participant_once").on(table.registrationId, sql`lower(email)`),
    index().on(table.sessionId, table.id),
    index().on(table.userId),
  ],
);

/** When a person cannot come. */
export const participantAbsence = pgTable(
  "participant_absence",
  {
    participantId: uuid()
      .notNull()
      .references(() => sessionParticipant.id, { onDelete: "cascade" }),
    slotId: uuid()
      .notNull()
      .references(() => sessionSlot.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.participantId, table.slotId] })],
);

/** An organizer's invitation of an organisation. */
export const sessionInvitation = pgTable(
  "session_invitation",
  {
    id: id(),
    sessionId: ofSession(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    state: text().notNull().default("sent"),
    /** Its best match with what others bring, 0 to 1; null when invited by hand. */
    score: doublePrecision(),
    message: text().notNull().default(""),
    invitedById: uuid().references(() => user.id, { onDelete: "set null" }),
    answeredAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex().on(table.sessionId, table.organisationId),
    index().on(table.organisationId, table.id),
  ],
);

const oneParticipant = () =>
  uuid()
    .notNull()
    .references(() => sessionParticipant.id, { onDelete: "cascade" });

/** One participant wants to meet another. */
export const meetingWish = pgTable(
  "meeting_wish",
  {
    id: id(),
    sessionId: ofSession(),
    fromParticipantId: oneParticipant(),
    toParticipantId: oneParticipant(),
    state: text().notNull().default("asked"),
    /** 1 is wanted most; null when not ranked. Of the asking and of the asked side. */
    fromRank: integer(),
    toRank: integer(),
    message: text().notNull().default(""),
    /** The match of what both bring, 0 to 1; null when there is none. */
    score: doublePrecision(),
    /** An organizer added the pair. */
    addedById: uuid().references(() => user.id, { onDelete: "set null" }),
    answeredAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("meeting_wish_pair").on(
      table.sessionId,
      sql`least(from_participant_id, to_participant_id)`,
      sql`greatest(from_participant_id, to_participant_id)`,
    ),
    index().on(table.fromParticipantId),
    index().on(table.toParticipantId),
  ],
);

/** Two organisations that must not be put together; the smaller id first. */
export const forbiddenPair = pgTable(
  "forbidden_pair",
  {
    sessionId: ofSession(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    otherOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    reason: text().notNull().default(""),
    addedById: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.organisationId, table.otherOrganisationId] }),
  ],
);

/** A meeting (一对一洽谈) of two participants in one slot at one table. */
export const meeting = pgTable(
  "meeting",
  {
    id: id(),
    sessionId: ofSession(),
    slotId: uuid()
      .notNull()
      .references(() => sessionSlot.id),
    tableId: uuid()
      .notNull()
      .references(() => sessionTable.id),
    participantId: oneParticipant(),
    otherParticipantId: oneParticipant(),
    wishId: uuid().references(() => meetingWish.id, { onDelete: "set null" }),
    state: text().notNull().default("planned"),
    /** Kept where it is by a later run of the scheduler. */
    pinned: boolean().notNull().default(false),
    /** Who did not come; null when both did or it is not over. */
    absentParticipantId: uuid(),
    /** Grows with each change of time or place, as iCalendar's SEQUENCE. */
    sequence: integer().notNull().default(0),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("meeting_table_once")
      .on(table.slotId, table.tableId)
      .where(sql`state <> 'cancelled'`),
    index().on(table.sessionId, table.slotId),
    index().on(table.participantId),
    index().on(table.otherParticipantId),
  ],
);

/**
 * Who sits in a meeting that stands. The key keeps a person out of two meetings
 * at once, also when they come for two organisations; a cancelled meeting has no seats.
 */
export const meetingSeat = pgTable(
  "meeting_seat",
  {
    slotId: uuid()
      .notNull()
      .references(() => sessionSlot.id),
    /** The account's id, else the mail address in small letters. */
    personKey: text().notNull(),
    meetingId: uuid()
      .notNull()
      .references(() => meeting.id, { onDelete: "cascade" }),
    participantId: oneParticipant(),
  },
  (table) => [
    primaryKey({ columns: [table.slotId, table.personKey] }),
    index().on(table.meetingId),
    index().on(table.participantId),
  ],
);

/** One run of the scheduler, with what it reported. */
export const timetableRun = pgTable(
  "timetable_run",
  {
    id: id(),
    sessionId: ofSession(),
    state: text().notNull().default("waiting"),
    askedById: uuid().references(() => user.id, { onDelete: "set null" }),
    /** The session's version that it was asked for. */
    sessionVersion: integer().notNull(),
    progress: jsonb().notNull().default({}),
    /** Value, bound, gap, fairness, what moved, and why wishes have no place. */
    report: jsonb(),
    failure: text(),
    createdAt: createdAt(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [index().on(table.sessionId, table.id)],
);

/** What one side thinks of a meeting afterwards. */
export const meetingRating = pgTable(
  "meeting_rating",
  {
    id: id(),
    meetingId: uuid()
      .notNull()
      .references(() => meeting.id, { onDelete: "cascade" }),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    participantId: oneParticipant(),
    /** 1 to 5. */
    stars: integer().notNull(),
    /** no_interest, follow_up, negotiation or agreement_intended. */
    outcome: text().notNull(),
    note: text().notNull().default(""),
    /** Yuan that the side expects an agreement to be worth. */
    intendedAmount: numeric({ precision: 18, scale: 2 }),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex().on(table.meetingId, table.organisationId)],
);
