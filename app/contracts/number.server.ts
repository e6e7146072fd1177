import { sql } from "drizzle-orm";
import type { Transaction } from "#db/connection.ts";
import { contractCounter } from "#db/schema/index.ts";

/**
 * The next contract number of a year, such as DJ-2026-000123. The year's row
 * stays locked until the transaction ends, so that a number is never given
 * twice, and one that is given back by a rollback is the next one's.
 */
export async function nextContractNumber(transaction: Transaction, year: number): Promise<string> {
  const [row] = await transaction
    .insert(contractCounter)
    .values({ year, last: 1 })
    .onConflictDoUpdate({
      target: contractCounter.year,
      set: { last: sql`${contractCounter.last} + 1` },
    })
    .returning();
  if (!row) throw new Error("the counter of contracts gave no number");
  return `DJ-${year}-${String(row.last).padStart(6, "0")}`;
}
