import type { AppLoadContext } from "@remix-run/node";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { TypedFields } from "./form-fields.ts";
import { findKeptForm } from "./kept-forms.server.ts";

/** What was typed into fields of these names on this page before the sign-in expired. */
export async function typedHere(
  { services }: AppLoadContext,
  request: Request,
  viewer: Viewer,
  fields: readonly string[],
): Promise<{ typed: TypedFields | null }> {
  const { pathname } = new URL(request.url);
  const kept = (await findKeptForm(services, viewer.userId, pathname)) ?? [];
  const typed = kept.filter(([name]) => fields.includes(name.split(/[.[]/, 1)[0] ?? ""));
  return { typed: typed.length > 0 ? typed : null };
}
