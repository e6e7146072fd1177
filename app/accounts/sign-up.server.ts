import { createEmailVerificationToken } from "better-auth/api";
import { verifyJWT } from "better-auth/crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Language } from "#app/i18n/languages.ts";
import { inTransaction } from "#db/connection.ts";
import { account as credential, user } from "#db/schema/index.ts";
import { authErrorCode, inHours, linkHours, type Auth } from "./auth.server.ts";
import { sendAccountMail } from "./mails.server.ts";
import { followFirstAdministrator } from "./first-administrator.server.ts";
import { tooOften, type AccountParts, type TooOften } from "./parts.ts";
import { resetTokenFor } from "./passwords.server.ts";
import { endSignIn } from "./sign-out.server.ts";
import { keyOfAddress } from "#app/kernel/mail-address.ts";

type Account = typeof user.$inferSelect;

/** Where a mail is asked for from, and the page its link leads on to. */
interface MailAsked {
  address: string;
  redirectTo: string;
}

/**
 * Signs a person up. Answers the same whether the mailbox has an account or not: the
 * mail that goes there says which. When one that nobody confirmed yet is signed up again,
 * either may have been a stranger, so its password goes and whoever confirms sets one.
 *
 * @returns null when a mail is on its way
 */
export async function signUp(
  parts: AccountParts,
  given: { name: string; email: string; password: string; locale: Language },
  asked: MailAsked,
): Promise<TooOften | null> {
  const { auth, services, limits } = parts;
  const { name, password, locale } = given;
  const email = keyOfAddress(given.email);
  const wait = await limits.take("signUp", { address: asked.address });
  if (wait > 0) return tooOften(wait);
  const [known] = await services.database.select().from(user).where(eq(user.email, email));
  if (!known) {
    await auth.api.signUpEmail({ body: { name, email, password, locale } });
    const [made] = await services.database.select().from(user).where(eq(user.email, email));
    return made ? sendConfirmation(parts, made, asked) : null;
  }
  /** Hashed all the same, so that the time taken tells nothing. */
  await (await auth.$context).password.hash(password);
  if (known.emailVerified) return sendConfirmation(parts, known, asked);
  await inTransaction(services.database, async (transaction) => {
    await transaction.update(user).set({ name, locale }).where(eq(user.id, known.id));
    await transaction.delete(credential).where(eq(credential.userId, known.id));
  });
  return sendConfirmation(parts, { ...known, name, locale }, asked);
}

/**
 * Sends the mail to confirm again; one whose mailbox has a confirmed account is told
 * that, and an unknown mailbox gets nothing. The answer is the same for all.
 */
export async function sendConfirmationAgain(
  parts: AccountParts,
  email: string,
  asked: MailAsked,
): Promise<TooOften | null> {
  const [known] = await parts.services.database
    .select()
    .from(user)
    .where(eq(user.email, keyOfAddress(email)));
  if (known) return sendConfirmation(parts, known, asked);
  const wait = await parts.limits.take("confirmation", { address: asked.address, mailbox: email });
  return wait > 0 ? tooOften(wait) : null;
}

/** Sends the link to confirm a mailbox, or to one that is confirmed that it has an account. */
export async function sendConfirmation(
  { auth, services, limits }: AccountParts,
  account: Account,
  { address, redirectTo }: MailAsked,
): Promise<TooOften | null> {
  const wait = await limits.take("confirmation", { address, mailbox: account.email });
  if (wait > 0) return tooOften(wait);
  const { database, origin } = services;
  if (account.emailVerified) {
    await sendAccountMail(database, account, "alreadyRegistered", {
      url: `${origin}/sign-in`,
      resetUrl: `${origin}/forgot-password`,
    });
    return null;
  }
  const { secret } = await auth.$context;
  const token = await createEmailVerificationToken(
    secret,
    account.email,
    undefined,
    linkHours.confirmation * 60 * 60,
    { userId: account.id },
  );
  const query = new URLSearchParams({ token, ...(redirectTo === "/" ? {} : { redirectTo }) });
  await sendAccountMail(database, account, "verifyEmail", {
    url: `${origin}/verify-email?${query.toString()}`,
    until: inHours(linkHours.confirmation),
    againUrl: `${origin}/sign-in`,
  });
  return null;
}

const claims = z.object({ email: z.string(), userId: z.string() });

/** What the link of a confirming mail can still do; looking at it changes nothing. */
export async function confirmationOf(
  { auth, services }: AccountParts,
  token: string,
): Promise<"open" | "done" | "invalid"> {
  const { secret } = await auth.$context;
  const parsed = claims.safeParse(await verifyJWT(token, secret));
  if (!parsed.success) return "invalid";
  const [found] = await services.database
    .select()
    .from(user)
    .where(eq(user.email, parsed.data.email));
  if (!found || found.id !== parsed.data.userId) return "invalid";
  return found.emailVerified ? "done" : "open";
}

/**
 * Confirms the mailbox that the token was sent to. Its person is signed in by the cookies
 * of the headers answered, or has a password to set first, with the token answered. Null
 * when the token can do nothing any more.
 */
export async function confirm(
  parts: AccountParts,
  token: string,
  headers: Headers,
): Promise<{ headers: Headers; userId: string } | { resetToken: string } | null> {
  const { auth, services } = parts;
  if ((await confirmationOf(parts, token)) !== "open") return null;
  const answer = await confirmAsAsked(auth, token, headers);
  if (!answer) return null;
  await endSignIn(parts, headers);
  await followFirstAdministrator(parts);
  const { userId } = claims.parse(await verifyJWT(token, (await auth.$context).secret));
  const passwords = await services.database.$count(credential, eq(credential.userId, userId));
  if (passwords === 0) return { resetToken: await resetTokenFor(auth, userId) };
  return { headers: answer, userId };
}

async function confirmAsAsked(auth: Auth, token: string, headers: Headers) {
  try {
    const query = { token };
    return (await auth.api.verifyEmail({ query, headers, returnHeaders: true })).headers;
  } catch (error) {
    if (authErrorCode(error) === null) throw error;
    return null;
  }
}
