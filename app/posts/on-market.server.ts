import { and, eq, gt, isNull, or, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/** Whether a row of the table post, or of an alias of it, is published and has not run out. */
export const isOnMarket = (
  { publication, expiresAt }: { publication: AnyPgColumn; expiresAt: AnyPgColumn },
  now: Date,
): SQL | undefined => and(eq(publication, "published"), or(isNull(expiresAt), gt(expiresAt, now)));
