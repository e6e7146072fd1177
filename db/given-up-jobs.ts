import type pg from "pg";
import type { Transaction } from "./connection.ts";
import { jobPayloads, type JobName } from "./job-payloads.ts";
import { listedNames } from "./job-policies.ts";
import { sendJob } from "./jobs.ts";

/** A job that is not tried any more. */
export interface GivenUpJob {
  id: string;
  name: JobName;
  data: unknown;
  /** What the queue kept of its last failure. */
  output: unknown;
  tries: number;
  askedAt: Date;
  givenUpAt: Date;
  /** Its place in the list, for the next page. */
  key: string;
}

/** The newest first; `before` is the key of the last one of the page before. */
export async function selectGivenUp(
  pool: pg.Pool,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<GivenUpJob[]> {
  const { rows } = await pool.query<GivenUpJob>(
    `SELECT id, name, data, output, retry_count + 1 AS tries, created_on AS "askedAt",
       completed_on AS "givenUpAt", completed_on::text || '_' || id AS key
     FROM pgboss.job
     WHERE name = ANY($1) AND state = 'failed'
       AND ($2::text IS NULL OR (completed_on, id) <
         (split_part($2, '_', 1)::timestamptz, split_part($2, '_', 2)::uuid))
     ORDER BY completed_on DESC, id DESC LIMIT $3`,
    [listedNames, before ?? null, limit],
  );
  return rows;
}

/** How many there are. */
export async function countGivenUp(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int n FROM pgboss.job WHERE name = ANY($1) AND state = 'failed'",
    [listedNames],
  );
  return rows[0]?.n ?? 0;
}

/**
 * Asks anew for one, or for all, under their own ids, as if they had never been
 * tried. Answers those that were; one whose payload is wrong stays where it is.
 */
export async function retryGivenUp(
  transaction: Transaction,
  one: { name: JobName; id: string } | null,
): Promise<{ id: string; name: JobName }[]> {
  const { rows } = await transaction.$client.query<{ id: string; name: JobName; data: unknown }>(
    `SELECT id, name, data FROM pgboss.job
     WHERE name = ANY($1) AND state = 'failed' AND ($2::uuid IS NULL OR id = $2)
     FOR UPDATE SKIP LOCKED`,
    [one ? listedNames.filter((name) => name === one.name) : listedNames, one?.id ?? null],
  );
  const retried: { id: string; name: JobName }[] = [];
  for (const { id, name, data } of rows) {
    const payload = jobPayloads[name].safeParse(data);
    if (!payload.success) continue;
    await transaction.$client.query("DELETE FROM pgboss.job WHERE name = $1 AND id = $2", [
      name,
      id,
    ]);
    await sendJob(transaction, name, payload.data, id);
    retried.push({ id, name });
  }
  return retried;
}
