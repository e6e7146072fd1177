import { sql } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";

const changeLock = 7_114_010;

/**
 * Lets one change of the synonyms be made at a time, until the transaction
 * ends, so that no word comes into two groups.
 */
export async function lockSynonyms(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${changeLock})`);
}
