import { z } from "zod";
import { version } from "#app/kernel/version.ts";

/** The confidential part as its form sends it. */
export const secretSchema = z.object({
  confidential: z.string().max(20_000).default(""),
  extraTerms: z.string().trim().max(5_000).default(""),
  /** What the writer had read; 0 for a first one. */
  revision: version,
});

export const requestSchema = z.object({
  message: z.string().trim().min(5).max(1000),
});

/** What an organisation's signer sends: the hash of exactly the text that was shown. */
export const acceptanceSchema = z.object({
  agreed: z.literal("on", { error: "required" }),
  signerName: z.string().trim().min(2, "required").max(60),
  termsHash: z.string().regex(/^[0-9a-f]{64}$/),
  version,
});
