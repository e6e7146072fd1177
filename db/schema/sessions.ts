import { clusters, marketZone, organisationKinds } from "#app/codes/codes.ts";
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  questionKinds,
  schedulers,
  sessionModes,
  slotKinds,
  tableKinds,
  timetableStates,
  wishRules,
} from "#app/codes/session-codes.ts";
import { sessionStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";

/** The secret address under which a person's calendar program reads all their meetings. */
export const calendarSubscription = pgTable("calendar_subscription", {
  userId: uuid()
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  key: text().notNull().unique(),
  createdAt: createdAt(),
});

/** A matchmaking session (对接会). Its times stand in UTC; `zone` is the one they are shown in. */
export const matchmakingSession = pgTable(
  "matchmaking_session",
  {
    id: id(),
    title: text().notNull(),
    titleEn: text().notNull().default(""),
    summary: text().notNull().default(""),
    state: text({ enum: sessionStates }).notNull().default("draft"),
    /** onsite, online or hybrid. */
    mode: text({ enum: sessionModes }).notNull().default("onsite"),
    place: text().notNull().default(""),
    zone: text().notNull().default(marketZone),
    clusters: text({ enum: clusters }).array().notNull().default([]),
    /** Organisations that are admitted at most; null for no limit. */
    capacity: integer(),
    /** People an organisation may bring. */
    peoplePerOrganisation: integer().notNull().default(3),
    registrationOpensAt: moment(),
    registrationClosesAt: moment(),
    needsApproval: boolean().notNull().default(true),
    /** opt_in: a wish counts once accepted; opt_out: unless declined. */
    wishRule: text({ enum: wishRules }).notNull().default("opt_in"),
    /** Who makes meetings: organizer (the scheduler) or participants (by booking free slots). */
    schedulingBy: text({ enum: schedulers }).notNull().default("organizer"),
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
    /** Minutes a person needs from one hall to another. */
    travelMinutes: integer().notNull().default(0),
    /** none, preliminary or final. */
    timetable: text({ enum: timetableStates }).notNull().default("none"),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [...codesHeld(table), index().on(table.state, table.startsAt, table.id)],
);

/** The session a row belongs to, and with which it goes. */
export const ofSession = () =>
  uuid()
    .notNull()
    .references(() => matchmakingSession.id, { onDelete: "cascade" });

/**
 * How many meetings a person of one kind of organisation has at most, in the whole
 * session or in one part of it; the smallest limit that fits holds.
 */
export const sessionMeetingLimit = pgTable(
  "session_meeting_limit",
  {
    sessionId: ofSession(),
    /** Code of the organisation's kind; empty for every kind. */
    organisationKind: text({ enum: ["", ...organisationKinds] })
      .notNull()
      .default(""),
    /** The part of the session, as its slots name it; empty for the whole session. */
    part: text().notNull().default(""),
    meetingsPerPerson: integer().notNull(),
  },
  (table) => [
    ...codesHeld(table),
    primaryKey({ columns: [table.sessionId, table.organisationKind, table.part] }),
  ],
);

/** A slot of time for meetings, or a break. */
export const sessionSlot = pgTable(
  "session_slot",
  {
    id: id(),
    sessionId: ofSession(),
    startsAt: moment().notNull(),
    endsAt: moment().notNull(),
    /** meeting or break. */
    kind: text({ enum: slotKinds }).notNull().default("meeting"),
    /** The part of the session it belongs to, such as a morning; limits may hold per part. */
    part: text().notNull().default(""),
  },
  (table) => [...codesHeld(table), uniqueIndex().on(table.sessionId, table.startsAt)],
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
    kind: text({ enum: tableKinds }).notNull().default("place"),
    /** Where an online one is met. */
    link: text().notNull().default(""),
    /** People who fit. */
    seats: integer().notNull().default(4),
    /** The organisation that stays at it, if one does. */
    hostOrganisationId: uuid().references(() => organisation.id, { onDelete: "set null" }),
    position: integer().notNull().default(0),
  },
  (table) => [...codesHeld(table), uniqueIndex().on(table.sessionId, table.hall, table.name)],
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
    kind: text({ enum: questionKinds }).notNull().default("text"),
    options: text().array().notNull().default([]),
    required: boolean().notNull().default(false),
  },
  (table) => [...codesHeld(table), index().on(table.sessionId, table.position)],
);
