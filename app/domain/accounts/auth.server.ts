import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createAccessControl } from "better-auth/plugins/access";
import { organization } from "better-auth/plugins";
import { z } from "zod";
import { organisationKinds, regions } from "#app/domain/codes/codes.ts";
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

/** The server writes the client's address here, over whatever the client sent. */
export const clientAddressHeader = "x-duijie-client-address";

export interface AuthOptions {
  database: Database;
  secret: string;
  origin: string;
}

/**
 * Accounts, sessions, organisations and invitations by better-auth: password
 * hashing, tokens, cookies and rate limits are the library's. Mail it sends is
 * asked for as a job.
 */
export function createAuth({ database, secret, origin }: AuthOptions) {
  const sendMail = (to: string, mail: ReturnType<typeof mailText>) =>
    inTransaction(database, (transaction) => sendJob(transaction, "mail.send", { to, ...mail }));

  return betterAuth({
    appName: "Duijie",
    baseURL: origin,
    basePath: "/api/auth",
    secret,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
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
      sendResetPassword: async ({ user, url }) =>
        sendMail(user.email, mailText("resetPassword", localeOf(user), { name: user.name, url })),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: async ({ user, url }) =>
        sendMail(user.email, mailText("verifyEmail", localeOf(user), { name: user.name, url })),
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
        invitationExpiresIn: 60 * 60 * 24 * 7,
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
            }),
          ),
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

const localeOf = (user: object): MailLocale =>
  mailLocale("locale" in user && typeof user.locale === "string" ? user.locale : null);
