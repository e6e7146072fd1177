import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { PreferencesInput } from "#app/notifications/channels.ts";
import { keepPreferences, preferencesOf } from "#app/notifications/preferences.server.ts";
import { nextDigest } from "#app/notifications/schedule.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { savedSearch, savedSearchHit } from "#db/schema/index.ts";

/**
 * Keeps how the person wants to hear of things. What waits follows at once: mail of a
 * group that is turned off is dropped, and digests of saved searches move to the clock
 * of the new zone.
 */
export async function changePreferences(
  services: Services,
  { userId }: Viewer,
  input: PreferencesInput,
): Promise<void> {
  await inTransaction(services.database, async (transaction) => {
    const before = await preferencesOf(transaction, userId);
    await keepPreferences(services, transaction, userId, input);
    if (before.zone !== input.zone)
      await moveDigests(transaction, userId, input.zone, services.now());
  });
}

async function moveDigests(
  transaction: Transaction,
  userId: string,
  zone: string,
  now: Date,
): Promise<void> {
  for (const rhythm of ["daily", "weekly"] as const)
    await transaction
      .update(savedSearchHit)
      .set({ dueAt: nextDigest(rhythm, now, zone) })
      .where(
        and(
          eq(savedSearchHit.userId, userId),
          isNull(savedSearchHit.toldAt),
          inArray(
            savedSearchHit.savedSearchId,
            transaction
              .select({ id: savedSearch.id })
              .from(savedSearch)
              .where(and(eq(savedSearch.userId, userId), eq(savedSearch.frequency, rhythm))),
          ),
        ),
      );
}
