import { asc, eq, lte, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { fileRemoval } from "#db/schema/index.ts";

/**
 * Writes down that a file is about to be stored. Unless a record claims it within
 * the hour it is removed, also when this server ends before it could say so.
 */
export async function expectFile({ database }: Services, storageKey: string): Promise<void> {
  await database.insert(fileRemoval).values({ storageKey, dueAt: sql`now() + interval '1 hour'` });
}

/**
 * Lets a stored file stay, as part of the transaction that records it.
 *
 * @throws Refusal uploadBroken when it took so long that the file is gone
 */
export async function claimFile(transaction: Transaction, storageKey: string): Promise<void> {
  const claimed = await transaction
    .delete(fileRemoval)
    .where(eq(fileRemoval.storageKey, storageKey))
    .returning({ storageKey: fileRemoval.storageKey });
  if (claimed.length === 0) throw new Refusal("uploadBroken");
}

/** Has a file removed once the transaction, which takes its record away, is through. */
export async function discardFile(transaction: Transaction, storageKey: string): Promise<void> {
  await transaction
    .insert(fileRemoval)
    .values({ storageKey, dueAt: sql`now()` })
    .onConflictDoUpdate({ target: fileRemoval.storageKey, set: { dueAt: sql`now()` } });
  await sendJob(transaction, "files.remove", {});
}

/**
 * Removes the files that are due. One that cannot be removed now is tried again
 * ten minutes later, for as long as it takes.
 */
export async function removeDiscarded(services: Services): Promise<void> {
  while (await removeNext(services));
}

/** Removes the file that is due first; answers whether there was one. */
function removeNext({ database, files, log }: Services): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const [due] = await transaction
      .select()
      .from(fileRemoval)
      .where(lte(fileRemoval.dueAt, sql`now()`))
      .orderBy(asc(fileRemoval.dueAt))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!due) return false;
    const mine = eq(fileRemoval.storageKey, due.storageKey);
    try {
      await files.remove(due.storageKey);
      await transaction.delete(fileRemoval).where(mine);
    } catch (error) {
      log.warn({ error, file: due.storageKey }, "a file was not removed; it is tried again");
      await transaction
        .update(fileRemoval)
        .set({ dueAt: sql`now() + interval '10 minutes'` })
        .where(mine);
    }
    return true;
  });
}
