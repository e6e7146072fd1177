import { sql } from "drizzle-orm";
import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { declineReasons } from "#app/codes/codes.ts";
import { interestStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment } from "./columns.ts";
import { organisation } from "./organisations.ts";
import { post } from "./posts.ts";

/** An expression of interest (对接意向): one organisation asks another to talk about a post. */
export const interest = pgTable(
  "interest",
  {
    id: id(),
    postId: uuid()
      .notNull()
      .references(() => post.id),
    /** The sender's own post that matched, when the interest came from a match. */
    ownPostId: uuid().references(() => post.id),
    fromOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    toOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    senderId: uuid().references(() => user.id, { onDelete: "set null" }),
    message: text().notNull(),
    state: text({ enum: interestStates }).notNull().default("pending"),
    declineReason: text({ enum: declineReasons }),
    declineNote: text().notNull().default(""),
    decidedById: uuid().references(() => user.id, { onDelete: "set null" }),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.fromOrganisationId, table.id),
    index().on(table.toOrganisationId, table.id),
    index().on(table.postId, table.fromOrganisationId),
    uniqueIndex("interest_open")
      .on(table.postId, table.fromOrganisationId)
      .where(sql`state in ('pending', 'accepted')`),
  ],
);
