import type { AppLoadContext } from "@remix-run/node";
import { findRescued, signForm } from "#app/http/rescue.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";

/** What the page of a form has beside its own data. */
export interface TypedHere {
  /** What was typed on this page before the sign-in expired. */
  typed: [string, string][] | null;
  /** Carried by the form (`FormToken`), so that what is typed now is kept in its turn. */
  formToken: string;
}

/** For the loader of a page whose form has these fields and is sent to the page's own path. */
export async function typedHere(
  { services }: AppLoadContext,
  request: Request,
  viewer: Viewer,
  fields: readonly string[],
): Promise<TypedHere> {
  const { pathname } = new URL(request.url);
  const [typed, formToken] = await Promise.all([
    findRescued(services, viewer.userId, pathname, fields),
    signForm(services, viewer.userId, pathname),
  ]);
  return { typed, formToken };
}
