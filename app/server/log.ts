import pino, { type Logger } from "pino";
import type { Environment } from "./environment.ts";

/**
 * The log of a process: lines of JSON, or in a demonstration lines for people. What
 * people typed is not in it: parameters of queries are cut off.
 */
export function createLog(environment: Environment, role: string): Logger {
  const readable = environment.DUIJIE_ENV === "demonstration";
  return pino({
    serializers: { error: describeError, err: describeError },
    level: environment.LOG_LEVEL,
    base: { process: role },
    ...(readable
      ? {
          transport: {
            target: "pino-pretty",
            options: { translateTime: "SYS:HH:MM:ss", ignore: "process" },
          },
        }
      : {}),
  });
}

/** What libraries print goes into the log, so that each of its lines can be read by a program. */
export function takeConsole(log: Logger): void {
  const into =
    (level: "info" | "warn" | "error") =>
    (...given: unknown[]): void => {
      const error = given.find((one) => one instanceof Error);
      const text = given.filter((one) => !(one instanceof Error)).map(String);
      log[level](error ? { error } : {}, withoutValues(text.join(" ")));
    };
  console.log = console.info = console.debug = into("info");
  console.warn = into("warn");
  console.error = into("error");
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) =>
    log.warn(withoutValues(`${name}: ${message.replaceAll(/\s*\n\s*/g, " ")}`)),
  );
}

interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: DescribedError;
}

const deepest = 4;

/** An error for the log, without the values that a failed query carried. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const message = withoutValues(error.message);
  const [, frames = ""] = error.stack?.split(error.message) ?? [];
  return {
    type: error.name,
    message,
    ...("code" in error && error.code !== undefined ? { code: String(error.code) } : {}),
    ...(frames === "" ? {} : { stack: `${error.name}: ${message}${frames}` }),
    ...(error.cause !== undefined && depth < deepest
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}

/**
 * Drizzle puts parameters behind the query, PostgreSQL quotes the value that it could not
 * read, and unique keys are named with what they hold.
 */
const withoutValues = (message: string): string =>
  message
    .replace(/\nparams: [\s\S]*$/, "")
    .replace(/(invalid (?:input syntax|byte sequence)[^:]*): [\s\S]*$/, "$1");
