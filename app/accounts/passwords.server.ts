import { generateRandomString } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { user } from "#db/schema/index.ts";
import { authErrorCode, linkHours, type Auth } from "./auth.server.ts";
import { followFirstAdministrator } from "./first-administrator.server.ts";
import { tooOften, type AccountParts, type TooOften } from "./parts.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

/**
 * Sends a link to set a new password, if the mailbox has an account; the answer does not
 * say whether it has.
 *
 * @returns null when it was done
 */
export async function askForReset(
  { auth, limits }: AccountParts,
  email: string,
  address: string,
): Promise<TooOften | null> {
  const wait = await limits.take("passwordReset", { address, mailbox: email });
  if (wait > 0) return tooOften(wait);
  await auth.api.requestPasswordReset({ body: { email: keyOfAddress(email) } });
  return null;
}

/** A token to set the password of an account whose person has just shown that it is theirs. */
export async function resetTokenFor(auth: Auth, userId: string): Promise<string> {
  const { internalAdapter } = await auth.$context;
  const token = generateRandomString(24);
  const expiresAt = new Date(Date.now() + linkHours.passwordReset * 3_600_000);
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: userId,
    expiresAt,
  });
  return token;
}

/** Whose password a link can set; null when it is wrong, used or too old. Changes nothing. */
export async function resetTarget({ auth }: AccountParts, token: string): Promise<string | null> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  return found && found.expiresAt > new Date() ? found.value : null;
}

/**
 * Sets a new password by the link of a mail and ends every sign-in of the account. As the
 * link shows that the mailbox is theirs, it also confirms it and ends the pauses that
 * wrong passwords brought. Answers whose password it was, or null when the link can do
 * nothing any more.
 */
export async function resetPassword(
  parts: AccountParts,
  token: string,
  password: string,
): Promise<string | null> {
  const userId = await resetTarget(parts, token);
  if (userId === null) return null;
  try {
    await parts.auth.api.resetPassword({ body: { newPassword: password, token } });
  } catch (error) {
    if (authErrorCode(error) === null) throw error;
    return null;
  }
  const [account] = await parts.services.database
    .update(user)
    .set({ emailVerified: true })
    .where(eq(user.id, userId))
    .returning();
  if (account) await parts.pauses.forgive(account.email);
  await followFirstAdministrator(parts);
  return userId;
}
