import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/**
 * Begins a module in a thread of its own, which leaves this one to answer requests. It is
 * named by its path in the program's folder: the built pages lie elsewhere than their
 * sources, so a path beside the caller would not be found from there.
 */
export function openThread(module: `app/${string}.ts`, workerData: unknown): Worker {
  const require = createRequire(import.meta.url);
  // `require` finds the other build of the loader, which stands beside this one.
  const loader = pathToFileURL(require.resolve("tsx/esm/api")).href.replace(/cjs$/, "mjs");
  // A thread loads .ts only once the loader is registered in it.
  const begin = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(pathToFileURL(path.resolve(module)).href)});
  })`;
  return new Worker(begin, { eval: true, workerData, execArgv: [] });
}
