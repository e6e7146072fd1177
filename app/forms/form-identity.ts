import type { FetcherWithComponents } from "@remix-run/react";
import { useGivenBack, type GivenBack } from "./page-forms.ts";

/** Which form of a page it is. */
export interface FormIdentity {
  /** What the form asks for; of several each button says which. */
  step: string | readonly string[];
  /** Tells the form among those of its step on the page, and is sent along. */
  row?: Readonly<Record<string, string>> | undefined;
  /** The fetcher that sends it, where the page is not to move on. */
  fetcher?: FetcherWithComponents<unknown> | undefined;
}

/** The name of a form: it comes back in a refusal, and with what was kept of it. */
export const nameOfForm = ({ step, row }: FormIdentity): string =>
  [[step].flat().join(" "), ...Object.values(row ?? {})].join(":");

/** The first of the steps that the form of this name may ask for. */
export const firstStepOf = (name: string): string => name.split(/[ :]/, 1)[0] ?? "";

/** What comes back to a form of the page; also for what stands around it, such as whether it is folded out. */
export const useGivenForm = (form: FormIdentity): GivenBack | null =>
  useGivenBack(nameOfForm(form), form.fetcher);
