import { bigint, index, integer, jsonb, pgTable, text, uuid, varchar } from "drizzle-orm/pg-core";
import { auditSubjects } from "#app/codes/codes.ts";
import { codesHeld, createdAt, id } from "./columns.ts";

/**
 * How often something was done of late, counted for all servers. Written by
 * rate-limiter-flexible, which fills the columns in this order. Unlogged: after a
 * crash everyone begins anew.
 */
export const rateLimit = pgTable(
  "rate_limit",
  {
    key: varchar({ length: 255 }).primaryKey(),
    points: integer().notNull().default(0),
    /** Milliseconds since 1970. */
    expire: bigint({ mode: "number" }),
  },
  (table) => [index().on(table.expire)],
);

/** Who did what to which thing, never changed or deleted. */
export const auditEntry = pgTable(
  "audit_entry",
  {
    id: id(),
    actorId: uuid(),
    organisationId: uuid(),
    subjectKind: text({ enum: auditSubjects }).notNull(),
    subjectId: uuid().notNull(),
    action: text().notNull(),
    detail: jsonb().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [...codesHeld(table), index().on(table.subjectKind, table.subjectId, table.id)],
);
