import type { BrokenWork } from "#db/away.ts";

/**
 * Marks an answer 503 as ours: the database is away, and what is known of the
 * work that was asked for.
 */
export const awayHeader = "X-Duijie-Away";

/** What such an answer says; null for every other answer. */
export function readOutcome(headers: Headers): BrokenWork | null {
  const value = headers.get(awayHeader);
  return value === "nothing" || value === "unknown" ? value : null;
}
