import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** Begins the module at this address in a thread of its own, which leaves this one to answer requests. */
export function openThread(module: URL, workerData: unknown): Worker {
  const require = createRequire(import.meta.url);
  // `require` finds the other build of the loader, which stands beside this one.
  const loader = pathToFileURL(require.resolve("tsx/esm/api")).href.replace(/cjs$/, "mjs");
  // A thread loads .ts only once the loader is registered in it.
  const begin = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(module.href)});
  })`;
  return new Worker(begin, { eval: true, workerData, execArgv: [] });
}
