import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Piscina } from "piscina";

/** Threads of a module's default function, loaded from its source as everything is. */
export function openThreads<Task, Result>(
  module: URL,
  options: { threads: number; data?: unknown },
): Piscina<Task, Result> {
  const loader = createRequire(import.meta.url).resolve("tsx");
  return new Piscina<Task, Result>({
    filename: module.href,
    workerData: options.data,
    execArgv: ["--import", pathToFileURL(loader).href],
    minThreads: options.threads,
    maxThreads: options.threads,
  });
}
