import { setTimeout as wait } from "node:timers/promises";
import {
  MeilisearchApiError,
  MeilisearchError,
  MeilisearchRequestError,
  MeilisearchRequestTimeOutError,
  type EnqueuedTaskPromise,
  type Meilisearch,
} from "meilisearch";
import { SearchUnavailable } from "../engine.ts";

/** Milliseconds. */
const taskTimeout = 60_000;
const taskInterval = 50;
const pauses = [100, 400];

/** Meilisearch's code of an error, "" when it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof MeilisearchApiError ? (error.cause?.code ?? "") : "";

const isLate = (error: unknown): boolean =>
  error instanceof MeilisearchRequestTimeOutError ||
  (error instanceof MeilisearchRequestError &&
    error.cause instanceof MeilisearchRequestTimeOutError);

const mayPass = (error: unknown): boolean =>
  error instanceof MeilisearchRequestError ||
  error instanceof MeilisearchRequestTimeOutError ||
  (error instanceof MeilisearchApiError &&
    (error.response.status >= 500 || error.response.status === 429));

/**
 * Does the work again after faults that may pass. The work must be safe to
 * repeat. `waitAgain` false gives up at the first answer that does not come in time.
 */
export async function repeated<T>(
  work: () => Promise<T>,
  { waitAgain = true }: { waitAgain?: boolean } = {},
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || (isLate(error) && !waitAgain)) throw error;
      await wait(pause);
    }
  }
  return work();
}

/**
 * Hands in a task and resolves once the server has done it.
 *
 * @throws SearchUnavailable when the task fails, but for the error codes that are expected
 */
export async function finish(
  client: Meilisearch,
  enqueue: () => EnqueuedTaskPromise,
  expected: string[],
): Promise<void> {
  const enqueued = await repeated(async () => {
    try {
      return await enqueue();
    } catch (error) {
      if (expected.includes(errorCode(error))) return null;
      throw error;
    }
  });
  if (!enqueued) return;
  const task = await repeated(() =>
    client.tasks.waitForTask(enqueued.taskUid, { timeout: taskTimeout, interval: taskInterval }),
  );
  if (task.status !== "succeeded" && !expected.includes(task.error?.code ?? ""))
    throw new SearchUnavailable(
      `Meilisearch task ${task.uid}: ${task.error?.message ?? task.status}`,
    );
}

/** What goes wrong on the way to the server or on it is worth another try later; all else is a defect. */
export async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MeilisearchError)) throw error;
    throw new SearchUnavailable(`Meilisearch: ${error.message}`, { cause: error });
  }
}
