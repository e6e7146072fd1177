import type { TFunction } from "i18next";
import { facetNames } from "#app/search/fields.ts";
import { facetValue } from "#app/search/parts/facet-words.ts";
import type { SearchParameters } from "#app/search/request.ts";

/** The conditions of a search in words, the query first; empty for a search of everything. */
export function searchWords(t: TFunction, parameters: SearchParameters): string[] {
  const named = facetNames.filter((facet) => facet !== "state");
  return [
    ...(parameters.q === "" ? [] : [parameters.q]),
    ...named.flatMap((facet) => parameters[facet].map((value) => facetValue(t, facet, value))),
  ];
}
