import { AsyncResource } from "node:async_hooks";
import type { Request, RequestHandler, Response } from "express";
import { readForm } from "./form-bounds.ts";
import { answerInWords } from "./words.ts";

/** Bytes of a form without files; the longest post in Chinese has a quarter of it. */
const formLimit = 2 * 1024 * 1024;
/** So long a sender is listened to after its request was refused, in milliseconds. */
const farewell = 5_000;

/** Which paths take files, and how many bytes at most. */
export interface UploadLimit {
  path: RegExp;
  bytes: number;
}

const forms = new WeakMap<Request, string>();

/** The form of a request, read within bounds; undefined where its body is still to be read. */
export const boundFormOf = (request: Request): string | undefined => forms.get(request);

/**
 * Reads the form of each request that changes something, within bounds of size, number and
 * names of fields, before anything else parses it. Files pass unread to the pages that take
 * them when they do not announce more than may be.
 */
export function boundBodies(uploads: UploadLimit[]): RequestHandler {
  return (request, response, next) => {
    if (request.method === "GET" || request.method === "HEAD") return next();
    const announced = Number(request.headers["content-length"] ?? 0);
    const files = request.is("multipart/form-data") !== false && request.is("multipart/form-data");
    const upload = uploads.find(({ path }) => path.test(request.path));
    if (files && upload) {
      if (announced > upload.bytes) return refuseBody(request, response, 413);
      if (!/;\s*boundary=/i.test(request.headers["content-type"] ?? ""))
        return refuseBody(request, response, 400);
      return next();
    }
    if (announced > formLimit) return refuseBody(request, response, 413);
    const chunks: Buffer[] = [];
    let size = 0;
    /** The connection's events do not know of the request's scope. */
    const goOn = AsyncResource.bind(next);
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > formLimit) {
        stop();
        refuseBody(request, response, 413);
      }
    };
    const finish = () => {
      stop();
      if (size > 0 && request.is("application/x-www-form-urlencoded") === false)
        return answerInWords(response, 415);
      const form = readForm(Buffer.concat(chunks).toString("utf8"));
      if (form === null) return answerInWords(response, 400);
      forms.set(request, form.toString());
      goOn();
    };
    const broken = () => stop();
    const stop = () =>
      request
        .off("data", take)
        .off("end", finish)
        .off("error", broken)
        .on("error", () => {});
    request.on("data", take).on("end", finish).on("error", broken);
  };
}

/**
 * Answers before all has come, and ends the connection when the sender does not end soon.
 * It is not closed at once: with something unread that would take the answer back.
 */
export function refuseBody(request: Request, response: Response, status: number): void {
  answerInWords(response, status);
  request.on("error", () => {});
  request.resume();
  setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, farewell).unref();
}
