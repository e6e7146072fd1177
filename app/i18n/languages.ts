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

const primary = (tag: string): string => tag.trim().split("-")[0]?.toLowerCase() ?? "";

/**
 * The first of our languages in an Accept-Language header, by its order of
 * preference. Regions do not matter: en-GB is English, zh-TW is Chinese.
 */
export function acceptedLanguage(header: string | null): Language | null {
  const ranked = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";");
      const quality = parameters.find((one) => one.trim().startsWith("q="))?.split("=")[1];
      return { tag: primary(tag), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { tag } of ranked) {
    const found = languages.find((language) => primary(language) === tag);
    if (found) return found;
  }
  return null;
}
