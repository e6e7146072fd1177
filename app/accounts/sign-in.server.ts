import { eq } from "drizzle-orm";
import { user } from "#db/schema/index.ts";
import { authErrorCode } from "./auth.server.ts";
import { tooOften, type AccountParts, type TooOften } from "./parts.ts";
import { endSignIn } from "./sign-out.server.ts";
import { sendConfirmation } from "./sign-up.server.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

export type SignInAnswer =
  | { kind: "signedIn"; userId: string; headers: Headers }
  | { kind: "wrong" | "notVerified" }
  | TooOften;

/**
 * Signs in with a password. The headers answered set the cookie; those given are the
 * request's. A sign-in that the browser had before ends. Who has not confirmed their
 * mailbox gets the mail again.
 */
export async function signIn(
  parts: AccountParts,
  given: { email: string; password: string; redirectTo: string },
  from: { headers: Headers; address: string; knownAccounts: string[] },
): Promise<SignInAnswer> {
  const email = keyOfAddress(given.email);
  const { address } = from;
  const often = await parts.limits.take("signIn", { address });
  if (often > 0) return tooOften(often);
  const [account] = await parts.services.database.select().from(user).where(eq(user.email, email));
  const known = account !== undefined && from.knownAccounts.includes(account.id);
  const attempt = { email, address, known };
  const wait = await parts.pauses.begin(attempt);
  if (wait > 0) return tooOften(wait);
  try {
    const { headers, response } = await parts.auth.api.signInEmail({
      body: { email, password: given.password },
      headers: from.headers,
      returnHeaders: true,
    });
    await parts.pauses.succeed(attempt);
    await endSignIn(parts, from.headers);
    return { kind: "signedIn", userId: response.user.id, headers };
  } catch (error) {
    const code = authErrorCode(error);
    if (code === null) throw error;
    if (code !== "EMAIL_NOT_VERIFIED" || !account) return { kind: "wrong" };
    await parts.pauses.succeed(attempt);
    const { redirectTo } = given;
    const refused = await sendConfirmation(parts, account, { address, redirectTo });
    return refused ?? { kind: "notVerified" };
  }
}
