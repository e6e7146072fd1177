import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { calendarSubscription } from "#db/schema/index.ts";

/** The key in the address under which a person's calendar is read; null while they have none. */
export async function calendarKeyOf(services: Services, viewer: Viewer): Promise<string | null> {
  const [row] = await services.database
    .select({ key: calendarSubscription.key })
    .from(calendarSubscription)
    .where(eq(calendarSubscription.userId, viewer.userId));
  return row?.key ?? null;
}

/** Gives the person a new key; the address with the former one is dead from now on. */
export async function renewCalendarKey(services: Services, viewer: Viewer): Promise<string> {
  const key = randomBytes(24).toString("base64url");
  const createdAt = services.now();
  await services.database
    .insert(calendarSubscription)
    .values({ userId: viewer.userId, key, createdAt })
    .onConflictDoUpdate({ target: calendarSubscription.userId, set: { key, createdAt } });
  return key;
}

/** Takes the person's key away: nobody reads their calendar any more. */
export async function withdrawCalendarKey(services: Services, viewer: Viewer): Promise<void> {
  await services.database
    .delete(calendarSubscription)
    .where(eq(calendarSubscription.userId, viewer.userId));
}
