import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, type ResourceLimits } from "node:worker_threads";

type Module = `app/${string}.ts`;

/**
 * Begins a module in a thread of its own, which leaves this one to answer requests. It is
 * named by its path in the program's folder: the built pages lie elsewhere than their
 * sources, so a path beside the caller would not be found from there.
 */
export function openThread(
  module: Module,
  workerData: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  const require = createRequire(import.meta.url);
  // `require` finds the other build of the loader, which stands beside this one.
  const loader = pathToFileURL(require.resolve("tsx/esm/api")).href.replace(/cjs$/, "mjs");
  // A thread loads .ts only once the loader is registered in it.
  const begin = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(pathToFileURL(path.resolve(module)).href)});
  })`;
  return new Worker(begin, { eval: true, workerData, execArgv: [], resourceLimits });
}

/** A thread that was ended because it took more time or memory than it was given. */
export class ThreadSpent extends Error {
  override name = "ThreadSpent";
}

/**
 * Has a module work in a thread of its own until it posts one message, which is the answer.
 *
 * @throws ThreadSpent beyond these bounds, or what the thread fails with
 */
export function answerOfThread<Answer>(
  module: Module,
  workerData: unknown,
  bounds: { seconds: number; megabytes: number },
): Promise<Answer> {
  const worker = openThread(module, workerData, { maxOldGenerationSizeMb: bounds.megabytes });
  return new Promise<Answer>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new ThreadSpent(`took more than ${bounds.seconds} s`)),
      bounds.seconds * 1_000,
    );
    worker.once("message", resolve);
    worker.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? new ThreadSpent(`took more than ${bounds.megabytes} MB`, { cause: error })
          : error,
      ),
    );
    worker.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`the thread ended with ${code} without an answer`));
    });
  }).finally(() => void worker.terminate());
}
