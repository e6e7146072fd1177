import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { createFormat, formatOf, type Format } from "./format.ts";
import { asLanguage, type Language } from "./languages.ts";

/** The language this page is shown in. */
export function useLanguage(): Language {
  return asLanguage(useTranslation().i18n.language);
}

/** Dates, amounts and numbers as the page's language writes them. */
export function useFormat(): Format {
  return formatOf(useLanguage());
}

/** The same with the times of another zone, such as that of a session. */
export function useZoneFormat(zone: string): Format {
  const language = useLanguage();
  return useMemo(() => createFormat(language, zone), [language, zone]);
}
