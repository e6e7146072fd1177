import { setTimeout as wait } from "node:timers/promises";
import PgBoss from "pg-boss";
import type pg from "pg";

const patience = 100_000;

/** Work that is waiting or at hand and not by the clock alone, by name. */
const unfinished = `SELECT name || ' (' || state || ')' AS job, count(*)::int AS n FROM pgboss.job
  WHERE state IN ('created', 'retry', 'active') AND name NOT LIKE '\\_\\_%'
    AND NOT (state = 'created' AND created_on > now() - interval '1 second')
  GROUP BY 1 ORDER BY 1`;

/**
 * Lets the market come to rest: all work done that was asked for. Pauses between
 * tries are not waited out: what waits for its next try is due at once, and what a
 * process had begun before `lastDeath` (when one died) is given back to the queue,
 * as the library does by itself after minutes.
 *
 * @returns what is still not done, by name of the job
 */
export async function settle(
  pool: pg.Pool,
  databaseUrl: string,
  lastDeath: Date | null,
): Promise<string[]> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    supervise: false,
    schedule: false,
    migrate: false,
    max: 1,
  });
  boss.on("error", () => {});
  await boss.start();
  try {
    for (const until = performance.now() + patience; ;) {
      await pool.query(
        "UPDATE pgboss.job SET start_after = now() WHERE state IN ('retry', 'created') AND start_after > now()",
      );
      if (lastDeath) {
        await pool.query(
          `UPDATE pgboss.job SET started_on = started_on - expire_in
           WHERE state = 'active' AND started_on < $1 AND started_on + expire_in > now()`,
          [lastDeath],
        );
        await boss.expire();
      }
      const { rows } = await pool.query<{ job: string; n: number }>(unfinished);
      if (rows.length === 0) return [];
      if (performance.now() > until) return rows.map(({ job, n }) => `${n} × ${job}`);
      await wait(300);
    }
  } finally {
    await boss.stop({ graceful: false, wait: true });
  }
}
