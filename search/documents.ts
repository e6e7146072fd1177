import { z } from "zod";

/** One technical indicator: wanted (of a need) or reached (of a result). */
export const indicatorSchema = z.object({
  name: z.string(),
  /** How the value compares: "≥", "≤", "=", "range", or "" when only a text is given. */
  comparison: z.enum(["ge", "le", "eq", "range", "text"]),
  /** The number, as a decimal string; the lower bound of a range. */
  value: z.string().nullable(),
  /** The upper bound of a range, as a decimal string. */
  upper: z.string().nullable(),
  unit: z.string(),
});
export type Indicator = z.infer<typeof indicatorSchema>;

/**
 * What a search index holds of a need, a result or an organisation. The same
 * shape feeds both engines and the matcher. Codes are those of the product's
 * code lists; to search/ they are plain strings.
 */
export const searchDocumentSchema = z.object({
  id: z.string(),
  kind: z.enum(["need", "result", "organisation"]),
  state: z.enum(["published", "closed", "active"]),
  title: z.string(),
  keywords: z.array(z.string()),
  /** The passages of the post in their order, by the field they come from. */
  passages: z.array(z.object({ field: z.string(), text: z.string() })),
  indicators: z.array(indicatorSchema),
  /** Empty when the post hides its organisation (anonymous enterprise). */
  organisationName: z.string(),
  /** Null when the post hides its organisation. */
  organisationId: z.string().nullable(),
  /** Always set, never shown, filtered or ordered by: whose matches the server writes down. */
  ownerId: z.string(),
  verified: z.boolean(),
  clusters: z.array(z.string()),
  discipline: z.string().nullable(),
  /** Place: a city's division code (3201 to 3213), a province's, or an ISO 3166 country code. */
  region: z.string().nullable(),
  /** Reached (result) or wanted (need), 1 to 9. */
  trl: z.number().int().min(1).max(9).nullable(),
  cooperationModes: z.array(z.string()),
  /** Budget (need) or price (result) in yuan; both null when to be agreed. */
  amountMin: z.number().nullable(),
  amountMax: z.number().nullable(),
  /**
   * Who may see it, as tokens: "public", "registered", "organisation:<id>".
   * A viewer sees a document when one of the viewer's tokens is among them.
   */
  audience: z.array(z.string()).min(1),
  /** Seconds since 1970 UTC. */
  publishedAt: z.number(),
  /** Seconds since 1970 UTC; null when it does not expire. Past ones are never found. */
  expiresAt: z.number().nullable(),
  /** Seconds since 1970 UTC. */
  deadline: z.number().nullable(),
  /**
   * Further values that the product filters documents by, lists of strings, and orders them
   * by, numbers, each by its name (fields.ts); left out where there are none.
   */
  facts: z.record(z.string(), z.array(z.string()).or(z.number())).optional(),
  /** Grows with each change of the source row; an older document never overwrites a newer one. */
  revision: z.number(),
});
export type SearchDocument = z.infer<typeof searchDocumentSchema>;
export type DocumentKind = SearchDocument["kind"];
