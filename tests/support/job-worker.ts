import { startWorker, type JobHandlers, type JobWorker } from "#db/job-worker.ts";
import type { JobFailure } from "#db/job-failure.ts";
import { jobNames } from "#db/job-payloads.ts";
import { wakeChannel } from "#db/jobs.ts";
import { listen } from "#db/listener.ts";

/** Handlers that do nothing but what the test cares for. */
export const onlyHandling = (handlers: Partial<JobHandlers>): JobHandlers => ({
  ...(Object.fromEntries(jobNames.map((name) => [name, async () => {}])) as unknown as JobHandlers),
  ...handlers,
});

export interface TestWorker extends JobWorker {
  failures: JobFailure[];
  errors: unknown[];
}

/** A worker that is told of jobs as the product's own is. */
export async function work(url: string, handlers: Partial<JobHandlers>): Promise<TestWorker> {
  const failures: JobFailure[] = [];
  const errors: unknown[] = [];
  let wake: (name: string) => void = () => {};
  const worker = await startWorker({
    url,
    isHeld: async () => false,
    handlers: onlyHandling(handlers),
    onFailure: (failure) => failures.push(failure),
    onError: (error) => errors.push(error),
    onWake: (wakeUp) => (wake = wakeUp),
  });
  const listener = await listen(url, { [wakeChannel]: (name) => wake(name) }, () => {});
  return {
    failures,
    errors,
    stop: async () => {
      await listener.close();
      await worker.stop();
    },
  };
}
