import { bigint, index, integer, pgTable, varchar } from "drizzle-orm/pg-core";

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
