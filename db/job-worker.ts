import { setMaxListeners } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import PgBoss from "pg-boss";
import type pg from "pg";
import { isLoss } from "./away.ts";
import { openPool } from "./connection.ts";
import { FinalFailure, type JobFailure, type JobRun } from "./job-failure.ts";
import { jobNames, jobPayloads, type JobName, type JobPayload } from "./job-payloads.ts";
import { clock, givenUpKeptDays, isHeldBack, pauseAfter, policyOf } from "./job-policies.ts";
import { cut } from "#app/text/graphemes.ts";
import { written } from "#app/text/characters.ts";

export interface JobWorker {
  /** Finishes the jobs at hand and stops; safe to repeat. */
  stop(): Promise<void>;
}

export type JobHandlers = {
  [Name in JobName]: (payload: JobPayload<Name>, run: JobRun) => Promise<void>;
};

export interface WorkerOptions {
  url: string;
  handlers: JobHandlers;
  /** Told of every failed try. */
  onFailure: (failure: JobFailure) => void;
  /** Told when the queue itself does not work. */
  onError: (error: unknown) => void;
  /** Called with a function to be told of jobs announced on the database. */
  onWake: (wake: (name: string) => void) => void;
  /** Whether mail and the clock are to wait, as in a market that was just restored; asked until they are not. */
  isHeld: () => Promise<boolean>;
}

/** Milliseconds between two looks whether a restored market was released. */
const releaseInterval = 2_000;

/** Seconds between two times that what waits of one name is pulled forward. */
const pullEvery = 60;

/**
 * Works the queues until stopped, also across restarts of the database. Each job
 * runs at least once; handlers are safe to repeat. What goes wrong is tried again
 * with growing pauses for as long as its policy says, and soon when another job of
 * its name gets through after failures; then it is given up.
 */
export async function startWorker(options: WorkerOptions): Promise<JobWorker> {
  const stopping = new AbortController();
  /** As many statements may wait for the database as there are jobs. */
  setMaxListeners(0, stopping.signal);
  const pool = openPool(options.url, { max: 12, onAway: options.onError });
  const pulse = pulseOf(pool);
  const { abandoned, ...queue } = patientExecutor(pool, pulse.beat, stopping.signal);
  const boss = new PgBoss({
    db: queue,
    maintenanceIntervalSeconds: 30,
    archiveFailedAfterSeconds: givenUpKeptDays * 24 * 60 * 60,
  });
  boss.on("error", (error) => (isLoss(error) ? undefined : options.onError(error)));
  await boss.start();
  const workers = new Map<string, string[]>();
  const wake = (name: string) => workers.get(name)?.forEach((id) => boss.notifyWorker(id));

  const work = async (name: JobName) => {
    const { run } = triesOf(name, queue, pulse, options);
    const ids: string[] = [];
    workers.set(name, ids);
    for (let number = 0; number < policyOf(name).atOnce; number += 1)
      ids.push(
        await boss.work<unknown>(
          name,
          { pollingIntervalSeconds: 1, batchSize: 1, includeMetadata: true },
          async ([job]) => {
            if (!job) return;
            /** Where one job was there may be more: they are not left to the next poll. */
            wake(name);
            await run(job);
          },
        ),
      );
  };
  const workHeldBack = async () => {
    for (const name of jobNames.filter(isHeldBack)) {
      if (stopping.signal.aborted) return;
      await work(name);
    }
    for (const name of jobNames) {
      if (stopping.signal.aborted) return;
      const { at, zone } = clock[name] ?? {};
      const { retryLimit, expireInSeconds } = policyOf(name);
      const limits = { retryLimit, expireInSeconds };
      if (at) await boss.schedule(name, at, {}, { ...limits, ...(zone ? { tz: zone } : {}) });
    }
  };
  const whenReleased = async () => {
    while (!stopping.signal.aborted)
      try {
        if (!(await options.isHeld())) return await workHeldBack();
        await wait(releaseInterval, undefined, { signal: stopping.signal });
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (!isLoss(error)) options.onError(error);
        await wait(releaseInterval, undefined, { signal: stopping.signal }).catch(() => {});
      }
  };
  for (const name of jobNames.filter((one) => !isHeldBack(one))) await work(name);
  const released = whenReleased();
  options.onWake(wake);
  const beating = setInterval(() => {
    void pulse.beat().catch(() => {});
    // A clock that is set back while the queue is asked would make the next poll wait as long.
    for (const name of workers.keys()) wake(name);
  }, 10_000);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    const orderly = async () => {
      await released;
      await boss.stop({ graceful: true, wait: true, timeout: 10_000 });
    };
    await Promise.race([orderly(), abandoned]);
    clearInterval(beating);
    await pool.end();
  };
  return { stop: () => (stopped ??= stop()) };
}

/** The tries of all jobs of one name. */
function triesOf<Name extends JobName>(
  name: Name,
  queue: PgBoss.Db,
  pulse: Pulse,
  options: WorkerOptions,
) {
  const { keepUpSeconds, expireInSeconds } = policyOf(name);
  /** Whether one failed since the last got through; not known at the start. */
  let troubled = true;
  let pulledAt = -Infinity;

  const succeeded = async () => {
    if (!troubled || performance.now() - pulledAt < pullEvery * 1_000) return;
    troubled = false;
    pulledAt = performance.now();
    await queue.executeSql(
      `UPDATE pgboss.job SET start_after = now() + random() * interval '5 s'
       WHERE name = $1 AND state = 'retry' AND start_after > now() + interval '5 s'`,
      [name],
    );
  };

  const failed = async (job: PgBoss.JobWithMetadata<unknown>, error: unknown) => {
    troubled = true;
    const run = { id: job.id, attempt: job.retryCount + 1 };
    const age = (Date.now() - job.createdOn.getTime()) / 1_000;
    const final = error instanceof FinalFailure || age >= keepUpSeconds;
    const pause = final ? null : pauseAfter(run.attempt);
    /** The queue reads both when it is told of the failure. */
    await queue.executeSql(
      `UPDATE pgboss.job SET retry_delay = $3,
         retry_limit = CASE WHEN $4 THEN retry_count ELSE greatest(retry_limit, retry_count + 1) END
       WHERE name = $1 AND id = $2 AND state = 'active'`,
      [name, job.id, pause ?? 0, final],
    );
    options.onFailure({ job: name, ...run, error, nextInSeconds: pause });
  };

  const run = async (job: PgBoss.JobWithMetadata<unknown>): Promise<void> => {
    const { id } = job;
    pulse.begin({ name, id });
    try {
      const payload = jobPayloads[name].safeParse(job.data);
      if (!payload.success)
        throw new FinalFailure(`the payload is not one of ${name}`, { cause: payload.error });
      if (expireInSeconds > silence) await pulse.beat().catch(() => {});
      const attempt = job.retryCount + 1;
      const work = options.handlers[name](payload.data as JobPayload<Name>, { id, attempt });
      /** A little before the queue would, which knows nothing of pauses. */
      await within(expireInSeconds - 1, work);
    } catch (error) {
      await failed(job, error);
      throw reasonOnly(error);
    } finally {
      pulse.end(id);
    }
    await succeeded().catch(options.onError);
  };
  return { run };
}

/** The queue keeps what went wrong; of an error that is its name and its words. */
function reasonOnly(error: unknown): { name: string; message: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message: cut(written(message).split("\n")[0] ?? "", 500) };
}

async function within(seconds: number, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = wait(seconds * 1_000, undefined, { signal: over.signal }).then(() => {
    throw new Error(`not done after ${seconds} s`);
  });
  late.catch(() => {});
  try {
    await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

interface Pulse {
  begin(job: { name: JobName; id: string }): void;
  end(id: string): void;
  /** Tells the queue that the jobs at hand are worked on. */
  beat(): Promise<void>;
}

/** Seconds without a beat after which a job's process counts as dead, and another takes it. */
const silence = 90;

/** The queue takes what began too long ago for dead, so a beat moves the beginning. */
function pulseOf(pool: pg.Pool): Pulse {
  const atWork = new Map<string, JobName>();
  return {
    begin: ({ name, id }) => void atWork.set(id, name),
    end: (id) => void atWork.delete(id),
    beat: async () => {
      if (atWork.size === 0) return;
      await pool.query(
        `UPDATE pgboss.job SET started_on = now() - expire_in + make_interval(secs => $3)
         WHERE name = ANY($1) AND id = ANY($2) AND state = 'active'`,
        [[...new Set(atWork.values())], [...atWork.keys()], silence],
      );
    },
  };
}

/**
 * Statements of the queue wait until the database is back, all of them being safe to
 * repeat: what was done is not forgotten, and nothing of the queue's own has to be
 * started again. Who stops does not wait for it: "abandoned" is kept then, and
 * statements wait for ever, as nobody asks any more.
 */
function patientExecutor(
  pool: pg.Pool,
  beat: () => Promise<void>,
  stopping: AbortSignal,
): PgBoss.Db & { abandoned: Promise<void> } {
  let abandon: () => void = () => {};
  const abandoned = new Promise<void>((resolve) => (abandon = resolve));
  return {
    abandoned,
    executeSql: async (text, values) => {
      let lost = false;
      for (let pause = 200; ; pause = Math.min(pause * 2, 3_000)) {
        try {
          /** Before the queue looks for dead jobs, as there was no beat meanwhile. */
          if (lost) await beat();
          return await pool.query(text, values);
        } catch (error) {
          if (!isLoss(error)) throw error;
          if (stopping.aborted) {
            abandon();
            return new Promise<never>(() => {});
          }
          lost = true;
          const pausing = wait(pause * (0.5 + Math.random() / 2), undefined, { signal: stopping });
          await pausing.catch(() => {});
        }
      }
    },
  };
}
