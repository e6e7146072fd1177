import { eq } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import { user } from "#db/schema/index.ts";

/** Remembers the person's language, in which mail is written to them. */
export async function chooseLocale(
  services: Services,
  userId: string,
  locale: "zh-CN" | "en",
): Promise<void> {
  await services.database.update(user).set({ locale }).where(eq(user.id, userId));
}
