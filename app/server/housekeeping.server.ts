import { and, eq, lt } from "drizzle-orm";
import { discardFile } from "#app/files/removal.server.ts";
import { addDays, dayOf } from "#app/kernel/dates.ts";
import type { Services } from "#app/kernel/services.ts";
import { inTransaction } from "#db/connection.ts";
import {
  localMail,
  matchDay,
  rateLimit,
  refusedAddress,
  registrationImport,
  rescuedForm,
  savedSearch,
  sentForm,
  session,
  standingMatch,
  verification,
} from "#db/schema/index.ts";
import { importLife } from "#app/sessions/registrations/import/registration-import.server.ts";
import { takeStep } from "#app/kernel/steps.server.ts";

/**
 * Throws away what is kept for a while only: rescued forms, answers to forms that were sent, ended sessions, local
 * mail, long ended matches, files of registrations that nobody confirmed.
 */
export async function housekeep(services: Services): Promise<void> {
  const now = services.now();
  const { database } = services;
  await database.delete(rescuedForm).where(lt(rescuedForm.createdAt, addDays(now, -30)));
  await database.delete(sentForm).where(lt(sentForm.createdAt, addDays(now, -7)));
  await database.delete(localMail).where(lt(localMail.createdAt, addDays(now, -30)));
  await database.delete(refusedAddress).where(lt(refusedAddress.refusedAt, addDays(now, -365)));
  await database.delete(verification).where(lt(verification.expiresAt, addDays(now, -1)));
  await database.delete(matchDay).where(lt(matchDay.day, dayOf(addDays(now, -7))));
  await database.delete(standingMatch).where(lt(standingMatch.endedAt, addDays(now, -365)));
  await database.delete(savedSearch).where(lt(savedSearch.deletedAt, addDays(now, -7)));
  await database.delete(rateLimit).where(lt(rateLimit.expire, now.getTime()));
  await database.delete(session).where(lt(session.expiresAt, addDays(now, -7)));
  await inTransaction(database, async (transaction) => {
    const old = await transaction
      .delete(registrationImport)
      .where(lt(registrationImport.createdAt, addDays(now, -90)))
      .returning();
    const left = await importLife.lock(
      transaction,
      and(
        eq(registrationImport.state, "checked"),
        lt(registrationImport.createdAt, addDays(now, -7)),
      ),
    );
    for (const unconfirmed of left)
      await takeStep(transaction, importLife, unconfirmed, {
        action: "cancel",
        viewer: null,
        now,
        changes: { finishedAt: now },
      });
    for (const { storageKey } of [...old, ...left]) await discardFile(transaction, storageKey);
  });
}
