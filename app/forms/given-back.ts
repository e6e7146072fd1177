import { createContext, useContext } from "react";
import type { GivenBack } from "./page-forms.ts";

/** What comes back to the fields of the form around them; null where they start anew. */
export const GivenBackContext = createContext<GivenBack | null>(null);

/** What comes back to a field: all values that it sent, none of them where it sent nothing, and what is wrong. */
export function useGivenField(name: string): {
  values: string[] | null;
  errors: string[] | undefined;
} {
  const given = useContext(GivenBackContext);
  if (!given) return { values: null, errors: undefined };
  const values = given.typed.flatMap(([field, value]) => (field === name ? [value] : []));
  return { values, errors: given.errors[name] };
}
