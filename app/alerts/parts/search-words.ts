import type { TFunction } from "i18next";
import type { SearchParameters } from "#app/search/request.ts";
import { codeName, type CodeList } from "#app/i18n/codes.ts";

const lists = {
  cluster: "clusters",
  region: "regions",
  trl: "trls",
  cooperationMode: "cooperationModes",
} as const satisfies Partial<Record<keyof SearchParameters, CodeList>>;

/** The conditions of a search in words, the query first; empty for a search of everything. */
export function searchWords(t: TFunction, parameters: SearchParameters): string[] {
  const kinds = parameters.kind.map((kind) =>
    (t as (key: string) => string)(`search:kind.${kind}`),
  );
  const chosen = (Object.keys(lists) as (keyof typeof lists)[]).flatMap((facet) =>
    parameters[facet].map((value) =>
      facet === "trl" ? `TRL ${value}` : codeName(t, lists[facet], value),
    ),
  );
  return [...(parameters.q === "" ? [] : [parameters.q]), ...kinds, ...chosen];
}
