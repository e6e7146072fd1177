import { viewerOf } from "#app/accounts/viewer.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Role } from "#tests/fuzz/case.ts";
import type { People } from "#tests/fuzz/people.ts";
import type { Site } from "#tests/support/site.ts";

/** A page with forms to fill in, and who has them there. */
export interface FormPlace {
  /** As `app/routes.ts` writes it. */
  pattern: string;
  /** Path and parameters. */
  at: string;
  as: Role;
  /** The steps of its forms with a field that is seen, each once; those of one form stand apart by a blank. */
  forms: string[];
}

export const place = (pattern: string, at: string, as: Role, ...forms: string[]): FormPlace => ({
  pattern,
  at,
  as,
  forms,
});

const acting = ["enterprise", "university", "institute", "editor", "organizer", "admin"] as const;

/** What states are made with: the site's services, and its people as viewers. */
export type FormStateContext = { services: Services } & Record<(typeof acting)[number], Viewer>;

export async function formStateContext(site: Site, people: People): Promise<FormStateContext> {
  const { auth, services } = site;
  const viewers = await Promise.all(
    acting.map(async (role): Promise<[Role, Viewer]> => {
      const headers = new Headers({ cookie: people.cookieOf(role) ?? "" });
      const viewer = await viewerOf(auth, services.database, headers);
      if (!viewer) throw new Error(`${role} is not signed in`);
      return [role, viewer];
    }),
  );
  return { services, ...(Object.fromEntries(viewers) as Omit<FormStateContext, "services">) };
}
