import type { RequestHandler } from "express";
import type { Limits } from "#app/kernel/limits.server.ts";
import { refuseBody, type UploadLimit } from "./bodies.ts";

/** Counts files that are sent, by sign-in and by address, before a byte of them is read. */
export function limitUploads(limits: Pick<Limits, "take">, uploads: UploadLimit[]): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "POST" || !uploads.some(({ path }) => path.test(request.path)))
      return next();
    const address = request.ip ?? "";
    limits
      .take("upload", { address, account: request.headers.cookie ?? address })
      .then((seconds) => {
        if (seconds === 0) return next();
        response.setHeader("Retry-After", String(seconds));
        refuseBody(request, response, 429);
      })
      .catch(next);
  };
}
