import { json, redirect, type AppLoadContext } from "@remix-run/node";
import { isRefusal } from "#app/domain/errors.ts";
import { rescueForm } from "#app/domain/keeping/rescue.server.ts";
import { isOrganizer, type Viewer } from "#app/domain/viewer/viewer.ts";

/** A path on this site to go to next; anything else leads home. */
export function safePath(given: unknown): string {
  return typeof given === "string" && /^\/(?![/\\])/.test(given) ? given : "/";
}

const signInPath = (request: Request, extra = ""): string => {
  const { pathname, search } = new URL(request.url);
  return `/sign-in?redirectTo=${encodeURIComponent(pathname + search)}${extra}`;
};

/** The signed-in person; a guest is sent to sign in and comes back here. */
export async function signedIn(context: AppLoadContext, request: Request): Promise<Viewer> {
  const viewer = await context.viewer(request);
  if (!viewer) throw redirect(signInPath(request));
  return viewer;
}

/** The same for a form: what was typed is kept for its person until they are back. */
export async function signedInWithForm(
  context: AppLoadContext,
  request: Request,
  form: FormData,
): Promise<Viewer> {
  const viewer = await context.viewer(request);
  if (viewer) return viewer;
  const kept = await rescueForm(context.services, new URL(request.url).pathname, form);
  throw redirect(signInPath(request, kept ? "&kept=1" : ""));
}

/** @throws 403 for others than organizers and administrators */
export async function signedInOrganizer(
  context: AppLoadContext,
  request: Request,
): Promise<Viewer> {
  const viewer = await signedIn(context, request);
  if (!isOrganizer(viewer)) throw new Response("", { status: 403 });
  return viewer;
}

/** Turns a refusal into the answer with its status; every other error passes. */
export async function answering<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isRefusal(error)) throw json({ code: error.code }, { status: error.status });
    throw error;
  }
}

export { isSearchUnavailable } from "#app/domain/search/unavailable.ts";
