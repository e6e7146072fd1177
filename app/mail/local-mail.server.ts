import { desc } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import { localMail } from "#db/schema/index.ts";

/** The newest mails of the local mail box. */
export function listLocalMail(services: Services): Promise<(typeof localMail.$inferSelect)[]> {
  return services.database.select().from(localMail).orderBy(desc(localMail.id)).limit(50);
}
