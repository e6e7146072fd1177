import { sql } from "drizzle-orm";
import {
  date,
  index,
  integer,
  numeric,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ratingOutcomes } from "#app/codes/session-codes.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { meeting } from "./meetings.ts";
import { organisation } from "./organisations.ts";
import { sessionParticipant } from "./registrations.ts";

const oneParticipant = () =>
  uuid()
    .notNull()
    .references(() => sessionParticipant.id, { onDelete: "cascade" });

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
    outcome: text({ enum: ratingOutcomes }).notNull(),
    note: text().notNull().default(""),
    /** Yuan that the side expects an agreement to be worth. */
    intendedAmount: numeric({ precision: 18, scale: 2 }),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [...codesHeld(table), uniqueIndex().on(table.meetingId, table.organisationId)],
);

/** What one side promised itself to do after a meeting. */
export const meetingTask = pgTable(
  "meeting_task",
  {
    id: id(),
    meetingId: uuid()
      .notNull()
      .references(() => meeting.id, { onDelete: "cascade" }),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    title: text().notNull(),
    dueOn: date().notNull(),
    assigneeId: uuid().references(() => user.id, { onDelete: "set null" }),
    createdById: uuid().references(() => user.id, { onDelete: "set null" }),
    doneAt: moment(),
    remindedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.meetingId, table.id),
    index().on(table.organisationId, table.id),
    index("meeting_task_due")
      .on(table.dueOn)
      .where(sql`done_at IS NULL AND reminded_at IS NULL`),
  ],
);
