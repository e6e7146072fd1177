import { z } from "zod";
import type { challenge } from "#db/schema/index.ts";
import { termsSchema, type Terms } from "./terms.ts";

/** What is published of an outcome. */
export const outcomeSchema = z.object({
  /** Null when no proposal was suitable. */
  winner: z
    .object({ label: z.string(), organisationName: z.string(), price: z.string() })
    .nullable(),
  award: z.string(),
  reasons: z.string(),
  /** Whether somebody else than the first was chosen. */
  deviates: z.boolean(),
  /** By rank; only the winner has a name. */
  ranking: z.array(
    z.object({
      label: z.string(),
      rank: z.number().int(),
      mean: z.string().nullable(),
      lowest: z.string().nullable(),
      highest: z.string().nullable(),
      reviews: z.number().int(),
    }),
  ),
});
export type ChallengeOutcome = z.infer<typeof outcomeSchema>;

type Row = typeof challenge.$inferSelect;

/** A row of the table challenge with its codes and its texts read. */
export type Challenge = Omit<Row, "terms" | "outcome"> & {
  terms: Terms;
  outcome: ChallengeOutcome | null;
};

/** Reads a stored challenge. */
export const readChallenge = (row: Row): Challenge => ({
  ...row,
  terms: termsSchema.parse(row.terms),
  outcome: row.outcome === null ? null : outcomeSchema.parse(row.outcome),
});
