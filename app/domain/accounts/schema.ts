import { z } from "zod";
import { organisationKinds, organisationRoles, regions } from "#app/domain/codes/codes.ts";

export const passwordMinimum = 10;
const email = z.email({ error: "email" }).max(200);
const password = z.string().min(passwordMinimum).max(128);

export const signInSchema = z.object({
  email,
  password: z.string().min(1).max(128),
});
export const signUpSchema = z.object({
  name: z.string().trim().min(1).max(60),
  email,
  password,
});
export const forgotPasswordSchema = z.object({ email });
export const resetPasswordSchema = z.object({ password });

/** What is asked when an organisation is registered or its profile changed. */
export const organisationSchema = z.object({
  name: z.string().trim().min(2).max(120),
  nameEn: z.string().trim().max(160).default(""),
  kind: z.enum(organisationKinds, { error: "required" }),
  region: z.enum(regions, { error: "required" }),
  profile: z.string().trim().max(2000).default(""),
  website: z.union([z.literal(""), z.url({ protocol: /^https?$/, error: "url" })]).default(""),
});

export const inviteSchema = z.object({
  email,
  role: z.enum(organisationRoles, { error: "required" }),
});
