import { prepareIndex, collectSuggestionsOnce } from "./rebuild.server.ts";
import { lockSynonyms } from "#app/synonyms/lock.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";

/**
 * Brings the index up to the synonyms in use: an engine that keeps synonyms is
 * told, and contents that were made with others are built anew while search
 * goes on; the search box offers the new words. Changes that are being made now are waited for.
 */
export async function applySynonyms(services: Services): Promise<void> {
  await inTransaction(services.database, lockSynonyms);
  await prepareIndex(services, false);
  await collectSuggestionsOnce(services);
}
