import { index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { organisation, user } from "./accounts.ts";
import { createdAt, id, moment, updatedAt } from "./columns.ts";
import { interest } from "./contacts.ts";
import { post } from "./posts.ts";

/** The one record of two organisations and their posts, from the first interest to the performed contract. */
export const deal = pgTable(
  "deal",
  {
    id: id(),
    /** The need it is about; null when it began at a result and the asking side named no need. */
    needId: uuid().references(() => post.id),
    resultId: uuid().references(() => post.id),
    /** Who looks for technology, and who has it: buyer and seller of a later contract. */
    demandOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    supplyOrganisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    /** The interest that began it, or began it anew. */
    interestId: uuid()
      .notNull()
      .references(() => interest.id),
    /** The technology broker both sides invited. */
    brokerId: uuid().references(() => user.id, { onDelete: "set null" }),
    stage: text().notNull().default("interest"),
    stageSince: moment().notNull().defaultNow(),
    /** Why it ended; null while it goes on. */
    endReason: text(),
    endNote: text().notNull().default(""),
    /** Grows with each change: guards against lost updates. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique("deal_pair")
      .on(table.demandOrganisationId, table.supplyOrganisationId, table.needId, table.resultId)
      .nullsNotDistinct(),
    index().on(table.demandOrganisationId, table.stage, table.id),
    index().on(table.supplyOrganisationId, table.stage, table.id),
    index().on(table.brokerId, table.stage, table.id),
    index().on(table.stage, table.id),
    index().on(table.interestId),
  ],
);
