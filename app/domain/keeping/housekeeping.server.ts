import { lt } from "drizzle-orm";
import { addDays } from "#app/domain/posts/dates.ts";
import type { Services } from "#app/domain/services.ts";
import { localMail, rescuedForm, session, verification } from "#db/schema/index.ts";

/** Throws away what is kept for a while only: rescued forms, ended sessions, local mail. */
export async function housekeep(services: Services): Promise<void> {
  const now = services.now();
  const { database } = services;
  await database.delete(rescuedForm).where(lt(rescuedForm.createdAt, addDays(now, -30)));
  await database.delete(localMail).where(lt(localMail.createdAt, addDays(now, -30)));
  await database.delete(verification).where(lt(verification.expiresAt, addDays(now, -1)));
  await database.delete(session).where(lt(session.expiresAt, addDays(now, -7)));
}
