import { useTranslation } from "react-i18next";
import { formatOf, type Format } from "./format.ts";
import { asLanguage, type Language } from "./languages.ts";

/** The language this page is shown in. */
export function useLanguage(): Language {
  return asLanguage(useTranslation().i18n.language);
}

/** Dates, amounts and numbers as the page's language writes them. */
export function useFormat(): Format {
  return formatOf(useLanguage());
}
