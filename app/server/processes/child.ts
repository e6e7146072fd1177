import type { Logger } from "pino";
import { readEnvironment, StartRefused, type Environment } from "#app/server/environment.ts";
import { createLog, takeConsole } from "#app/server/log.ts";
import { answerUnfinished } from "#app/server/front/request-scope.ts";
import type { ChildMessage } from "./messages.ts";

export interface Running {
  lines: string[];
  /** Ends what was begun and gives everything back. */
  close: () => Promise<void>;
}

/** So long what was begun may take to end, in milliseconds. */
const patience = 15_000;

/**
 * The life of a process under the supervisor: it begins, says so, and ends in order
 * at SIGTERM or when the supervisor is gone. An error that nobody caught is logged and
 * its request answered; after one that may have left something half done the process
 * is replaced.
 */
export async function runChild(
  name: "web" | "worker",
  begin: (environment: Environment, databaseUrl: string, log: Logger) => Promise<Running>,
): Promise<void> {
  process.title = `duijie: ${name}`;
  const tell = (message: ChildMessage) =>
    new Promise<void>((resolve) => {
      if (process.send && process.connected) process.send(message, () => resolve());
      else resolve();
    });
  try {
    const environment = readEnvironment(process.env);
    if (!environment.DATABASE_URL) throw new StartRefused(`${name}: started without a database`);
    const log = createLog(environment, name);
    takeConsole(log);
    const life: { running?: Running; ending?: true } = {};
    const end = (code: number) => {
      if (life.ending) return;
      life.ending = true;
      setTimeout(() => process.exit(code), patience).unref();
      void Promise.resolve(life.running?.close())
        .catch((error: unknown) => log.error({ error }, "closing"))
        .then(() => process.exit(code));
    };
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => end(0));
    process.on("disconnect", () => end(0));
    process.on("unhandledRejection", (error) => {
      log.error({ error, requestId: answerUnfinished() }, "a rejection that nobody handled");
    });
    process.on("uncaughtException", (error) => {
      log.error({ error, requestId: answerUnfinished() }, "an error that nobody caught");
      void tell({ state: "broken" }).then(() => end(1));
    });
    life.running = await begin(environment, environment.DATABASE_URL, log);
    await tell({ state: "ready", lines: life.running.lines });
  } catch (error) {
    const refused = error instanceof StartRefused;
    if (!refused) console.error(error);
    const line = refused ? error.message : `The ${name} process could not start.`;
    await tell({ state: "refused", line });
    process.exit(1);
  }
}
