import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
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
  const require = createRequire(import.meta.url);
  // `require` finds the other build of the loader, which stands beside this one.
  const loader = pathToFileURL(require.resolve("tsx/esm/api")).href.replace(/cjs$/, "mjs");
  const file = new URL("./solve-worker.ts", import.meta.url).href;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return resolve(null);
    // A thread loads .ts only once the loader is registered in it.
    const begin = `import(${JSON.stringify(loader)}).then(({ register }) => {
      register();
      return import(${JSON.stringify(file)});
    })`;
    const worker = new Worker(begin, {
      eval: true,
      workerData: { instance, previous, ...(seconds === undefined ? {} : { seconds }) },
      execArgv: [],
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
