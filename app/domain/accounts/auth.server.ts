import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createAccessControl } from "better-auth/plugins/access";
import { organization } from "better-auth/plugins";
import type { Logger } from "pino";
import { z } from "zod";
import { organisationKinds, regions } from "#app/domain/codes/codes.ts";
import { isLoss } from "#db/away.ts";
import { inTransaction, type Database } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { newId } from "#db/schema/columns.ts";
import * as tables from "#db/schema/index.ts";
import { mailLocale, mailText, type MailLocale } from "#app/domain/mail/texts.ts";

const access = createAccessControl({
  organization: ["update", "delete"],
  member: ["create", "update", "delete"],
  invitation: ["create", "cancel"],
  post: ["write"],
} as const);

const roles = {
  /** Name and kind are changed by the product's own command, which has the verification follow. */
  owner: access.newRole({
    organization: ["delete"],
    member: ["create", "update", "delete"],
    invitation: ["create", "cancel"],
    post: ["write"],
  }),
  editor: access.newRole({ organization: [], member: [], invitation: [], post: ["write"] }),
  reader: access.newRole({ organization: [], member: [], invitation: [], post: [] }),
};

/** How long links in mail work; long enough for mail that takes its time. */
const linkSeconds = {
  verification: 24 * 60 * 60,
  reset: 2 * 60 * 60,
  invitation: 7 * 24 * 60 * 60,
};

const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1_000);

/** The server writes the client's address here, over whatever the client sent. */
export const clientAddressHeader = "x-duijie-client-address";

export interface AuthOptions {
  database: Database;
  secret: string;
  origin: string;
  /** Takes what the library logs; without one it goes to the console. */
  log?: Logger;
}

/**
 * Accounts, sessions, organisations and invitations by better-auth: password
 * hashing, tokens, cookies and rate limits are the library's. Mail it sends is
 * asked for as a job.
 */
export function createAuth({ database, secret, origin, log }: AuthOptions) {
  const sendMail = (to: string, mail: ReturnType<typeof mailText>) =>
    inTransaction(database, (transaction) => sendJob(transaction, "mail.send", { to, ...mail }));

  return betterAuth({
    appName: "Duijie",
    baseURL: origin,
    basePath: "/api/auth",
    secret,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    /** What is no answer of the library's own, such as a lost database, is the server's to answer. */
    onAPIError: { throw: true },
    ...(log ? { logger: { log: loggingTo(log) } } : {}),
    database: drizzleAdapter(database, {
      provider: "pg",
      schema: { ...tables, organization: tables.organisation },
    }),
    advanced: {
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: () => newId() },
      cookiePrefix: "duijie",
      useSecureCookies: origin.startsWith("https:"),
    },
    session: { expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24 },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: 20 },
        "/sign-up/email": { window: 60, max: 20 },
        "/request-password-reset": { window: 60, max: 10 },
      },
    },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: linkSeconds.reset,
      sendResetPassword: async ({ user, url }) =>
        sendMail(
          user.email,
          mailText("resetPassword", localeOf(user), {
            name: user.name,
            url,
            until: inSeconds(linkSeconds.reset),
            againUrl: `${origin}/forgot-password`,
          }),
        ),
    },
    emailVerification: {
      expiresIn: linkSeconds.verification,
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, url }) =>
        sendMail(
          user.email,
          mailText("verifyEmail", localeOf(user), {
            name: user.name,
            url,
            until: inSeconds(linkSeconds.verification),
            againUrl: `${origin}/sign-in`,
          }),
        ),
    },
    user: {
      additionalFields: {
        platformRole: { type: "string", defaultValue: "member", input: false },
        locale: { type: "string", required: false },
      },
    },
    plugins: [
      organization({
        ac: access,
        roles,
        creatorRole: "owner",
        allowUserToCreateOrganization: true,
        requireEmailVerificationOnInvitation: true,
        invitationExpiresIn: linkSeconds.invitation,
        cancelPendingInvitationsOnReInvite: true,
        schema: {
          organization: {
            additionalFields: {
              nameEn: { type: "string", required: false },
              kind: {
                type: "string",
                required: true,
                validator: { input: z.enum(organisationKinds) },
              },
              region: {
                type: "string",
                required: true,
                validator: { input: z.enum(regions) },
              },
              profile: { type: "string", required: false },
              website: { type: "string", required: false },
              verified: { type: "boolean", required: false, input: false, defaultValue: false },
            },
          },
          session: { fields: { activeOrganizationId: "activeOrganisationId" } },
          member: { fields: { organizationId: "organisationId" } },
          invitation: { fields: { organizationId: "organisationId" } },
        },
        sendInvitationEmail: async ({ email, id, organization: inviting, inviter }) =>
          sendMail(
            email,
            mailText("invitation", localeOf(inviter.user), {
              name: inviter.user.name,
              organisation: inviting.name,
              url: `${origin}/invitations/${id}`,
              until: inSeconds(linkSeconds.invitation),
            }),
          ),
      }),
    ],
  });
}

/** A lost database is told by its pool, not once more with each request. */
const loggingTo =
  (log: Logger) =>
  (level: "debug" | "info" | "warn" | "error", message: unknown, ...details: unknown[]) => {
    if ([message, ...details].some(isLoss)) return;
    const error = [message, ...details].find((one) => one instanceof Error);
    log[level]({ error }, `accounts: ${String(message)}`);
  };

export type Auth = ReturnType<typeof createAuth>;

const localeOf = (user: object): MailLocale =>
  mailLocale("locale" in user && typeof user.locale === "string" ? user.locale : null);
