import { z } from "zod";
import { organisationKinds, organisationRoles, regions } from "#app/codes/codes.ts";
import { mailAddress } from "#app/kernel/mail-address.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

export const passwordMinimum = 10;
const email = mailAddress;
const password = z.string().min(passwordMinimum).max(128);

/** Names stand in mail to others, where an address would become a link. */
const personName = lineOf(60, 1).refine((name) => !/:\/\/|www\./i.test(name), {
  error: "invalid",
});

export const signInSchema = z.object({
  email,
  password: z.string().min(1).max(128),
});
export const signUpSchema = z.object({
  name: personName,
  email,
  password,
});
/** Only a mailbox: to send a link to. */
export const mailboxSchema = z.object({ email });
export const resetPasswordSchema = z.object({ password, token: z.string().max(200) });

/** What is asked when an organisation is registered or its profile changed. */
export const organisationSchema = z.object({
  name: lineOf(120, 2),
  nameEn: lineOf(160).default(""),
  kind: z.enum(organisationKinds, { error: "required" }),
  region: z.enum(regions, { error: "required" }),
  profile: textOf(2000).default(""),
  website: z
    .union([z.literal(""), z.url({ protocol: /^https?$/, error: "url" }).max(500)])
    .default(""),
});

export const inviteSchema = z.object({
  email,
  role: z.enum(organisationRoles, { error: "required" }),
});
