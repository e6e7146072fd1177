import { z } from "zod";
import { organisationKinds, organisationRoles, regions } from "#app/codes/codes.ts";

export const passwordMinimum = 10;
const email = z
  .string()
  .trim()
  .max(200)
  .pipe(z.email({ error: "email" }));
const password = z.string().min(passwordMinimum).max(128);

/** Line breaks and other control characters of a text of one line are spaces; spaces in a row are one. */
const oneLine = (minimum: number, maximum: number) =>
  z
    .string()
    .max(10 * maximum)
    .overwrite((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim())
    .min(minimum)
    .max(maximum);

/** Names stand in mail to others, where an address would become a link. */
const personName = oneLine(1, 60).refine((name) => !/:\/\/|www\./i.test(name), {
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
  name: oneLine(2, 120),
  nameEn: oneLine(0, 160).default(""),
  kind: z.enum(organisationKinds, { error: "required" }),
  region: z.enum(regions, { error: "required" }),
  profile: z
    .string()
    .overwrite((text) => text.replaceAll("\0", ""))
    .trim()
    .max(2000)
    .default(""),
  website: z
    .union([z.literal(""), z.url({ protocol: /^https?$/, error: "url" }).max(500)])
    .default(""),
});

export const inviteSchema = z.object({
  email,
  role: z.enum(organisationRoles, { error: "required" }),
});
