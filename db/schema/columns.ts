import { timestamp, uuid } from "drizzle-orm/pg-core";
import { v4, v7 } from "uuid";

/** A UUIDv7: grows with time, so it also pages. */
export const newId = (): string => v7();

/** Primary key of nearly every table. */
export const id = () => uuid().primaryKey().$defaultFn(newId);

/** A UUIDv4: tells nothing of when it was made, nor beside what. */
export const newSilentId = (): string => v4();

/** Primary key of what may be anonymous; `createdAt` orders it. */
export const silentId = () => uuid().primaryKey().$defaultFn(newSilentId);

/** A moment in UTC. */
export const moment = () => timestamp({ withTimezone: true, mode: "date" });

export const createdAt = () => moment().notNull().defaultNow();
export const updatedAt = () => moment().notNull().defaultNow();
