import type { AppLoadContext } from "@remix-run/node";
import type { TFunction } from "i18next";
import { clientAddressHeader } from "#app/accounts/auth.server.ts";
import type { LimitName } from "#app/kernel/limits.server.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";

/** The network address of the client, as the server found it. */
export const addressOf = (request: Request): string =>
  request.headers.get(clientAddressHeader) ?? "";

/** Status and header of the answer to who must wait so many seconds. */
export const waiting = (seconds: number): { status: number; headers: Record<string, string> } => ({
  status: 429,
  headers: { "Retry-After": String(seconds) },
});

/** How long to wait, in words for the form. */
export const waitText = (t: TFunction, seconds: number): string =>
  seconds < 60
    ? t("auth:waitSeconds", { count: seconds })
    : t("auth:waitMinutes", { count: Math.ceil(seconds / 60) });

/**
 * Counts what a request does: a signed-in person's by account, a guest's by address.
 * Answers the seconds to wait, or 0.
 */
export function take(
  context: AppLoadContext,
  request: Request,
  viewer: MaybeViewer,
  name: LimitName,
): Promise<number> {
  const key = viewer ? { account: viewer.userId } : { address: addressOf(request) };
  return context.limits.take(name, key);
}

/**
 * The same where there is no form to answer at.
 *
 * @throws 429 with Retry-After
 */
export async function limited(
  context: AppLoadContext,
  request: Request,
  viewer: MaybeViewer,
  name: LimitName,
): Promise<void> {
  const seconds = await take(context, request, viewer, name);
  if (seconds > 0) throw new Response("", waiting(seconds));
}
