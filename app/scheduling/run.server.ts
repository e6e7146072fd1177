import { openThread } from "#app/kernel/thread.server.ts";
import type { Instance, Placement, Timetable } from "./schema.ts";
import type { Progress } from "./solve.ts";

export interface RunOptions {
  /** Wall-clock seconds; by default what is usual for the size. */
  seconds?: number;
  previous: Placement[];
  onProgress: (progress: Progress) => void;
  /** Aborting ends the thread at once; nothing of its work is kept. */
  signal: AbortSignal;
}

/**
 * Makes a timetable in a thread of its own, which leaves this one to answer
 * requests; null when it was aborted.
 */
export function solveInThread(
  instance: Instance,
  { seconds, previous, onProgress, signal }: RunOptions,
): Promise<Timetable | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(null);
    const worker = openThread("app/scheduling/solve-worker.ts", {
      instance,
      previous,
      ...(seconds === undefined ? {} : { seconds }),
    });
    const abort = () => {
      resolve(null);
      void worker.terminate();
    };
    signal.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: { progress: Progress } | { timetable: Timetable }) => {
      if ("progress" in message) return onProgress(message.progress);
      resolve(message.timetable);
      void worker.terminate();
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      signal.removeEventListener("abort", abort);
      reject(new Error(`the scheduler's thread ended with ${code} and no timetable`));
    });
  });
}
