import { eq } from "drizzle-orm";
import type { PlatformRole } from "#app/codes/codes.ts";
import { inTransaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { account as credential, user } from "#db/schema/index.ts";
import type { AccountParts } from "./parts.ts";
import { changePlatformRole, lockAdministrators } from "./platform-roles.server.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

/**
 * While the platform has no administrator, the account of the mailbox that the operator
 * named becomes one, once it is confirmed. Safe to call at any time.
 */
export async function followFirstAdministrator({
  services,
  firstAdministrator,
}: AccountParts): Promise<void> {
  if (firstAdministrator === undefined) return;
  await inTransaction(services.database, async (transaction) => {
    const administrators = await lockAdministrators(transaction);
    if (administrators.length > 0) return;
    const [found] = await transaction
      .select()
      .from(user)
      .where(eq(user.email, keyOfAddress(firstAdministrator)));
    if (!found?.emailVerified) return;
    await changePlatformRole(transaction, {
      administrators,
      userId: found.id,
      platformRole: "administrator",
      actorId: null,
      by: "environment",
    });
  });
}

/**
 * Gives the account of a mailbox a role on the operator's word. Where there is none it is
 * made. Whose mailbox was never confirmed sets a new password by a link in a mail first,
 * as the one it has may be a stranger's.
 *
 * @returns whether that mail is on its way
 * @throws Refusal conflict when no administrator would be left
 */
export async function promote(
  { services, auth }: AccountParts,
  given: string,
  platformRole: PlatformRole,
): Promise<{ mailed: boolean }> {
  const email = keyOfAddress(given);
  const mailed = await inTransaction(services.database, async (transaction) => {
    const administrators = await lockAdministrators(transaction);
    const [known] = await transaction.select().from(user).where(eq(user.email, email));
    const userId = known?.id ?? newId();
    if (!known) {
      const name = email.split("@")[0] ?? email;
      await transaction.insert(user).values({ id: userId, name, email, emailVerified: false });
    }
    await changePlatformRole(transaction, {
      administrators,
      userId,
      platformRole,
      actorId: null,
      by: "command",
    });
    if (known?.emailVerified) return false;
    await transaction.delete(credential).where(eq(credential.userId, userId));
    return true;
  });
  if (mailed) await auth.api.requestPasswordReset({ body: { email } });
  return { mailed };
}
