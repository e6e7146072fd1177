import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { reportReasons, reportSubjects } from "#app/codes/codes.ts";
import { reportStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";

const somebody = () => uuid().references(() => user.id, { onDelete: "set null" });

const oneOrganisation = () =>
  uuid()
    .notNull()
    .references(() => organisation.id, { onDelete: "cascade" });

/** A person says that a post, an organisation or a message is not as it should be. */
export const abuseReport = pgTable(
  "abuse_report",
  {
    id: id(),
    reporterId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** post, organisation or message. */
    subjectKind: text({ enum: reportSubjects }).notNull(),
    subjectId: uuid().notNull(),
    /** The reported side. */
    organisationId: oneOrganisation(),
    /** What it was called, or said, when it was reported. */
    subjectText: text().notNull(),
    reason: text({ enum: reportReasons }).notNull(),
    words: text().notNull(),
    state: text({ enum: reportStates }).notNull().default("open"),
    /** The organizer's words to both sides at the end. */
    outcome: text().notNull().default(""),
    handledById: somebody(),
    decidedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    uniqueIndex("abuse_report_open")
      .on(table.reporterId, table.subjectKind, table.subjectId)
      .where(sql`state in ('open', 'in_review')`),
    index().on(table.state, table.id),
    index().on(table.reporterId, table.id),
    index().on(table.organisationId, table.state, table.id),
    index().on(table.subjectId, table.id),
  ],
);
