import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import {
  fallbackLimit,
  longestQuery,
  searchAddress,
  type SearchParameters,
} from "#app/search/request.ts";
import { brief } from "#app/text/graphemes.ts";

/** What a person must know of how their query was searched: as another one, cut, or without the index. */
export function SearchNotes(props: {
  parameters: SearchParameters;
  searchedInstead: string | null;
  alternatives: string[];
  simple: boolean;
  cut: boolean;
}) {
  const { t } = useTranslation();
  const { parameters, searchedInstead, alternatives, simple, cut } = props;
  const asked = shortened(parameters.q);
  if (!simple && !cut && searchedInstead === null && alternatives.length === 0) return null;
  return (
    <div className="space-y-3 md:col-span-2">
      {simple ? (
        <Notice tone="warning">
          <p className="font-semibold">{t("search:simple")}</p>
          <p>{t("search:simpleText", { count: fallbackLimit })}</p>
        </Notice>
      ) : null}
      {cut ? <Notice tone="warning">{t("search:cut", { count: longestQuery })}</Notice> : null}
      {searchedInstead === null ? null : (
        <Notice>
          <p>
            {t("search:insteadOf", { asked, searched: searchedInstead })}{" "}
            <Link to={searchAddress({ ...parameters, page: 1, exact: true })} className="link">
              {t("search:searchAsked", { asked })}
            </Link>
          </p>
        </Notice>
      )}
      {alternatives.length > 0 ? (
        <p className="flex flex-wrap gap-x-3">
          {t("search:alternatives")}
          {alternatives.map((text) => (
            <Link
              key={text}
              to={searchAddress({ ...parameters, q: text, page: 1 })}
              className="link"
            >
              {text}
            </Link>
          ))}
        </p>
      ) : null}
    </div>
  );
}

const shownLength = 40;

const shortened = (text: string): string => brief(text, shownLength);
