import { pgTable, uuid } from "drizzle-orm/pg-core";
import { user } from "./accounts.ts";
import { id, moment } from "./columns.ts";

/** Each time this market was restored from a backup, its mail and the clock's steps held until released. */
export const restoration = pgTable("restoration", {
  id: id(),
  /** The moment whose state the backup holds. */
  takenAt: moment().notNull(),
  restoredAt: moment().notNull().defaultNow(),
  /** Null while no mail goes out and the clock takes no step. */
  releasedAt: moment(),
  /** Null when it was released by command. */
  releasedById: uuid().references(() => user.id, { onDelete: "set null" }),
});
