import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { newId } from "#db/schema/columns.ts";
import { answerInWords } from "./words.ts";

interface Scope {
  requestId: string;
  response: Response;
}

const scopes = new AsyncLocalStorage<Scope>();

/**
 * Answers the request in whose course an error was thrown that nobody caught, so that
 * its sender does not wait for ever.
 *
 * @returns the request's number; undefined when the error belongs to none
 */
export function answerUnfinished(): string | undefined {
  const scope = scopes.getStore();
  if (!scope) return undefined;
  if (!scope.response.headersSent) answerInWords(scope.response, 500);
  else scope.response.destroy();
  return scope.requestId;
}

/** The number of the request that is being answered, for the log and for the person. */
export const requestNumber = (): string | undefined => scopes.getStore()?.requestId;

/** Gives each request its number, in the answer's header too, and the log a line when it is answered. */
export function requestScope(log: Logger): RequestHandler {
  return (request, response, next) => {
    const requestId = newId();
    const began = performance.now();
    response.setHeader("X-Request-Id", requestId);
    response.once("close", () => {
      const line = {
        requestId,
        method: request.method,
        path: pathForLog(request.originalUrl),
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
      };
      // A database that is away is told in a line of its own, not in one for each request.
      if (response.statusCode >= 500 && response.statusCode !== 503) log.warn(line, "request");
      else log.info(line, "request");
    });
    scopes.run({ requestId, response }, next);
  };
}

/** Without the query, and without what opens something to whoever has it: passes, tokens, calendars. */
const pathForLog = (url: string): string =>
  (url.split("?")[0] ?? "")
    .slice(0, 200)
    .replace(/^\/(pass|unsubscribe|calendar|reset-password)\/[^/]+/, "/$1/…");
