import { sql } from "drizzle-orm";
import {
  boolean,
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
import { meetingStates, runStates, slotOfferStates, wishStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";
import { sessionParticipant } from "./registrations.ts";
import { ofSession, sessionSlot, sessionTable } from "./sessions.ts";

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
    state: text({ enum: wishStates }).notNull().default("asked"),
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
    ...codesHeld(table),
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
    state: text({ enum: meetingStates }).notNull().default("planned"),
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
    ...codesHeld(table),
    uniqueIndex("meeting_table_once")
      .on(table.slotId, table.tableId)
      .where(sql`state NOT IN ('cancelled', 'missed')`),
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
    state: text({ enum: runStates }).notNull().default("waiting"),
    askedById: uuid().references(() => user.id, { onDelete: "set null" }),
    /** The session's version that it was asked for. */
    sessionVersion: integer().notNull(),
    progress: jsonb().notNull().default({}),
    /** Value, bound, gap, fairness, what moved, and why wishes have no place. */
    report: jsonb(),
    failure: text(),
    createdAt: createdAt(),
    startedAt: moment(),
    /** When its scheduler last gave a sign; long ago means that its server is gone. */
    movedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [...codesHeld(table), index().on(table.sessionId, table.id)],
);

/** A slot at a table that became free on the day, offered to a pair that waits. */
export const slotOffer = pgTable(
  "slot_offer",
  {
    id: id(),
    sessionId: ofSession(),
    slotId: uuid()
      .notNull()
      .references(() => sessionSlot.id, { onDelete: "cascade" }),
    tableId: uuid()
      .notNull()
      .references(() => sessionTable.id, { onDelete: "cascade" }),
    /** The wish that waits for a place; its asking side and its asked side answer. */
    wishId: uuid()
      .notNull()
      .references(() => meetingWish.id, { onDelete: "cascade" }),
    state: text({ enum: slotOfferStates }).notNull().default("offered"),
    fromAccepted: boolean().notNull().default(false),
    toAccepted: boolean().notNull().default(false),
    /** The meeting that freed the slot, and the one that came of the offer. */
    freedByMeetingId: uuid().references(() => meeting.id, { onDelete: "set null" }),
    meetingId: uuid().references(() => meeting.id, { onDelete: "set null" }),
    /** Until when it can be answered. */
    expiresAt: moment().notNull(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex().on(table.slotId, table.tableId, table.wishId),
    index().on(table.wishId),
    index().on(table.sessionId, table.state, table.id),
  ],
);
