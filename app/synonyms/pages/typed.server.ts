import type { AppLoadContext } from "@remix-run/node";
import type { Viewer } from "#app/kernel/viewer.ts";
import { typedHere } from "#app/forms/typed.server.ts";

/** What a person typed into a form of a group, as they typed it. */
export interface TypedGroup {
  words: string;
  note: string;
  /** It was kept while the person signed in again. */
  rescued?: boolean;
}

export const typedIn = (form: FormData): TypedGroup => ({
  words: String(form.get("words") ?? ""),
  note: String(form.get("note") ?? ""),
});

/** For the loader of a page with this form: what was typed on it before the sign-in expired. */
export async function typedBefore(
  context: AppLoadContext,
  request: Request,
  viewer: Viewer,
): Promise<{ typed: TypedGroup | null }> {
  const { typed: fields } = await typedHere(context, request, viewer, ["words", "note"]);
  const of = (name: string) => fields?.find(([field]) => field === name)?.[1];
  const words = of("words");
  const typed = words === undefined ? null : { words, note: of("note") ?? "", rescued: true };
  return { typed };
}
