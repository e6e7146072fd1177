import { sql } from "drizzle-orm";
import {
  bigint,
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
import { clusters, postKinds, visibilities } from "#app/codes/codes.ts";
import { draftStates, publications } from "#app/codes/states.ts";
import { user } from "./accounts.ts";
import { codesHeld, createdAt, moment, silentId, updatedAt } from "./columns.ts";
import { organisation } from "./organisations.ts";

/** A need or a result. The two forms' fields are in `content`, checked by the domain's schema. */
export const post = pgTable(
  "post",
  {
    id: silentId(),
    kind: text({ enum: postKinds }).notNull(),
    organisationId: uuid()
      .notNull()
      .references(() => organisation.id),
    authorId: uuid().references(() => user.id, { onDelete: "set null" }),
    publication: text({ enum: publications }).notNull().default("unpublished"),
    draftState: text({ enum: draftStates }),
    /** The working copy; null when there is none. */
    draft: jsonb(),
    /** There is a confidential part, kept in post_secret. */
    hasSecret: boolean().notNull().default(false),
    /** What is published, or was last; null when it never was. */
    content: jsonb(),
    /** The number of the published version; 0 when it never was. */
    version: integer().notNull().default(0),
    /** Grows with each change: guards against lost updates and orders index writes. */
    revision: bigint({ mode: "number" }).notNull().default(1),
    /** Title of the working copy, else of what is published. */
    title: text().notNull().default(""),
    /** Cluster of the same. */
    cluster: text({ enum: clusters }),
    /** The organizer's words at the last return or rejection. */
    reviewComment: text(),
    submittedAt: moment(),
    publishedAt: moment(),
    expiresAt: moment(),
    /** Reminders of the coming expiry already sent. */
    remindersSent: integer().notNull().default(0),
    supersededById: uuid(),
    /** Who may see what is published. */
    visibility: text({ enum: visibilities }).generatedAlwaysAs(sql`content ->> 'visibility'`),
    /** What an anonymous post shows of its organisation, settled when it was first published so. */
    shownOwner: jsonb(),
    /** Title and keywords of what is published, in small letters: what is searched while the index is away. */
    nameText: text().generatedAlwaysAs(
      sql`lower((content ->> 'title') || ' ' || (content ->> 'keywords'))`,
    ),
    /** Where an imported post came from, with its identifier there. */
    source: text(),
    sourceId: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    ...codesHeld(table),
    index().on(table.organisationId, table.createdAt, table.id),
    index().on(table.publication, table.kind, table.id),
    index("post_review_queue")
      .on(table.submittedAt, table.id)
      .where(sql`draft_state = 'submitted'`),
    index("post_expiry")
      .on(table.expiresAt)
      .where(sql`publication = 'published'`),
    index("post_newest")
      .on(table.publishedAt.desc(), table.id.desc())
      .where(sql`publication in ('published', 'closed')`),
    uniqueIndex("post_source").on(table.source, table.sourceId),
  ],
);

/** Every version that was ever published, as it was. */
export const postVersion = pgTable(
  "post_version",
  {
    postId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    content: jsonb().notNull(),
    approvedById: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.postId, table.number] })],
);

/** A file that belongs to a post; its bytes are in the file store under `storageKey`. */
export const attachment = pgTable(
  "attachment",
  {
    id: silentId(),
    postId: uuid()
      .notNull()
      .references(() => post.id, { onDelete: "cascade" }),
    uploadedById: uuid().references(() => user.id, { onDelete: "set null" }),
    name: text().notNull(),
    mediaType: text().notNull(),
    /** Bytes. */
    size: bigint({ mode: "number" }).notNull(),
    sha256: text().notNull(),
    storageKey: text().notNull().unique(),
    /** Belongs to the confidential part of its post. */
    confidential: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.postId)],
);
