import { setTimeout as wait } from "node:timers/promises";
import PgBoss from "pg-boss";
import type pg from "pg";
import { clock } from "#db/job-policies.ts";

const patience = 100_000;

/** Work that is waiting or at hand and not by the clock alone, by name. */
const unfinished = `SELECT name || ' (' || state || ')' AS job, count(*)::int AS n FROM pgboss.job
  WHERE state IN ('created', 'retry', 'active') AND name NOT LIKE '\\_\\_%'
    AND NOT (state = 'created' AND created_on > now() - interval '1 second')
  GROUP BY 1 ORDER BY 1`;

/** A process tells the queue of its jobs every ten seconds; those it tells nothing of are nobody's. */
const silence = 13_000;

/**
 * Lets the market come to rest: all work done that was asked for. Pauses are not waited
 * out: what waits for its next try is due at once, and jobs of a process that died go
 * back to the queue once nobody tells of them any more, as after some minutes they
 * would by themselves.
 *
 * @returns what is still not done, by name of the job
 */
export async function settle(pool: pg.Pool, databaseUrl: string): Promise<string[]> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    supervise: false,
    schedule: false,
    migrate: false,
    max: 1,
  });
  boss.on("error", () => {});
  await boss.start();
  /** What an upload that failed left behind goes at once instead of within the hour. */
  await pool.query("UPDATE file_removal SET due_at = now()");
  await boss.send("files.remove", {});
  const everyMinute = Object.entries(clock).flatMap(([name, { at }]) =>
    at === "* * * * *" ? [name] : [],
  );
  const strikeMinute = async () => {
    for (const name of everyMinute) await boss.send(name, {});
  };
  await strikeMinute();
  const told = new Map<string, { began: string; since: number }>();
  try {
    for (const until = performance.now() + patience; ;) {
      await pool.query(
        "UPDATE pgboss.job SET start_after = now() WHERE state IN ('retry', 'created') AND start_after > now()",
      );
      const nobodys = await untold(pool, told);
      if (nobodys.length > 0) {
        await pool.query(
          `UPDATE pgboss.job SET started_on = now() - expire_in - interval '1 second'
           WHERE state = 'active' AND id = ANY($1)`,
          [nobodys],
        );
        await boss.expire();
      }
      const { rows } = await pool.query<{ job: string; n: number }>(unfinished);
      const isLate = performance.now() > until;
      if (rows.length === 0) {
        if (isLate || (await countDue(pool)) === 0) return [];
        await strikeMinute();
      } else if (isLate) return rows.map(({ job, n }) => `${n} × ${job}`);
      await wait(300);
    }
  } finally {
    await boss.stop({ graceful: false, wait: true });
  }
}

/** How many notifications wait for a mail that is due. */
export async function countDue(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM notification WHERE mail_due_at <= now()",
  );
  return rows[0]?.n ?? 0;
}

/** The jobs at work of which nobody has told for so long. */
async function untold(
  pool: pg.Pool,
  told: Map<string, { began: string; since: number }>,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; began: string }>(
    "SELECT id, started_on::text AS began FROM pgboss.job WHERE state = 'active'",
  );
  const now = performance.now();
  for (const { id, began } of rows)
    if (told.get(id)?.began !== began) told.set(id, { began, since: now });
  return rows.flatMap(({ id }) => (now - (told.get(id)?.since ?? now) > silence ? [id] : []));
}
