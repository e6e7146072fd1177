import { z } from "zod";
import { version } from "#app/kernel/version.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

/** The confidential part as its form sends it. */
export const secretSchema = z.object({
  confidential: textOf(20_000).default(""),
  extraTerms: textOf(5_000).default(""),
  /** What the writer had read; 0 for a first one. */
  revision: version,
});

export const requestSchema = z.object({
  message: textOf(1000, 5),
});

/** What an organisation's signer sends: the hash of exactly the text that was shown. */
export const acceptanceSchema = z.object({
  agreed: z.literal("on", { error: "required" }),
  signerName: lineOf(60, 2, "required"),
  termsHash: z.string().regex(/^[0-9a-f]{64}$/),
  version,
});
