import type { InitOptions } from "i18next";
import { fallbackLanguage, languages } from "./languages.ts";

/** The namespaces, one file for each in zh-CN/ and in en/. */
export const namespaces = [
  "common",
  "codes",
  "errors",
  "files",
  "auth",
  "organisations",
  "posts",
  "quality",
  "search",
  "synonyms",
  "sessions",
  "sessionFiles",
  "sessionDay",
  "sessionAfter",
  "matches",
  "meetings",
  "compare",
  "alerts",
  "disclosure",
  "interests",
  "challenges",
  "deals",
  "contracts",
  "notifications",
  "review",
  "trust",
  "stories",
  "matchQuality",
  "home",
] as const;

/** Options of i18next that browser and server share. */
export const sharedOptions = {
  supportedLngs: [...languages],
  fallbackLng: fallbackLanguage,
  ns: [...namespaces],
  defaultNS: "common",
  interpolation: { escapeValue: false },
  returnNull: false,
} satisfies InitOptions;
