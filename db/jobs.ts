import PgBoss from "pg-boss";
import type pg from "pg";
import type { Transaction } from "./connection.ts";
import { jobNames, jobPayloads, type JobName, type JobPayload } from "./job-payloads.ts";
import { gathered, policyOf } from "./job-policies.ts";

/** Jobs announced on this channel are fetched at once instead of at the next poll. */
export const wakeChannel = "duijie_jobs";

/** Asks for background work as part of the transaction; under an id of its own, unless one is given. */
export async function sendJob<Name extends JobName>(
  transaction: Transaction,
  name: Name,
  payload: JobPayload<Name>,
  id?: string,
): Promise<void> {
  const client = transaction.$client;
  await sender(client).send(name, jobPayloads[name].parse(payload), {
    ...optionsOf(name),
    ...(gathered[name] ? { startAfter: gathered[name].startAfter } : {}),
    ...(id ? { id } : {}),
    db: executorOf(client),
  });
  await client.query("SELECT pg_notify($1, $2)", [wakeChannel, name]);
}

/** Asks for much work of one name at once; not for work that is gathered. */
export async function sendJobs<Name extends JobName>(
  transaction: Transaction,
  name: Name,
  payloads: JobPayload<Name>[],
): Promise<void> {
  if (payloads.length === 0) return;
  const client = transaction.$client;
  const options = optionsOf(name);
  await sender(client).insert(
    payloads.map((payload) => ({ name, data: jobPayloads[name].parse(payload), ...options })),
    { db: executorOf(client) },
  );
  await client.query("SELECT pg_notify($1, $2)", [wakeChannel, name]);
}

const optionsOf = (name: JobName) => {
  const { expireInSeconds, retryLimit } = policyOf(name);
  return { retryLimit, retryDelay: 2, expireInSeconds };
};

const executorOf = (client: pg.ClientBase): PgBoss.Db => ({
  executeSql: (text, values) => client.query(text, values),
});

/** pg-boss only builds statements here; the transaction's connection runs them. */
const sender = (client: pg.ClientBase) => new PgBoss({ db: executorOf(client) });

export interface JobCounts {
  /** Not begun, or at work. */
  waiting: number;
  /** Went wrong and will be tried again. */
  retrying: number;
  /** Given up. */
  failed: number;
}

/** How many jobs of this name are kept, by what is to become of them. */
export async function countJobs(pool: pg.Pool, name: JobName): Promise<JobCounts> {
  const { rows } = await pool.query<JobCounts>(
    `SELECT count(*) FILTER (WHERE state IN ('created', 'active'))::int AS waiting,
       count(*) FILTER (WHERE state = 'retry')::int AS retrying,
       count(*) FILTER (WHERE state = 'failed')::int AS failed
     FROM pgboss.job WHERE name = $1 AND state IN ('created', 'active', 'retry', 'failed')`,
    [name],
  );
  return rows[0] ?? { waiting: 0, retrying: 0, failed: 0 };
}

/** Creates the queues; call before anything sends or works. Safe to repeat. */
export async function prepareJobs(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 2 });
  boss.on("error", () => {});
  await boss.start();
  try {
    for (const name of jobNames)
      await boss.createQueue(name, { name, policy: gathered[name] ? "short" : "standard" });
  } finally {
    await boss.stop({ graceful: false, wait: true });
  }
}
