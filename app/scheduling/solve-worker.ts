import { parentPort, workerData } from "node:worker_threads";
import type { Instance } from "./schema.ts";
import { solve, type SolveOptions } from "./solve.ts";

/** What a thread of run.server.ts does: solves one instance and tells how far it is. */
const { instance, ...options } = workerData as { instance: Instance } & Pick<
  SolveOptions,
  "seconds" | "previous"
>;
const timetable = await solve(instance, {
  ...options,
  onProgress: (progress) => parentPort?.postMessage({ progress }),
});
parentPort?.postMessage({ timetable });
