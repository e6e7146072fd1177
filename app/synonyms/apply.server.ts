import { sql } from "drizzle-orm";
import { prepareIndex, prepareSuggestions } from "#app/search/rebuild.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";

const changeLock = 7_114_010;

/**
 * Lets one change of the synonyms be made at a time, until the transaction
 * ends, so that no word comes into two groups.
 */
export async function lockSynonyms(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${changeLock})`);
}

/**
 * Brings the index up to the synonyms in use: an engine that keeps synonyms is
 * told, and contents that were made with others are built anew while search
 * goes on; the search box offers the new words. Changes that are being made now are waited for.
 */
export async function applySynonyms(services: Services): Promise<void> {
  await inTransaction(services.database, lockSynonyms);
  await prepareIndex(services, false);
  await prepareSuggestions(services);
}
