import type { InitOptions, Resource } from "i18next";
import type { Language } from "./languages.ts";

/** The namespaces, one file for each and language: in words/ of its room, or here where it belongs to none. */
export const namespaces = [
  "common",
  "codes",
  "errors",
  "files",
  "office",
  "auth",
  "organisations",
  "listings",
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
  "tasks",
  "contracts",
  "notifications",
  "review",
  "trust",
  "stories",
  "matchQuality",
  "jobs",
  "home",
] as const;

/** Options of i18next, for browser and server: one language with its texts, of which none is missing. */
export const optionsFor = (language: Language, texts: Resource[string]) =>
  ({
    lng: language,
    load: "currentOnly",
    fallbackLng: false,
    resources: { [language]: texts },
    ns: [...namespaces],
    defaultNS: "common",
    interpolation: { escapeValue: false },
    returnNull: false,
  }) satisfies InitOptions;
