import { sql } from "drizzle-orm";
import {
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
import { clusters } from "#app/codes/codes.ts";
import { importStates, invitationStates, registrationStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";
import { post } from "./posts.ts";
import { ofSession, sessionSlot } from "./sessions.ts";

/** An organisation that comes, or wants to. */
export const sessionRegistration = pgTable(
  "session_registration",
  {
    id: id(),
    sessionId: ofSession(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    state: text({ enum: registrationStates }).notNull().default("applied"),
    /** Answers by the question's id. */
    answers: jsonb().notNull().default({}),
    /** What a file of registrations said that the organisation belongs to. */
    cluster: text({ enum: clusters }),
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
    ...codesHeld(table),
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
    /** As a file of registrations had it; for organizers. */
    phone: text().notNull().default(""),
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
    state: text({ enum: invitationStates }).notNull().default("sent"),
    /** Its best match with what others bring, 0 to 1; null when invited by hand. */
    score: doublePrecision(),
    message: text().notNull().default(""),
    invitedById: uuid().references(() => user.id, { onDelete: "set null" }),
    answeredAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex().on(table.sessionId, table.organisationId),
    index().on(table.organisationId, table.id),
  ],
);

/** A file of registrations that was handed in, and how far it has come. */
export const registrationImport = pgTable(
  "registration_import",
  {
    id: id(),
    sessionId: ofSession(),
    state: text({ enum: importStates }).notNull().default("waiting"),
    fileName: text().notNull(),
    storageKey: text().notNull(),
    /** Rows read so far, and how many there are; null before they were counted. */
    done: integer().notNull().default(0),
    expected: integer(),
    /** What became of the rows: counts, and the refused ones with their line and reason. */
    report: jsonb(),
    askedById: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
    /** When it last moved on; long ago means that its server is gone. */
    movedAt: moment(),
    finishedAt: moment(),
  },
  (table) => [...codesHeld(table), index().on(table.sessionId, table.id)],
);
