import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { createdAt } from "./columns.ts";
import { organisation } from "./organisations.ts";

const somebody = () => uuid().references(() => user.id, { onDelete: "set null" });

const oneOrganisation = () =>
  uuid()
    .notNull()
    .references(() => organisation.id, { onDelete: "cascade" });

/** An organisation wants nothing to do with another one. */
export const organisationBlock = pgTable(
  "organisation_block",
  {
    organisationId: oneOrganisation(),
    blockedId: oneOrganisation(),
    note: text().notNull().default(""),
    createdById: somebody(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.blockedId] }),
    index().on(table.blockedId),
  ],
);
