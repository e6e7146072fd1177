import { useActionData, useRouteLoaderData, type FetcherWithComponents } from "@remix-run/react";
import { useMemo } from "react";
import { z } from "zod";
import type { Consequences } from "#app/sessions/consequences.ts";
import { refusedFormOf } from "./answer.ts";
import { formFields, type TypedFields } from "./form-fields.ts";

const pageForms = z.object({
  /** Carried by each form of the page. */
  token: z.string(),
  /** What was typed into one of them before the sign-in expired. */
  kept: z.array(z.tuple([z.string(), z.string()])).nullable(),
});
export type PageForms = z.infer<typeof pageForms>;

/** What a person gets back of a form: it was refused, or their sign-in had expired when they sent it. */
export interface GivenBack {
  typed: TypedFields;
  /** What is wrong, by the name of the field; of the whole form under "". */
  errors: Partial<Record<string, string[]>>;
  /** It was typed before the sign-in expired, and nothing is known to be wrong with it. */
  kept: boolean;
  /** Somebody changed the same thing meanwhile. */
  conflict: boolean;
  /** What it would do to meetings, where that must be agreed to first. */
  consequences: Consequences | null;
}

/** The token of the page's forms; null on a page that is an error. */
export const useFormToken = (): string | null => usePageForms()?.token ?? null;

function usePageForms(): PageForms | null {
  const root = useRouteLoaderData("root");
  return useMemo(() => z.object({ forms: pageForms }).safeParse(root).data?.forms ?? null, [root]);
}

/** What comes back to the form of this name, from the page's action or its own fetcher; null where it starts anew. */
export function useGivenBack(
  name: string,
  fetcher?: FetcherWithComponents<unknown> | undefined,
): GivenBack | null {
  const ofPage = useActionData();
  const kept = usePageForms()?.kept ?? null;
  // Without scripts the page answers, also where a fetcher would have sent the form.
  const answer: unknown = fetcher?.data ?? ofPage;
  return useMemo(() => {
    const refused = refusedFormOf(answer);
    if (refused && refused.form === name) {
      const { typed, errors, code, consequences } = refused;
      return { typed, errors, kept: false, conflict: code === "conflict", consequences };
    }
    if (!kept?.some(([field, value]) => field === formFields.name && value === name)) return null;
    return { typed: kept, errors: {}, kept: true, conflict: false, consequences: null };
  }, [answer, kept, name]);
}
