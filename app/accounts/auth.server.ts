import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { z } from "zod";
import type { Database } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import * as tables from "#db/schema/index.ts";
import { sendAccountMail } from "./mails.server.ts";

/** The server writes the client's address here, over whatever the client sent. */
export const clientAddressHeader = "x-duijie-client-address";

/** How long the link of a mail can be used, in hours; the mails say so. */
export const linkHours = { confirmation: 72, passwordReset: 24 } as const;

/** The moment so many hours from now. */
export const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

const cookiePrefix = "duijie";

/** Whether a request may come from a signed-in person, by its Cookie header alone. */
export const bringsSignIn = (cookies: string | undefined): boolean =>
  cookies !== undefined && cookies.includes(`${cookiePrefix}.session_token=`);

export interface AuthOptions {
  database: Database;
  secret: string;
  origin: string;
}

/**
 * Accounts and sign-ins by better-auth: password hashing, tokens and cookies are the
 * library's. Its endpoints are not served: pages call it, after their own schemas and
 * limits, and every mail leads to a page. Organisations, members and invitations are
 * the product's own commands.
 */
export function createAuth({ database, secret, origin }: AuthOptions) {
  return betterAuth({
    appName: "Duijie",
    baseURL: origin,
    secret,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    /** What goes wrong is thrown at its caller, who knows what to tell whom. */
    logger: { disabled: true },
    database: drizzleAdapter(database, { provider: "pg", schema: tables }),
    advanced: {
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: () => newId() },
      cookiePrefix,
      useSecureCookies: origin.startsWith("https:"),
    },
    session: {
      expiresIn: 60 * 60 * 24 * 14,
      updateAge: 60 * 60 * 24,
      additionalFields: {
        activeOrganisationId: { type: "string", required: false, input: false },
      },
    },
    /** Limits are counted by the product's pages, for all servers together. */
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: linkHours.passwordReset * 60 * 60,
      sendResetPassword: ({ user, token }) =>
        sendAccountMail(database, user, "resetPassword", {
          url: `${origin}/reset-password?token=${encodeURIComponent(token)}`,
          until: inHours(linkHours.passwordReset),
          againUrl: `${origin}/forgot-password`,
        }),
    },
    emailVerification: {
      sendOnSignUp: false,
      autoSignInAfterVerification: true,
      expiresIn: linkHours.confirmation * 60 * 60,
    },
    user: {
      additionalFields: {
        platformRole: { type: "string", defaultValue: "member", input: false },
        locale: { type: "string", required: false },
      },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;

const refusal = z.object({ code: z.string() });

/** The code of an error that a call of better-auth threw, or null for another error. */
export function authErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== "APIError") return null;
  const body: unknown = "body" in error ? error.body : undefined;
  return refusal.safeParse(body).data?.code ?? "unknown";
}
