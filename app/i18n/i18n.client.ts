import i18next, { type i18n, type Resource } from "i18next";
import { initReactI18next } from "react-i18next";
import { asLanguage, type Language } from "./languages.ts";
import { optionsFor } from "./options.ts";

const bundles: Record<Language, () => Promise<Resource[string]>> = {
  "zh-CN": async () => (await import("#app/i18n/zh-CN/index.ts")).zhCN,
  en: async () => (await import("#app/i18n/en/index.ts")).en,
};

/**
 * i18next for the language in which the server rendered this page, with that
 * language's texts only. A change of language loads a new page.
 */
export async function startI18n(): Promise<i18n> {
  const language = asLanguage(document.documentElement.lang);
  await i18next.use(initReactI18next).init(optionsFor(language, await bundles[language]()));
  return i18next;
}
