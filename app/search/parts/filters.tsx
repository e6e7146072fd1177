import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { SearchParameters } from "#app/search/request.ts";
import type { SearchResult } from "#app/search/search.server.ts";
import { facetNames, type FacetName } from "#app/search/fields.ts";
import { facetLabel, facetValue } from "./facet-words.ts";

const shownAtFirst = 8;

/** Whether there is anything to choose, or to take back. */
export const hasFilters = (facets: SearchResult["facets"], parameters: SearchParameters): boolean =>
  facetNames.some((name) => facets[name].length > 0 || parameters[name].length > 0);

/** What can be chosen, with how many documents each choice would bring. */
export function SearchFilters(props: {
  facets: SearchResult["facets"];
  parameters: SearchParameters;
}) {
  const { t } = useTranslation();
  const chosen = facetNames.some((name) => props.parameters[name].length > 0);
  return (
    <div className="space-y-5">
      {facetNames.map((name) => (
        <Facet key={name} name={name} counts={props.facets[name]} chosen={props.parameters[name]} />
      ))}
      {chosen ? (
        <Link to={`/search?q=${encodeURIComponent(props.parameters.q)}`} className="link">
          {t("search:clearFilters")}
        </Link>
      ) : null}
    </div>
  );
}

function Facet(props: {
  name: FacetName;
  counts: { value: string; count: number }[];
  chosen: string[];
}) {
  const { t } = useTranslation();
  const { name, counts, chosen } = props;
  const missing = chosen
    .filter((value) => !counts.some((one) => one.value === value))
    .map((value) => ({ value, count: 0 }));
  const all = [...counts, ...missing];
  if (all.length === 0) return null;
  const first = all.filter(({ value }, index) => index < shownAtFirst || chosen.includes(value));
  const rest = all.filter((one) => !first.includes(one));
  const choice = ({ value, count }: { value: string; count: number }) => (
    <label key={value} className="flex min-h-8 items-center gap-2">
      <input
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={chosen.includes(value)}
        className="size-4 shrink-0 accent-accent"
      />
      <span className="grow">{facetValue(t, name, value)}</span>
      <span className="text-sm text-ink-soft">{count}</span>
    </label>
  );
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{facetLabel(t, name)}</legend>
      {first.map(choice)}
      {rest.length > 0 ? (
        <details>
          <summary className="link text-sm">{t("search:showMore")}</summary>
          {rest.map(choice)}
        </details>
      ) : null}
    </fieldset>
  );
}
