import { and, asc, eq } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import type { PlatformRole } from "#app/codes/codes.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { user } from "#db/schema/index.ts";

/**
 * Gives a person another role on the platform.
 *
 * @throws Refusal forbidden for others than administrators, and for one's own role;
 *   conflict when no administrator would be left; notFound
 */
export async function setPlatformRole(
  services: Services,
  viewer: Viewer,
  userId: string,
  platformRole: PlatformRole,
): Promise<void> {
  if (userId === viewer.userId) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    const administrators = await lockAdministrators(transaction);
    /** Read under the lock: another administrator may just have taken the viewer's role. */
    if (!administrators.includes(viewer.userId)) throw new Refusal("forbidden");
    await changePlatformRole(transaction, {
      administrators,
      userId,
      platformRole,
      actorId: viewer.userId,
    });
  });
}

/** The administrators who can sign in; whoever changes roles meanwhile waits. */
export async function lockAdministrators(transaction: Transaction): Promise<string[]> {
  await transaction.$client.query("SELECT pg_advisory_xact_lock(7114030)");
  const rows = await transaction
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.platformRole, "administrator"), eq(user.emailVerified, true)))
    .orderBy(asc(user.id));
  return rows.map(({ id }) => id);
}

/**
 * Changes a role, under lockAdministrators.
 *
 * @throws Refusal conflict when no administrator would be left; notFound
 */
export async function changePlatformRole(
  transaction: Transaction,
  change: {
    administrators: string[];
    userId: string;
    platformRole: PlatformRole;
    /** Null when the operator did it at the console or by the environment. */
    actorId: string | null;
    by?: "command" | "environment";
  },
): Promise<void> {
  const { administrators, userId, platformRole, actorId, by } = change;
  const others = administrators.filter((id) => id !== userId);
  const takesLast = administrators.includes(userId) && others.length === 0;
  if (takesLast && platformRole !== "administrator") throw new Refusal("conflict");
  const changed = await transaction
    .update(user)
    .set({ platformRole })
    .where(eq(user.id, userId))
    .returning();
  if (changed.length === 0) throw new Refusal("notFound");
  await audit(transaction, {
    actorId,
    organisationId: null,
    subjectKind: "user",
    subjectId: userId,
    action: "set_platform_role",
    detail: { platformRole, ...(by ? { by } : {}) },
  });
}
