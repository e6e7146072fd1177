import type { Logger } from "pino";
import type { JobFailure } from "#db/job-failure.ts";
import { cut } from "#app/text/graphemes.ts";

/** What went wrong in one short line. */
export function failureReasonOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return `${name}: ${cut(message.split("\n")[0] ?? "", 200)}`;
}

/**
 * Logs failed tries in one line each, growing rarer with each job: the 1st, 2nd,
 * 4th, 8th … and the last.
 */
export const failureLog =
  (log: Logger) =>
  ({ job, id, attempt, error, nextInSeconds }: JobFailure): void => {
    const line = { job, id, attempt, reason: failureReasonOf(error) };
    if (nextInSeconds === null) log.error(line, "job given up");
    else if (Number.isInteger(Math.log2(attempt)))
      log.warn({ ...line, nextInSeconds }, "job failed; it is tried again");
  };
