import PgBoss from "pg-boss";
import type pg from "pg";
import { z } from "zod";
import type { Transaction } from "./connection.ts";

/**
 * Background work by name, with the shape of its payload. A job is a row of
 * the transaction that asks for it: both are kept or neither is.
 */
export const jobPayloads = {
  /** Bring index, matches and notifications up to a post's current state. */
  "post.publish": z.object({ postId: z.uuid() }),
  /** Bring the index up to an organisation's current state, with its posts. */
  "organisation.index": z.object({ organisationId: z.uuid() }),
  /** Build the search index anew; its record tells how far it is. */
  "search.rebuild": z.object({ rebuildId: z.uuid() }),
  "mail.send": z.object({
    to: z.email(),
    subject: z.string(),
    body: z.string(),
    /** The same as HTML; made from the body where it is not given. */
    html: z.string().optional(),
    /** BCP 47 tag of the language it is written in. */
    language: z.string().optional(),
    /** Where one click, or a mail program's POST (RFC 8058), stops mail of its kind. */
    unsubscribeUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** The same for a mail that is sent again after a failure. */
    messageId: z.string().optional(),
  }),
  /** Mail people the notifications that are due; also runs by the clock. */
  "notifications.mail": z.object({}),
  /** Tell what saved searches found and is due; also runs by the clock. */
  "alerts.tell": z.object({}),
  /** Expire and remind; runs by the clock. */
  "posts.expire": z.object({}),
  /** Close registrations, start and finish sessions, end offers of places; runs by the clock. */
  "sessions.follow": z.object({}),
  /** Check a file of registrations for a session, or write it once it was confirmed. */
  "sessions.importRegistrations": z.object({
    importId: z.uuid(),
    /** Organisations that are not known are made, unverified and without members. */
    createOrganisations: z.boolean(),
  }),
  /** Make the timetable of a session, in so many seconds; a preview changes nothing. */
  "timetable.make": z.object({
    runId: z.uuid(),
    seconds: z.number().int().positive().nullable(),
    preview: z.boolean(),
  }),
  /** Open what is due and end what ran out; runs by the clock. */
  "challenges.tick": z.object({}),
  /** Match what was never matched and bring old scores up to date; runs by the clock. */
  "matches.refresh": z.object({}),
  /** Tell organisations of the matches that were over their cap; runs by the clock. */
  "matches.digest": z.object({}),
  /** Remind both sides of milestones of contracts; runs by the clock. */
  "contracts.remind": z.object({}),
  /** Count the answers to matches and choose the pairs most worth a call; runs by the clock. */
  "matches.quality": z.object({}),
  /** Throw away what is kept for a while only; runs by the clock. */
  "housekeeping.run": z.object({}),
  /** Remove files that nothing records any more from their store; also runs by the clock. */
  "files.remove": z.object({}),
  /** Bring the index up to the synonyms in use. */
  "synonyms.apply": z.object({}),
  /** Remind of the tasks of deals that will soon be due; runs by the clock. */
  "deals.remind": z.object({}),
  /** Ask for ratings after a session and remind of what is to be done after its meetings; runs by the clock. */
  "sessions.remind": z.object({}),
} as const;

/** The zone of clock times. */
const marketZone = "Asia/Shanghai";

export type JobName = keyof typeof jobPayloads;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobPayloads)[Name]>;
export const jobNames = Object.keys(jobPayloads) as JobName[];

/** Jobs announced on this channel are fetched at once instead of at the next poll. */
const wakeChannel = "duijie_jobs";

/**
 * Retries go on for about a week, ten seconds apart at first and five minutes
 * later on, so an index that is down for days is caught up without a hand.
 */
const persistence = { retryLimit: 2_000, retryDelay: 5, expireInSeconds: 120 };

/** Where that is not right: some work takes long, and who asked for it sees its failure and asks again. */
const exceptions: Partial<Record<JobName, Partial<typeof persistence>>> = {
  "search.rebuild": { retryLimit: 0, expireInSeconds: 6 * 60 * 60 },
  "timetable.make": { retryLimit: 0, expireInSeconds: 30 * 60 },
  "sessions.importRegistrations": { retryLimit: 20, expireInSeconds: 15 * 60 },
};

/**
 * Jobs of which one that waits does the work of all that were asked for
 * meanwhile; it begins a moment later. Seconds.
 */
const gathered: Partial<Record<JobName, { startAfter: number; expireInSeconds: number }>> = {
  "synonyms.apply": { startAfter: 2, expireInSeconds: 3_600 },
  "notifications.mail": { startAfter: 2, expireInSeconds: 600 },
  "alerts.tell": { startAfter: 1, expireInSeconds: 600 },
  "files.remove": { startAfter: 1, expireInSeconds: 3_600 },
};

/** Asks for background work as part of the transaction. */
export async function sendJob<Name extends JobName>(
  transaction: Transaction,
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  const client = transaction.$client;
  await sender(client).send(name, jobPayloads[name].parse(payload), {
    ...persistence,
    ...exceptions[name],
    ...gathered[name],
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
  const options = { ...persistence, ...exceptions[name] };
  await sender(client).insert(
    payloads.map((payload) => ({ name, data: jobPayloads[name].parse(payload), ...options })),
    { db: executorOf(client) },
  );
  await client.query("SELECT pg_notify($1, $2)", [wakeChannel, name]);
}

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

export interface JobWorker {
  /** Finishes the jobs at hand and stops. */
  stop(): Promise<void>;
}

export type JobHandlers = { [Name in JobName]: (payload: JobPayload<Name>) => Promise<void> };

export interface WorkerOptions {
  url: string;
  handlers: JobHandlers;
  onError: (error: unknown, job?: string) => void;
  /** Called with a function to be told of jobs announced on the database. */
  onWake: (wake: (name: string) => void) => void;
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

/** The channel that worker processes listen on. */
export { wakeChannel };

/** Works the queues until stopped. Each job runs at least once; handlers are safe to repeat. */
export async function startWorker(options: WorkerOptions): Promise<JobWorker> {
  const boss = new PgBoss({
    connectionString: options.url,
    max: 4,
    monitorStateIntervalMinutes: 1,
  });
  boss.on("error", (error) => options.onError(error));
  await boss.start();
  const workers = new Map<string, string>();
  const work = async <Name extends JobName>(name: Name) => {
    /** Where one job was there may be more: they are not left to the next poll. */
    const fetchNext = () => {
      const known = workers.get(name);
      if (known) boss.notifyWorker(known);
    };
    const workerId = await boss.work(
      name,
      { pollingIntervalSeconds: 1, batchSize: 1 },
      async ([job]) => {
        if (!job) return;
        fetchNext();
        try {
          await options.handlers[name](jobPayloads[name].parse(job.data) as JobPayload<Name>);
        } catch (error) {
          options.onError(error, name);
          throw error;
        }
      },
    );
    workers.set(name, workerId);
  };
  for (const name of jobNames) await work(name);
  await boss.schedule("posts.expire", "* * * * *", {});
  await boss.schedule("sessions.follow", "* * * * *", {});
  await boss.schedule("challenges.tick", "* * * * *", {});
  await boss.schedule("alerts.tell", "* * * * *", {});
  await boss.schedule("notifications.mail", "* * * * *", {});
  await boss.schedule("files.remove", "*/10 * * * *", {});
  await boss.schedule("housekeeping.run", "17 * * * *", {});
  await boss.schedule("deals.remind", "25 * * * *", {});
  await boss.schedule("sessions.remind", "35 * * * *", {});
  await boss.schedule("matches.refresh", "40 3 * * *", {}, { tz: marketZone });
  await boss.schedule("contracts.remind", "30 8 * * *", {}, { tz: marketZone });
  await boss.schedule("matches.quality", "27 * * * *", {});
  await boss.schedule("matches.digest", "0 8 * * *", {}, { tz: marketZone });
  options.onWake((name) => {
    const workerId = workers.get(name);
    if (workerId) boss.notifyWorker(workerId);
  });
  return { stop: () => boss.stop({ graceful: true, wait: true, timeout: 10_000 }) };
}
