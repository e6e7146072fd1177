import { findRescued } from "#app/domain/keeping/rescue.server.ts";
import type { Services } from "#app/domain/services.ts";
import type { Viewer } from "#app/domain/viewer/viewer.ts";

/** What a person typed into a form of a group, as they typed it. */
export interface Typed {
  words: string;
  note: string;
  /** It was kept while the person signed in again. */
  rescued?: boolean;
}

export const typedIn = (form: FormData): Typed => ({
  words: String(form.get("words") ?? ""),
  note: String(form.get("note") ?? ""),
});

/** What was typed on this page before the sign-in expired. */
export async function typedBefore(
  services: Services,
  viewer: Viewer,
  request: Request,
): Promise<Typed | null> {
  const { pathname } = new URL(request.url);
  const fields = await findRescued(services, viewer.userId, pathname);
  const of = (name: string) => fields?.find(([field]) => field === name)?.[1];
  const words = of("words");
  return words === undefined ? null : { words, note: of("note") ?? "", rescued: true };
}
