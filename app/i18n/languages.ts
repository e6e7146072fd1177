/** The languages of the interface; Chinese comes first and is the fallback. */
export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];
export const fallbackLanguage: Language = "zh-CN";

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { "zh-CN": "中文", en: "English" };

/** The language of this code, or the fallback when it is not one of ours. */
export function asLanguage(code: string | null | undefined): Language {
  return languages.find((language) => language === code) ?? fallbackLanguage;
}
