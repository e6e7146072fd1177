import { timestamp, uuid } from "drizzle-orm/pg-core";
import { v7 } from "uuid";

/** A UUIDv7: grows with time, so it also pages. */
export const newId = (): string => v7();

/** Primary key of nearly every table. */
export const id = () => uuid().primaryKey().$defaultFn(newId);

/** A moment in UTC. */
export const moment = () => timestamp({ withTimezone: true, mode: "date" });

export const createdAt = () => moment().notNull().defaultNow();
export const updatedAt = () => moment().notNull().defaultNow();
