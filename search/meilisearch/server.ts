import { setTimeout as wait } from "node:timers/promises";
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";
import {
  Meilisearch,
  MeilisearchApiError,
  MeilisearchError,
  MeilisearchRequestError,
  MeilisearchRequestTimeOutError,
  type EnqueuedTaskPromise,
} from "meilisearch";
import { SearchUnavailable } from "../engine.ts";

export interface ServerOptions {
  url: string;
  key?: string;
  /** Milliseconds for which a search waits for the server; 3,000 unless told. */
  patience?: number;
  /** Told when the server stops answering, with the reason, and when it answers again. */
  onChange?: (reason: string | null) => void;
}

/** A Meilisearch server, which may be away, slow or refuse. */
export interface Server {
  /** For the index's own work: patient, and tried again after what may pass. */
  work: <T>(ask: (client: Meilisearch) => Promise<T>) => Promise<T>;
  /** For people: no longer than they would wait, and none at all while the server is known to be away. */
  ask: <T>(ask: (client: Meilisearch) => Promise<T>) => Promise<T>;
  /** Hands in a task; `done` resolves once the server has done it. */
  handIn: (
    enqueue: (client: Meilisearch) => EnqueuedTaskPromise,
  ) => Promise<{ done: Promise<void> }>;
  /** Hands in a task and waits until the server has done it. */
  carryOut: (enqueue: (client: Meilisearch) => EnqueuedTaskPromise) => Promise<void>;
  close: () => void;
}

/** Milliseconds. */
const workPatience = 10_000;
const usualPatience = 3_000;
const taskPatience = 120_000;
const pauses = [100, 400];
/** Tasks are asked for after these many milliseconds, then after the last of them again and again. */
const looks = [8, 12, 20, 30, 50, 80, 120, 200];
/** So many answers that do not come in time, one after the other, and nobody waits any more. */
const mostFailures = 3;
/** Milliseconds between two tries whether a server that was away answers. */
const probePause = 2_000;

/** Meilisearch's code of an error, "" when it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof MeilisearchApiError ? (error.cause?.code ?? "") : "";

const mayPass = (error: unknown): boolean =>
  error instanceof MeilisearchRequestError ||
  error instanceof MeilisearchRequestTimeOutError ||
  (error instanceof MeilisearchApiError &&
    (error.response.status >= 500 || error.response.status === 429));

/** A server that answers, with whatever error of the request, is there. */
const isAway = (error: unknown): boolean =>
  mayPass(error) || ["invalid_api_key", "missing_authorization_header"].includes(errorCode(error));

/** What goes wrong on the way to the server or on it is worth another try later; all else is a defect. */
async function available<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MeilisearchError)) throw error;
    throw new SearchUnavailable(`Meilisearch: ${error.message}`, { cause: error });
  }
}

const isLate = (error: unknown): boolean =>
  error instanceof MeilisearchRequestTimeOutError ||
  (error instanceof MeilisearchRequestError &&
    error.cause instanceof MeilisearchRequestTimeOutError);

/** Does the work again after faults that may pass; who cannot wait gives up at the first answer that does not come in time. */
async function repeated<T>(work: () => Promise<T>, waitAgain: boolean): Promise<T> {
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
 * A Meilisearch server behind a circuit breaker: after a few requests in a row to which
 * no answer came, requests fail at once, and a probe in the background tells when it is back.
 */
export function createServer(options: ServerOptions): Server {
  const clientWith = (timeout: number) =>
    new Meilisearch({
      host: options.url,
      apiKey: options.key,
      timeout,
      // Compressed answers wait 40 ms for the acknowledgement of their last packet.
      requestInit: { headers: { "accept-encoding": "identity" } },
    });
  const patient = clientWith(workPatience);
  const forPeople = clientWith(options.patience ?? usualPatience);
  const closing = new AbortController();
  const breaker = circuitBreaker(handleWhen(isAway), {
    breaker: new ConsecutiveBreaker(mostFailures),
    // The probe closes it; no request is made to wait for a try.
    halfOpenAfter: 2 ** 31 - 1,
  });
  let reason: string | null = null;
  const tell = (now: string | null) => {
    if (now === reason) return;
    reason = now;
    options.onChange?.(now);
  };
  breaker.onFailure(({ reason: failure }) => {
    if ("error" in failure && isAway(failure.error)) tell(failure.error.message);
  });
  breaker.onSuccess(() => tell(null));
  breaker.onBreak((cause) => {
    if (!("isolated" in cause)) void probe();
  });

  async function probe(): Promise<void> {
    const held = breaker.isolate();
    while (!closing.signal.aborted) {
      await wait(probePause, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      try {
        await forPeople.tasks.getTasks({ limit: 1 });
        held.dispose();
        return tell(null);
      } catch (error) {
        if (error instanceof Error) tell(error.message);
      }
    }
  }

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (breaker.state !== CircuitState.Closed)
      throw new SearchUnavailable(`Meilisearch: ${reason ?? "away"}`);
    return available(() => breaker.execute(work));
  };
  const work: Server["work"] = (ask) => guarded(() => repeated(() => ask(patient), true));

  const finished = async (uid: number): Promise<void> => {
    const until = performance.now() + taskPatience;
    for (let look = 0; performance.now() < until; look += 1) {
      await wait(looks[Math.min(look, looks.length - 1)]);
      const task = await work((client) => client.tasks.getTask(uid));
      if (task.status === "succeeded") return;
      if (task.status === "failed" || task.status === "canceled")
        throw new SearchUnavailable(
          `Meilisearch task ${task.uid}: ${task.error?.message ?? task.status}`,
        );
    }
    throw new SearchUnavailable(`Meilisearch task ${uid} is not done`);
  };

  const handIn: Server["handIn"] = async (enqueue) => {
    const { taskUid } = await work(async (client) => enqueue(client));
    const done = finished(taskUid);
    done.catch(() => {});
    return { done };
  };

  return {
    work,
    ask: (ask) => guarded(() => repeated(() => ask(forPeople), false)),
    handIn,
    carryOut: async (enqueue) => (await handIn(enqueue)).done,
    close: () => closing.abort(),
  };
}
