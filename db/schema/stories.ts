import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { storyStates } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, id, moment, updatedAt } from "./columns.ts";
import { deal } from "./deals.ts";
import { organisation } from "./organisations.ts";

const somebody = () => uuid().references(() => user.id, { onDelete: "set null" });

const oneOrganisation = () =>
  uuid()
    .notNull()
    .references(() => organisation.id, { onDelete: "cascade" });

/** A success story of a deal, in the words that both sides consent to. */
export const story = pgTable(
  "story",
  {
    id: id(),
    dealId: uuid()
      .notNull()
      .references(() => deal.id),
    demandOrganisationId: oneOrganisation(),
    supplyOrganisationId: oneOrganisation(),
    state: text({ enum: storyStates }).notNull().default("draft"),
    title: text().notNull(),
    titleEn: text().notNull().default(""),
    body: text().notNull(),
    bodyEn: text().notNull().default(""),
    pictureKey: text(),
    pictureType: text(),
    pictureSha256: text(),
    /** What the picture shows, for those who do not see it. */
    pictureText: text().notNull().default(""),
    /** SHA-256 over all of the above: what a consent is given to. */
    hash: text().notNull(),
    writtenById: somebody(),
    publishedById: somebody(),
    publishedAt: moment(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.dealId),
    index().on(table.demandOrganisationId, table.id),
    index().on(table.supplyOrganisationId, table.id),
    index().on(table.state, table.id),
    index("story_published")
      .on(table.publishedAt, table.id)
      .where(sql`state = 'published'`),
  ],
);

/** A side's consent to exactly one text of a story. */
export const storyConsent = pgTable(
  "story_consent",
  {
    storyId: uuid()
      .notNull()
      .references(() => story.id, { onDelete: "cascade" }),
    organisationId: oneOrganisation(),
    hash: text().notNull(),
    givenById: somebody(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.storyId, table.organisationId] })],
);
