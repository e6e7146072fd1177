import { randomBytes } from "node:crypto";
import type { RequestHandler, Response } from "express";
import helmet from "helmet";

/**
 * What browsers are told to refuse, on every answer. A site on https says so for a year,
 * for itself alone: what else its operator serves under the same domain is not ours.
 */
export const securityHeaders = (publicOrigin: string): RequestHandler =>
  helmet({
    contentSecurityPolicy: false,
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    strictTransportSecurity: publicOrigin.startsWith("https:")
      ? { maxAge: 31_536_000, includeSubDomains: false }
      : false,
    xFrameOptions: { action: "deny" },
  });

/** The nonce of the scripts that stand in this answer; it is made with the first question for it. */
export function nonceOf({ locals }: Response<unknown, { nonce?: string }>): string {
  return (locals.nonce ??= randomBytes(16).toString("base64"));
}

/** What a built page may load and from where; its own scripts carry the answer's nonce. */
export const contentSecurityPolicy: RequestHandler = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:", "blob:"],
    connectSrc: ["'self'", "ws:", "wss:"],
    frameAncestors: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
  },
});
