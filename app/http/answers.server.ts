import { json, redirect, type AppLoadContext } from "@remix-run/node";
import { isRefusal } from "#app/kernel/refusals.ts";
import { isConflict } from "#db/conflict.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { comesThrough, type Door } from "#app/kernel/doors.ts";

const longestPath = 2_000;

/** A path on this site to go to next, fit for a header; anything else leads home. */
export function safePath(given: unknown): string {
  if (typeof given !== "string" || !/^\/(?![/\\])/.test(given)) return "/";
  const base = "http://site";
  if (!URL.canParse(given, base)) return "/";
  const { origin, pathname, search, hash } = new URL(given, base);
  const path = pathname + search + hash;
  return origin === base && !path.startsWith("//") && path.length <= longestPath ? path : "/";
}

/** Back to where the request was made; without its parameters where they are too long. */
const signInPath = (request: Request): string => {
  const { pathname, search } = new URL(request.url);
  const back = safePath(pathname + search);
  return `/sign-in?redirectTo=${encodeURIComponent(back === "/" ? safePath(pathname) : back)}`;
};

/** The signed-in person; a guest is sent to sign in and comes back here. */
export async function signedIn(context: AppLoadContext, request: Request): Promise<Viewer> {
  const viewer = await context.viewer(request);
  if (!viewer) throw redirect(signInPath(request));
  return viewer;
}

/** Whether an answer asks the person to sign in first. */
export const leadsToSignIn = (answer: Response): boolean =>
  (answer.headers.get("Location") ?? "").startsWith("/sign-in?redirectTo=");

/** The same answer, whose page says that what was typed is kept. */
export const withFormKept = (answer: Response): Response =>
  redirect(`${answer.headers.get("Location")}&kept=1`);

/** Refuses who does not come through the door of what they ask. @throws 403 */
export function throughDoor(viewer: Viewer, door: Door): void {
  if (!comesThrough(viewer, door)) throw new Response("", { status: 403 });
}

/** @throws 403 for others than organizers and administrators */
export async function signedInOrganizer(
  context: AppLoadContext,
  request: Request,
): Promise<Viewer> {
  const viewer = await signedIn(context, request);
  throughDoor(viewer, "organizers");
  return viewer;
}

/** Turns a refusal, also the database's of the slower of two, into the answer with its status; every other error passes. */
export async function answering<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isRefusal(error)) throw json({ code: error.code }, { status: error.status });
    if (isConflict(error)) throw json({ code: "conflict" }, { status: 409 });
    throw error;
  }
}

export { isSearchUnavailable } from "#app/search/unavailable.ts";
