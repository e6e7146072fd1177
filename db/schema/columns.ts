import { getTableColumns, getTableName, is, sql, type Column, type SQL } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import {
  check,
  PgArray,
  timestamp,
  uuid,
  type CheckBuilder,
  type PgColumn,
} from "drizzle-orm/pg-core";
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

/**
 * A CHECK for each column of a table that is declared with a list of codes (`enum`), so that
 * the database refuses what its type says cannot be. To be spread into the table's extras.
 */
export const codesHeld = (extras: Record<string, PgColumn>): CheckBuilder[] =>
  Object.values(extras)
    .slice(0, 1)
    .flatMap(({ table }) =>
      Object.values(getTableColumns(table)).flatMap((column) => {
        const rule = ruleOf(column);
        return rule ? [check(codeRuleName(getTableName(table), column.name), rule)] : [];
      }),
    );

/** The name of the CHECK of a column with a list of codes. */
export const codeRuleName = (table: string, column: string): string =>
  `${table}_${toSnakeCase(column)}_code`;

function ruleOf(column: Column): SQL | null {
  const codes = is(column, PgArray) ? column.baseColumn.enumValues : column.enumValues;
  if (codes === undefined) return null;
  const list = sql.raw(codes.map((code) => `'${code}'`).join(", "));
  return is(column, PgArray) ? sql`${column} <@ array[${list}]` : sql`${column} in (${list})`;
}
